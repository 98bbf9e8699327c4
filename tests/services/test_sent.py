"""Reading what was sent: in every order, under every filter, on both kinds of store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Rejected, Unreachable
from desktop.errors import Refused
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.listing import Order
from desktop.models.outbox import SilentClaims
from desktop.services import message_control
from desktop.services.delivering import LEASE, Deliverer
from desktop.services.holder import new_holder
from desktop.services.office import users_of
from desktop.services.sent import DeliveryFilter, account_line, delivery_list, head_of
from desktop.services.sent_lines import sent_list
from tests.support.fake_mail import FakeMail
from tests.support.sending import sent_message

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.clock import Clock


def nothing() -> None:
    """Nobody waits in vain."""


@pytest.mark.parametrize("column", ["sent_at", "subject", "recipients", "channels"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_messages_follow_each_other(
    store: Store, clock: Clock, column: str, descending: bool
) -> None:
    for count, channels in ((3, "E"), (1, "WE"), (2, "B"), (1, "E")):
        sent_message(store, count, channels)
        clock.move(minutes=1)
    source, order = sent_list(store), Order(column, descending=descending)
    whole = source.page(order, "", None, 10)
    assert len(whole) == 4
    for place, line in enumerate(whole):
        rest = source.page(order, "", source.key_of(order, line), 10)
        assert [each.id for each in rest] == [each.id for each in whole[place + 1 :]]
    marks = source.marks(order, "", 2, [whole[3].id], nothing)
    assert (marks.total, marks.places) == (4, {whole[3].id: 3})
    assert list(marks.keys) == [source.key_of(order, whole[1]), source.key_of(order, whole[3])]


def test_deliveries_by_state_and_text(store: Store) -> None:
    mail = FakeMail(answers={"client2@clients.example": [Rejected("550 No", 550)]})
    message_id = sent_message(store, 3, "E")
    other = sent_message(store, 1, "E")
    Deliverer(store, mail.ways(), "me").step()
    source = delivery_list(store, message_id)

    def numbers(text: str = "", *states: DeliveryState, column: str = "number") -> list[str]:
        lines = source.page(Order(column), DeliveryFilter(text, frozenset(states)), None, 10)
        return [line.number for line in lines]

    assert numbers() == ["U0000001", "U0000002", "U0000003"]
    assert numbers(column="state") == ["U0000001", "U0000003", "U0000002"]
    assert numbers("client 3") == ["U0000003"]
    assert numbers("", DeliveryState.FAILED) == ["U0000002"]
    assert numbers("client 3", DeliveryState.FAILED) == []
    strangers = [
        line.id for line in delivery_list(store, other).page(Order("number"), DeliveryFilter(), None, 1)
    ]
    assert source.rows(DeliveryFilter(), strangers) == {}


def test_the_trouble_of_the_mail_concerns_only_what_waits(store: Store) -> None:
    message_id = sent_message(store, 1, "WE")
    with store.write() as unit:
        unit.trouble.begin("No answer.")
        unit.commit()
    assert head_of(store, message_id).trouble == "No answer."
    Deliverer(store, FakeMail().ways(), "me").step()
    with store.write() as unit:
        unit.trouble.begin("No answer.")
        unit.commit()
    assert head_of(store, message_id).trouble == ""


def test_the_trouble_of_the_mail_is_told_where_it_holds_the_message_up(store: Store, clock: Clock) -> None:
    def told(message_id: int) -> tuple[str, datetime | None]:
        head = head_of(store, message_id)
        return head.trouble, head.tried_at

    again_at = clock() + timedelta(minutes=2)
    with store.write() as unit:
        unit.trouble.begin("No answer.", again_at)
        unit.commit()
    by_mail, without_mail = sent_message(store, 1, "E"), sent_message(store, 1, "W")
    assert told(by_mail) == ("No answer.", again_at)
    assert told(without_mail) == ("", None)
    sender = users_of(store)[0]
    message_control.pause(store, sender, by_mail)
    assert told(by_mail) == ("", None), "it stands still because somebody paused it"
    message_control.go_on(store, sender, by_mail)
    with store.write() as unit:
        unit.trouble.begin("No answer.", again_at + timedelta(minutes=4))
        unit.commit()
    assert told(by_mail) == ("No answer.", again_at + timedelta(minutes=4))
    with store.write() as unit:
        unit.trouble.end()
        unit.commit()
    assert told(by_mail) == ("", None)


def test_what_is_posted_is_known_to_be_done_before_the_mails(store: Store) -> None:
    both, posted, mailed = (sent_message(store, 2, channels) for channels in ("WEB", "W", "E"))
    assert [head_of(store, each).mails_follow for each in (both, posted, mailed)] == [True, False, False]
    mail = FakeMail(trouble=Unreachable("No answer."))
    Deliverer(store, mail.ways(), "me").step()
    head = head_of(store, both)
    assert (head.mails_follow, head.message.totals.queued) == (False, 2)
    other = sent_message(store, 2, "WE")
    with store.write() as unit:
        assert len(unit.outbox.claim("me", unit.now + LEASE, 9, [Channel.MESSAGE_CENTER])) == 2
        unit.commit()
    assert head_of(store, other).mails_follow, "they are in hand"


def test_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no such message"):
        head_of(store, 4711)
    with pytest.raises(Refused, match="no such account"):
        account_line(store, 4711)


def test_what_a_worker_had_in_hand_that_answers_no_more_is_known(store: Store, clock: Clock) -> None:
    message_id = sent_message(store, 4, "E")
    with store.write() as unit:
        unit.outbox.report_worker("dead", "Delivering")
        claims = unit.outbox.claim("dead", unit.now + LEASE, 3, [Channel.EMAIL])
        unit.outbox.record("dead", [claims[0].delivery_id], [], [])
        unit.commit()
    lapses_at = clock() + LEASE
    assert head_of(store, message_id).silent is None
    clock.move(seconds=20)
    assert head_of(store, message_id).silent is None, "one beat may be late"
    clock.move(seconds=10)
    assert head_of(store, message_id).silent == SilentClaims(3, 1, lapses_at)
    with store.write() as unit:
        unit.outbox.report_worker("dead", "Delivering")
        unit.commit()
    assert head_of(store, message_id).silent is None, "it was only slow"
    held = sent_message(store, 2, "E")
    with store.write() as unit:
        assert len(unit.outbox.claim(new_holder(), unit.now + LEASE, 9, [Channel.EMAIL])) == 3
        unit.commit()
    clock.move(seconds=30)
    assert head_of(store, held).silent is None, (
        "it is this program's own, which a full disk may keep from saying so"
    )
    clock.move(seconds=60)
    Deliverer(store, FakeMail().ways(), "alive").step()
    assert head_of(store, message_id).silent is None
