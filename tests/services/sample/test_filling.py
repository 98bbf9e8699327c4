"""The sample office is believable, whole, and the same for the same arguments."""

from __future__ import annotations

import zlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.errors import Cancelled, Refused
from desktop.models.account import is_account_number
from desktop.models.office import Role
from desktop.services.email_address import is_email
from desktop.services.office import branding_of, found_office, office_of, users_of
from desktop.services.sample.filling import fill_sample_office
from desktop.services.sample.logo import sample_logo
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.store.store import Store

TODAY = date(2026, 11, 20)
TABLES = ("staff", "account", "template", "outgoing_message", "recipient", "delivery", "notice")


def fill(store: Store, accounts: int = 300, messages: int = 40, seed: int = 1) -> bool:
    return fill_sample_office(store, accounts=accounts, messages=messages, seed=seed, today=TODAY)


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.read() as unit:
        return [tuple(row) for row in unit.connection.execute(text(query))]


def contents(store: Store) -> list[list[tuple[object, ...]]]:
    return [rows(store, f"SELECT * FROM {name} ORDER BY id") for name in TABLES]


def test_an_office_with_staff_letters_and_a_past(store: Store) -> None:
    assert fill(store)
    office = office_of(store)
    assert office is not None
    assert office.is_sample
    users = users_of(store)
    assert len(users) == 6
    assert {user.role for user in users} == set(Role)
    assert all(user.signature for user in users)
    assert branding_of(store).logo == sample_logo()
    with store.read() as unit:
        assert len(unit.templates.names()) == 11
        assert unit.notices.unread() == 3
        assert unit.accounts.count() == 300


def test_accounts_are_such_as_an_import_would_take(store: Store) -> None:
    fill(store)
    found = rows(store, "SELECT number, email, language, account_type, status, title, client_id FROM account")
    assert all(is_account_number(str(row[0])) for row in found)
    assert all(is_email(str(row[1])) for row in found if row[1])
    assert any(not row[1] for row in found)
    assert {"en", "ja", "de", "fr", "es"} <= {row[2] for row in found}
    assert {row[3] for row in found} == {"INDIVIDUAL", "IRA", "JOINT", "ORGANIZATION", "TRUST"}
    assert {row[4] for row in found} == {"open", "closed", "pending"}
    titles = " ".join(str(row[5]) for row in found)
    assert all(mark in titles for mark in (",", "&", "ü"))
    assert max(Counter(row[6] for row in found).values()) > 1


def test_the_past_adds_up(store: Store) -> None:
    fill(store)
    states = rows(store, "SELECT message_id, state, count(*) FROM delivery GROUP BY 1, 2")
    counted = {(row[0], row[1]): row[2] for row in states}
    with store.read() as unit:
        lines = [line for number in range(1, 41) if (line := unit.messages.get(number)) is not None]
    assert len(lines) == 40
    for line in lines:
        totals = line.totals
        assert totals.is_settled
        assert totals.total == line.recipients * len(line.channels) > 0
        for state in ("delivered", "failed", "skipped"):
            assert getattr(totals, state) == counted.get((line.id, state), 0)
    assert all(older.sent_at < newer.sent_at for older, newer in pairwise(lines))
    today = datetime(2026, 11, 20, tzinfo=UTC)
    assert today - timedelta(days=220) < lines[0].sent_at < lines[-1].sent_at < today
    delivered = sum(line.totals.delivered for line in lines)
    assert delivered > 0.9 * sum(line.totals.total for line in lines)


def test_failures_bear_the_server_s_words(store: Store) -> None:
    fill(store, messages=120)
    failed = rows(store, "SELECT words, address FROM delivery WHERE state = 'failed'")
    assert failed
    assert all(f"<{address}>" in str(words) and str(words)[:3].isdigit() for words, address in failed)
    skipped = {str(row[0]) for row in rows(store, "SELECT skip_reason FROM delivery WHERE state = 'skipped'")}
    assert skipped <= {"no_email", "no_tws_access"}


def test_the_same_arguments_make_the_same_office(tmp_path: Path) -> None:
    made = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        store = open_store(StoreAddress(path=tmp_path / f"{name}.db"))
        fill(store, seed=seed)
        made.append(contents(store))
        store.close()
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_the_store_counts_on_after_the_sample(store: Store) -> None:
    fill(store)
    with store.write("x") as unit:
        template = unit.templates.get(1)
        assert template is not None
        assert unit.templates.add(template.content) == 12
        unit.commit()


def test_the_same_sample_is_made_once(store: Store) -> None:
    assert fill(store)
    before = contents(store)
    assert not fill(store)
    assert contents(store) == before
    with pytest.raises(Refused, match="another size or seed"):
        fill(store, seed=2)


def test_a_real_office_is_not_touched(store: Store) -> None:
    found_office(store, "Harbor", "Ada", "ada@office.example")
    with pytest.raises(Refused, match="real office"):
        fill(store)
    assert len(users_of(store)) == 1


def test_calling_off_leaves_an_empty_store(store: Store) -> None:
    def progress(done: int, total: int) -> None:
        assert (done, total) == (300, 420)
        raise Cancelled

    with pytest.raises(Cancelled):
        fill_sample_office(store, accounts=300, messages=40, today=TODAY, progress=progress)
    assert all(not found for found in contents(store))


@pytest.mark.parametrize("size", [(-1, 0), (0, 1_000_001)])
def test_a_size_beyond_reason_is_refused(store: Store, size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="up to 1,000,000"):
        fill(store, *size)


def test_a_large_history_is_mostly_short_messages(store: Store) -> None:
    fill(store, accounts=1_000, messages=2_500)
    sizes = [int(str(row[0])) for row in rows(store, "SELECT recipients FROM outgoing_message ORDER BY id")]
    assert len(sizes) == 2_500
    assert max(sizes[:-12]) <= 3
    assert min(sizes[-12:]) > 3


def test_an_office_without_accounts_has_no_past(store: Store) -> None:
    assert fill(store, accounts=0, messages=5)
    assert rows(store, "SELECT count(*) FROM outgoing_message") == [(0,)]


def test_the_logo_is_a_png() -> None:
    logo = sample_logo()
    assert logo.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(logo) < 10_000
    start = logo.index(b"IDAT") + 4
    assert len(zlib.decompressobj().decompress(logo[start:])) == 48 * (1 + 160 * 4)
