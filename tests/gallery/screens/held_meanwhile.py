"""A held message that somebody else decided on meanwhile, and the deliveries of one that has gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.office import Role
from desktop.models.staging import Decision
from desktop.services import staging
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from tests.gallery.screen import screen
from tests.gallery.screens.staging import decided, staged
from tests.support.looks import Memory
from tests.support.staging import lines
from tests.support.stores import add_user

if TYPE_CHECKING:
    from tests.gallery.stage import Stage


@screen("held-preview-meanwhile")
def _meanwhile(stage: Stage) -> None:
    """A colleague decided while it was looked at, and a note is half written."""
    staged(stage)
    held = lines(stage.desk.store)[0]
    page = HeldPreviewPage(stage.desk, Memory(), held.id, lambda _id, _step: None)
    stage.screens.window.show_page(page)
    stage.settle()
    page.history.note.setPlainText("Mrs Sato asked us")
    store = stage.desk.store
    other = add_user(store, Role.APPROVER, "Alan Turing")
    staging.decide(store, other, [(held.id, held.version)], Decision.REJECT_ONCE)
    stage.settle()


@screen("held-deliveries")
def _deliveries(stage: Stage) -> None:
    staged(stage)
    decided(stage)
    gone = next(line for line in lines(stage.desk.store) if line.outgoing_id is not None)
    assert gone.outgoing_id is not None
    stage.screens.staging.show_message(gone.id)
    stage.settle()
    stage.screens.staging.outgoing_wanted.emit(gone.outgoing_id)
    stage.settle()
