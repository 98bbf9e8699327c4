"""Message staging: what IB is about to send, and a message of it looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.models.held_message import HeldFilter, HeldFilterState
from desktop.models.staging import Decision
from desktop.screens import COMMUNICATIONS, TO_BE_SENT
from desktop.services import elections, enrolling, staging
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage
from tests.gallery.offices import NOW, clients, user
from tests.gallery.screen import OfficeKind, screen
from tests.support.feeds import fed
from tests.support.looks import Memory
from tests.support.staging import lines, release_all, stageable
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from desktop.models.held_message import HeldLine
    from tests.gallery.stage import Stage

_LONG = "Zahlung {{ amount }} für " + "Wertpapierabrechnungssammelkonto " * 9
_BODY = """Dear {{ account_title }},

your account **{{ account_number }}** has a margin deficiency of **{{ amount }}**. Please add funds or close positions
until the end of the day.

- You find the details under *Account*, *Balances*.
- Orders that add to the deficiency are not taken.

{{ contact }}
"""
_KINDS = (
    ("MARGIN_WARN", "Margin deficiency warning", "Margin deficiency of {{ amount }}", 1.5, "WEB"),
    ("CORP_ACTION", "Corporate action", "Choose until Friday: dividend in shares or in cash", 20, "WE"),
    ("FEE_CHANGE", "Change of fees", "Our fees from January on", 44, "E"),
    ("TAX_FORM", "Tax form", "{{ account_title }} 様へのお知らせ: {{ amount }}", 70, "W"),
    ("MARKET_DATA", "Market data", "إشعار بخصوص {{ account_number }}", 90, "B"),
    ("LONG", "Very long", _LONG, 120, "WEB"),
)


def staged(stage: Stage, count: int = 6) -> None:
    """An office that takes part, and what it holds."""
    store, clock = stage.desk.store, stage.clock
    actor = user(store)
    clock.now = NOW - timedelta(days=3)
    enrolling.elect(store, actor, on=True)
    clock.now = NOW - timedelta(hours=20)
    release_all(store)
    if count and not clients(store, 1):
        add_accounts(store, [details(number) for number in range(1, 13)])
    numbers = [account.details.number for account in clients(store, 12)]
    for place, (type_, name, subject, hours, letters) in enumerate(_KINDS[:count]):
        clock.now = NOW - timedelta(hours=3, minutes=17 * place)
        record = stageable(
            9_000 + place,
            NOW + timedelta(hours=hours),
            *numbers[: 12 - place],
            type=type_,
            type_name=name,
            subject=subject,
            body=_BODY,
            channels=list(letters),
            sent_at=f"{clock.now:%FT%TZ}",
        )
        fed(store, actor, record)
    clock.now = NOW


def _held(stage: Stage, type_: str) -> HeldLine:
    """The message of this type that is held here; the sample office holds others besides."""
    subjects = {kind: subject for kind, _, subject, _, _ in _KINDS}
    return next(held for held in lines(stage.desk.store) if held.line.subject == subjects[type_])


def decided(stage: Stage) -> None:
    """Some of it decided, and some gone out."""
    store, clock = stage.desk.store, stage.clock
    actor = user(store)
    fees, tax = _held(stage, "FEE_CHANGE"), _held(stage, "TAX_FORM")
    clock.now = NOW - timedelta(minutes=40)
    staging.decide(store, actor, [(fees.id, fees.version)], Decision.ALWAYS_REJECT)
    staging.decide(store, actor, [(tax.id, tax.version)], Decision.SEND_AS_IS)
    clock.now = NOW - timedelta(minutes=30)
    release_all(store)
    staging.add_note(
        store, actor, _held(stage, "MARGIN_WARN").id, "Mrs Sato asked us to call before this goes out."
    )
    elections.make_election(store, actor, "TAX_FORM", Decision.ALWAYS_SEND)
    clock.now = NOW


def _list(stage: Stage) -> ToBeSentPage:
    stage.settle()
    stage.screens.window.show_place(COMMUNICATIONS, TO_BE_SENT)
    stage.settle()
    return stage.find(ToBeSentPage)


@screen("to-be-sent")
def _many(stage: Stage) -> None:
    staged(stage)
    decided(stage)
    page = _list(stage)
    page.list.table.selectRow(1)


@screen("to-be-sent-one", OfficeKind.EMPTY)
def _one(stage: Stage) -> None:
    staged(stage, 1)
    _list(stage)


@screen("to-be-sent-empty", OfficeKind.EMPTY)
def _empty(stage: Stage) -> None:
    staged(stage, 0)
    _list(stage)


@screen("to-be-sent-decided")
def _decided(stage: Stage) -> None:
    staged(stage)
    decided(stage)
    page = _list(stage)
    page.filters.choose(HeldFilter(state=HeldFilterState.DELIVERED))
    stage.settle()
    page.list.table.selectRow(0)


@screen("to-be-sent-always-reject")
def _always(stage: Stage) -> None:
    staged(stage)
    page = _list(stage)
    page.list.table.selectRow(1)
    stage.settle()
    page.always_button.click()
    stage.settle()


@screen("to-be-sent-several")
def _several(stage: Stage) -> None:
    staged(stage)
    page = _list(stage)
    page.list.table.selectAll()
    stage.settle()
    page.send_button.click()
    stage.settle()


def _preview(stage: Stage, type_: str = "MARGIN_WARN") -> HeldPreviewPage:
    held = _held(stage, type_)
    page = HeldPreviewPage(stage.desk, Memory(), held.id, lambda _id, _step: None)
    stage.screens.window.show_page(page)
    stage.settle()
    return page


@screen("held-preview")
def _pending(stage: Stage) -> None:
    staged(stage)
    decided(stage)
    _preview(stage)


@screen("held-preview-recipients")
def _recipients(stage: Stage) -> None:
    staged(stage)
    page = _preview(stage)
    page.recipients.click()
    stage.settle()
    page.list.table.selectRow(0)
    stage.settle()


@screen("held-preview-long")
def _long(stage: Stage) -> None:
    staged(stage)
    _preview(stage, "LONG")


@screen("held-preview-rejected")
def _rejected(stage: Stage) -> None:
    staged(stage)
    decided(stage)
    _preview(stage, "FEE_CHANGE")
