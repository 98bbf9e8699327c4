"""What left is kept against moulds; a tail that several of them share is kept once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Outcome
from desktop.services.delivering import Deliverer
from desktop.services.sent import content_of
from desktop.store.tables import sent_base
from tests.support.fake_mail import FakeMail
from tests.support.sending import lines, sent_message

if TYPE_CHECKING:
    from desktop.store.store import Store

TAIL = b"a picture of 100 KB"


def test_a_tail_is_kept_once_a_message(store: Store) -> None:
    message, other = sent_message(store, 1), sent_message(store, 1)
    with store.write() as unit:
        for number, dictionary in ((message, b"one"), (message, b"two"), (other, b"three")):
            unit.contents.add_packing(number, Channel.EMAIL, dictionary, TAIL)
        unit.commit()
    with store.read() as unit:
        kept = unit.contents.packings(message, Channel.EMAIL)
        sizes = unit.connection.execute(select(func.length(sent_base.c.tail)).order_by(sent_base.c.id))
        assert list(sizes.scalars()) == [len(TAIL), 0, len(TAIL)]
    assert [(each.dictionary, each.tail) for each in kept] == [(b"one", TAIL), (b"two", TAIL)]


def test_a_later_try_replaces_what_an_earlier_one_left(store: Store) -> None:
    line = lines(store, sent_message(store, 1))[0]
    with store.write() as unit:
        packing = unit.contents.add_packing(1, Channel.EMAIL, b"one", TAIL)
        unit.commit()
    for content in (b"first", b"second"):
        with store.write() as unit:
            (claim,) = unit.outbox.claim("me", unit.now + timedelta(minutes=1), 1, tuple(Channel))
            outcome = Outcome(claim, DeliveryState.QUEUED, next_try_at=unit.now)
            unit.outbox.record("me", [], [outcome], [(line.id, packing.id, content)])
            unit.commit()
    with store.read() as unit:
        assert unit.contents.of(line.id) == (Channel.EMAIL, b"second", packing)
        assert unit.contents.of(line.id + 1) is None


def test_workers_share_a_mould_and_each_mail_is_had_again_exactly(store: Store) -> None:
    message, mail = sent_message(store, 6), FakeMail()
    for name in ("one", "two", "three"):
        Deliverer(store, mail.ways(), name, batch=2).step()
    kept = [content_of(store, line.id) for line in lines(store, message)]
    assert [each.raw for each in kept if each] == [raw for _, raw in mail.sent]
    with store.read() as unit:
        assert len(unit.contents.packings(message, Channel.EMAIL)) == 1
