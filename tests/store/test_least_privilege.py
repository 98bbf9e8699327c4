"""The roles of the administrator's guide suffice for the office's work, and for nothing else."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from desktop import settings
from desktop.composition import mail_builders
from desktop.models.broker_filter import BrokerFilter
from desktop.models.channel import Channel
from desktop.models.copy_election import CopyWish
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.outgoing import MessageDraft
from desktop.models.staging import Decision, HeldState
from desktop.services import broker_messages, inquiries, staging, worker
from desktop.services.copies import elect_copies
from desktop.services.office import found_office
from desktop.services.sending import send
from desktop.services.staging_digest import choose_digest
from desktop.services.staging_telling import tell_due
from tests.support import postgres
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed, message, notice, reply
from tests.support.staging import enrolled, held_in, lines
from tests.support.stores import add_accounts, add_user, details, opened, without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator

_GUIDE = Path(__file__).parents[2] / "docs" / "administration.md"
_DATABASE, _OWNER, _OFFICE, _PERSON = "office", "message_center_owner", "message_center_office", "anna"


def _statements(block: int) -> list[str]:
    blocks = re.findall(r"```sql\n(.*?)```", _GUIDE.read_text("utf-8"), re.DOTALL)
    return [statement for statement in blocks[block].split(";\n") if statement.strip()]


def _run(user: str, database: str, statements: list[str]) -> None:
    with psycopg.connect(_conninfo(user, database), autocommit=True) as connection:
        for statement in statements:
            text: Any = statement
            connection.execute(text)


def _conninfo(user: str, database: str) -> str:
    server = postgres.server()
    return f"host={server._host} port={server._port} user={user} dbname={database}"


def _url(user: str) -> str:
    return postgres.server().url(_DATABASE).replace("postgres@", f"{user}@")


@pytest.fixture
def prepared(postgres_url: str) -> Iterator[None]:
    """The database as the guide prepares it, with its tables."""
    _run("postgres", "postgres", _statements(0))
    opened(_url(_OWNER), Clock()).close()
    _run(_OWNER, _DATABASE, _statements(1))
    yield
    postgres.server().drop(_DATABASE)
    _run("postgres", "postgres", [f"DROP ROLE {role}" for role in (_PERSON, _OFFICE, _OWNER)])


def test_an_office_can_be_founded_write_deliver_and_hear(prepared: None) -> None:
    clock = Clock()
    store = opened(_url(_PERSON), clock)
    founder = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    add_user(store, Role.SENDER, "Grace Hopper")
    without_undo(store)
    ids = add_accounts(store, [details(number) for number in range(1, 6)])
    feed = store.feed()
    other = opened(_url(_PERSON), clock)
    draft = MessageDraft(
        channels=frozenset(Channel), accounts=ids, reply_to=founder.email, subject="Hello", content="Hello"
    )
    sent = send(other, founder, draft)
    assert feed.next_change(5) is not None
    worker.run(store, FakeMail().ways(), threading.Event(), once=True)
    with store.write() as unit:
        message = unit.messages.get(sent.message_id)
        unit.office.save_settings({settings.OFFICE_ZONE.key: "Europe/Berlin"})
        unit.commit()
    assert message is not None
    assert message.totals.delivered == 15
    feed.close()
    other.close()
    store.close()


def test_what_the_broker_sends_is_taken_asked_about_answered_and_let_go_of(prepared: None) -> None:
    clock = Clock()
    store = opened(_url(_PERSON), clock)
    founder = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    add_accounts(store, [details(1)])
    elect_copies(store, founder, CopyWish(is_on=True))
    asked = inquiries.submit(store, founder, InquiryDraft("Fees", "Which?"))
    fed(
        store,
        founder,
        message(1, {"U0000001": {"amount": "1"}}),
        reply(1, asked.number),
        notice(1),
        b"{broken",
    )
    mail = FakeMail()
    worker.run(store, mail.ways(), threading.Event(), once=True, builders=mail_builders())
    assert mail.recipients == [founder.email]
    (line,) = broker_messages.broker_list(store).page(Order("at"), BrokerFilter("amount"), None, 10)
    broker_messages.delete(store, founder, [line.id])
    clock.move(days=400)
    assert broker_messages.purge_trash(store) == 1
    store.close()


def test_held_messages_are_decided_on_and_go_out(prepared: None) -> None:
    clock = Clock()
    store = opened(_url(_PERSON), clock)
    founder = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    without_undo(store)
    enrolled(store, founder, clock)
    first, second = held_in(store, founder, clock, 2)
    choose_digest(store, founder, 8)
    choose_digest(store, founder, None)
    assert tell_due(store, at_once=True)
    add_user(store, Role.APPROVER, "Grace Hopper")
    staging.decide(store, founder, [(first.id, first.version)], Decision.ALWAYS_REJECT)
    staging.decide(store, founder, [(second.id, second.version)], Decision.SEND_AS_IS)
    worker.run(store, FakeMail().ways(), threading.Event(), once=True)
    ended = {each.standing.state for each in lines(store)}
    assert ended == {HeldState.REJECTED, HeldState.DELIVERED}
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a int)",
        "TRUNCATE template",
        "DELETE FROM outgoing_message",
        "DELETE FROM change_log",
        "DELETE FROM inquiry_entry",
        "DELETE FROM feed_record",
        "DELETE FROM held_message",
        "UPDATE held_event SET words = ''",
        "UPDATE enrolment_event SET state = ''",
        "UPDATE feed_record SET target = 1",
        "UPDATE copy_election SET is_on = false",
        "DELETE FROM copy_election",
        "DELETE FROM message_copy",
        "UPDATE broker_recipient SET filled = ''",
        "UPDATE change_log SET actor = ''",
        "UPDATE alembic_version SET version_num = '9'",
        "DROP TABLE template",
    ],
)
def test_a_person_of_the_office_can_do_nothing_else(prepared: None, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        _run(_PERSON, _DATABASE, [statement])
