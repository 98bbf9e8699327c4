"""All test mails, whatever became of the drafts they were made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.models.office import Role, User
from desktop.models.trial_record import TrialLine
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store


def trial_list(store: Store, viewer: Callable[[], User]) -> StoreList[TrialLine, str]:
    """Test mails by ``at``, filtered by a text: their own for everybody, for an administrator those of all."""

    def whose() -> str | None:
        user = viewer()
        return None if user.may(Role.ADMIN) else user.name

    return StoreList(
        store,
        lambda unit, text: unit.trials.listed(text.split(), whose()),
        lambda line: line.id,
        {"at": lambda line: line.id},
    )
