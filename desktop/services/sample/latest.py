"""The sample office's newest messages, as orders that the program sends through its own outbox.

The history before them has no contents, because nothing of it was sent. These are really sent, to
the message centers in the store and to files, so that opening one shows what left byte for byte.
They are sent on the last working days, at a time when an office writes to its clients.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.account import Account
from desktop.models.office import Role
from desktop.models.outbox import SendOrder
from desktop.models.template import Template
from desktop.services.delivering import Deliverer
from desktop.services.office_day import in_office_zone, name_and_day
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.services.ways import Ways
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_KNOWN = 400
_SIZES = (1, 3, 2, 12, 5, 40, 1, 8, 2, 25)
_KANA_AND_HAN = range(0x3040, 0xA000)
_GERMAN = "Quartal"
_FIRST, _LAST = time(9, 5), time(16, 50)
_JUST_BEFORE = timedelta(minutes=18)
_UNREAD = 4
_SATURDAY = 5


def send_latest(store: Store, ways: Ways, count: int = 20) -> int:
    """Send the newest messages of the sample office, the last a little while ago; returns how many.

    They are delivered as any other: into the folder of mail files, never to a server. The store's clock is put
    back meanwhile, so nobody else may be at work in it. Of the notices only the newest have not been read.
    """
    orders, present = latest_orders(store, count), store.clock
    with store.read() as unit:
        zone = OFFICE_ZONE.of(unit.office.settings())
    moments = reversed(list(_moments_before(in_office_zone(present(), zone), len(orders))))
    deliverer = Deliverer(store, ways, tr("Sample office"))
    try:
        for order, moment in zip(orders, moments, strict=True):
            _send_at(store, order, moment)
            while not deliverer.step().was_idle:
                pass
    finally:
        store.clock = present
        deliverer.close()
    with store.write(tr("Sample office")) as unit:
        unit.notices.mark_read(range(1, unit.notices.newest_id() - _UNREAD + 1), is_read=True)
        unit.commit()
    return len(orders)


def _send_at(store: Store, order: SendOrder, moment: datetime) -> None:
    store.clock = lambda: moment
    with store.write(order.sender_name) as unit:
        branding_id, _ = unit.office.branding()
        unit.messages.send(replace(order, letter_day=moment.date().isoformat()), branding_id)
        if order.template_id is not None:
            unit.templates.note_use(order.template_id)
        unit.commit()


def _moments_before(now: datetime, count: int) -> Iterator[datetime]:
    """``count`` moments in office hours of working days, the latest first; all in the office's zone."""
    moment = now - _JUST_BEFORE
    for place in range(count):
        if moment.time() > _LAST:
            moment = datetime.combine(moment, _LAST, moment.tzinfo)
        while moment.time() < _FIRST or moment.weekday() >= _SATURDAY:
            moment = datetime.combine(moment - timedelta(days=1), _LAST, moment.tzinfo)
        yield moment
        moment -= timedelta(minutes=38 + place * 31 % 64, seconds=place * 17 % 60)


def latest_orders(store: Store, count: int = 20) -> list[SendOrder]:
    """Orders for ``unit.messages.send``, oldest first; the same store gives the same orders.

    Each has a ``uid`` of its own that says which it is, so one that was sent is not sent again.
    """
    with store.read() as unit:
        readers = _readers(unit)
        known = unit.templates.by_id([number for number, _ in unit.templates.names()])
        templates = [known[number] for number in sorted(known) if readers.get(_language(known[number]))]
        office_name, letter_day = name_and_day(unit)
        senders = [user for user in unit.office.users() if user.active and user.may(Role.SENDER)]
    orders: list[SendOrder] = []
    for place in range(count if templates and senders else 0):
        template, sender = templates[place % len(templates)], senders[place % len(senders)]
        listed = readers[_language(template)]
        start = place * 7 % len(listed)
        orders.append(
            SendOrder(
                uid=f"sample-latest-{place + 1}",
                subject=template.content.subject,
                content=template.content.content,
                channels=template.content.channels,
                accounts=tuple(account.id for account in listed[start : start + _SIZES[place % len(_SIZES)]]),
                reply_to=sender.email,
                branded=True,
                signature=sender.signature,
                signature_user=sender.id,
                sender_name=sender.name,
                office_name=office_name,
                letter_day=letter_day,
                template_id=template.id,
            )
        )
    return orders


def _readers(unit: UnitOfWork) -> dict[str, list[Account]]:
    """Some open accounts by the language they are written to; who has no letters gets English ones."""
    lines = unit.accounts.first_open(_KNOWN)
    known = unit.accounts.by_id([line.id for line in lines])
    readers: dict[str, list[Account]] = defaultdict(list)
    for line in lines:
        language = known[line.id].details.language
        readers[language if language in {"ja", "de"} else "en"].append(known[line.id])
    return readers


def _language(template: Template) -> str:
    name = template.content.name
    if any(ord(char) in _KANA_AND_HAN for char in name):
        return "ja"
    return "de" if name.startswith(_GERMAN) else "en"
