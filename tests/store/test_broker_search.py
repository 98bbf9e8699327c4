"""A search finds exactly the messages that say what is sought, in whatever index their words are, on whatever page."""

from __future__ import annotations

import importlib
import itertools
import random
from typing import TYPE_CHECKING

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.models.broker_filter import BrokerFilter
from desktop.models.folding import fold
from desktop.models.listing import Order
from desktop.models.word_block import gram_number, grams
from desktop.services.broker_messages import broker_list, delete, index_some, mark_read, purge_trash, restore
from desktop.services.office import users_of
from desktop.store import block_words, broker_blocks
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.models.broker_message import BrokerLine
    from desktop.models.office import User
    from desktop.services.store_list import StoreList
    from desktop.store.store import Store
    from tests.support.clock import Clock

ONE_STORE_FOR_ALL = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WORDS = [
    "margin",
    "marginal",
    "gin",
    "deposit",
    "Zürich",
    "ordering",
    "ringing",
    "100%",
    "a_b",
    "口座",
    "証拠金",
    "ab",
]
PHRASES = ["margin deposit", "証拠金の不足", "ringing ordering", "of the margin"]
SMALL, LARGE, MESSAGES = 5, 20, 90


def texts() -> Iterator[tuple[str, str]]:
    chance = random.Random(4)  # noqa: S311
    for _ in range(MESSAGES):
        yield " ".join(chance.choices(WORDS, k=2)), " ".join(chance.choices(WORDS + PHRASES, k=4))


def pieces() -> st.SearchStrategy[str]:
    """Words, phrases, parts of what the messages say, and what nobody says."""
    said = st.sampled_from([" ".join(each) for each in texts()])
    part = st.builds(lambda text, at, size: text[at : at + size], said, st.integers(0, 40), st.integers(1, 9))
    letters = st.text(st.sampled_from("abgin1%_\\ 口座金のüzq"), min_size=1, max_size=2)
    return (
        st.sampled_from([*WORDS, *(f'"{each}"' for each in PHRASES), "zzz", "%", "\\", "'"]) | part | letters
    )


class Known:
    """What was fed, by the broker's number: the text that is searched."""

    def __init__(self, store: Store, actor: User, clock: Clock) -> None:
        add_accounts(store, [details(1), details(2, title="Deposit & Sons")])
        self.store = store
        self.said: dict[int, str] = {}
        records = list(enumerate(texts()))
        chance = random.Random(5)  # noqa: S311
        for part in (records[60:], records[:30], records[30:60]):  # so that the blocks overlap
            chance.shuffle(part)
            fed(store, actor, *(self._record(number, *said) for number, said in part))
            while index_some(store) and chance.random() < 0.9:
                pass
        self._throw_away(actor, clock)

    def _record(self, number: int, subject: str, body: str) -> dict[str, object]:
        account = "U0000002" if number % 9 == 0 else "U0000001"
        title = "deposit & sons" if number % 9 == 0 else "client 1"
        self.said[number] = fold(f"{subject} Funds received {body}") + "\n" + title
        return message(number, {account: {}}, subject=subject, body=body)

    def _throw_away(self, actor: User, clock: Clock) -> None:
        ids = self.ids(BrokerFilter(), descending=False)
        delete(self.store, actor, ids[5:25])
        clock.move(days=400)
        assert purge_trash(self.store) == 20
        delete(self.store, actor, ids[40:42])
        self.left = dict(zip(sorted(self.said), ids, strict=True))
        for number in [*sorted(self.said)[5:25], *sorted(self.said)[40:42]]:
            del self.left[number]

    def ids(
        self,
        narrowed: BrokerFilter,
        *,
        descending: bool,
        limit: int = 7,
        listed: StoreList[BrokerLine, BrokerFilter] | None = None,
    ) -> list[int]:
        """Read page by page."""
        listed, order = listed or broker_list(self.store), Order("at", descending=descending)
        found: list[int] = []
        after = None
        while page := listed.page(order, narrowed, after, limit):
            found += [line.id for line in page]
            after = listed.key_of(order, page[-1])
        return found

    def wanted(self, narrowed: BrokerFilter) -> list[int]:
        """Looked through one by one, oldest first."""
        return [
            self.left[number]
            for number in sorted(self.left)
            if all(term in self.said[number].split("\n")[0] for term in narrowed.terms)
            or self._concerns(number, narrowed.terms)
        ]

    def _concerns(self, number: int, terms: tuple[str, ...]) -> bool:
        known = self.accounts["U0000002" if number % 9 == 0 else "U0000001"]
        return bool(terms) and all(term in known for term in terms)

    @property
    def accounts(self) -> dict[str, str]:
        with self.store.read() as unit:
            rows = unit.connection.exec_driver_sql("SELECT number, search_text FROM account")
            return {row.number: row.search_text for row in rows}


@pytest.fixture
def known(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Known:
    monkeypatch.setattr(broker_blocks, "SMALL", SMALL)
    monkeypatch.setattr(broker_blocks, "LARGE", LARGE)
    for name, small in (
        ("_FIRST_BLOCKS", 1),
        ("_GRAMS", 2),
        ("_MORE_GRAMS", 2),
        ("_MANY", 3),
        ("_SINGLE_IDS", 2),
    ):
        monkeypatch.setattr(block_words, name, small)
    return Known(store, add_user(store), clock)


@given(st.lists(pieces(), min_size=1, max_size=3), st.booleans())
@example(["gin"], True)
@example(["margin口"], True)
@example(["margi"], True)
@example(["ordering", "証拠金"], False)
@example(['"margin deposit"'], True)
@example(['"n de"'], True)
@example(['"in dep"'], False)
@example(['"zurich ord"'], True)
@example(['"100% a_b"'], True)
@example(['"b 1"'], True)
@example(["deposit", "sons"], True)
@settings(suppress_health_check=ONE_STORE_FOR_ALL, max_examples=60, deadline=None)
def test_the_hits_are_those_of_a_plain_look(known: Known, sought: list[str], descending: bool) -> None:
    narrowed = BrokerFilter(" ".join(sought))
    wanted = known.wanted(narrowed)
    assert known.ids(narrowed, descending=descending) == (wanted[::-1] if descending else wanted)
    listed = broker_list(known.store)
    marks = listed.marks(Order("at"), narrowed, 4, wanted[:3], lambda: None)
    assert marks.total == len(wanted)
    assert marks.places == {each: place for place, each in enumerate(wanted[:3])}
    by_subject = listed.page(Order("subject"), narrowed, None, 100)
    assert sorted(line.id for line in by_subject) == wanted


@given(st.lists(pieces(), min_size=1, max_size=3), st.lists(st.integers(1, 4), min_size=1), st.integers(1, 9))
@example(["gin"], [1], 2)
@example(['"margin deposit"', "ab"], [1], 1)
@example(["ordering", '"in dep"'], [2], 5)
@settings(suppress_health_check=ONE_STORE_FOR_ALL, max_examples=25, deadline=None)
def test_letter_by_letter_the_hits_are_the_same(
    known: Known, sought: list[str], steps: list[int], limit: int
) -> None:
    listed, text = broker_list(known.store), " ".join(sought)
    end = 0
    for step in itertools.cycle(steps):
        end += step
        narrowed = BrokerFilter(text[:end])
        if narrowed.terms:
            assert (
                known.ids(narrowed, descending=True, limit=limit, listed=listed)
                == known.wanted(narrowed)[::-1]
            )
        if end >= len(text):
            break
    narrowed = BrokerFilter(sought[0])  # back to what was looked for before
    assert known.ids(narrowed, descending=True, limit=limit, listed=listed) == known.wanted(narrowed)[::-1]


def test_what_was_found_before_is_no_more_than_what_is_there(known: Known, clock: Clock) -> None:
    listed = broker_list(known.store)

    def found(text: str, *, in_trash: bool = False, is_unread: bool = False) -> list[int]:
        narrowed = BrokerFilter(text, in_trash=in_trash, is_unread=is_unread)
        return known.ids(narrowed, descending=True, limit=4, listed=listed)

    before = found("margi")
    actor = users_of(known.store)[0]
    delete(known.store, actor, before[1:3])
    assert found("margin") == [each for each in before if each not in before[1:3]]
    assert found("margin", in_trash=True) == sorted(
        {*before[1:3], *found("marg", in_trash=True)}, reverse=True
    )
    restore(known.store, actor, before[1:2])
    assert found("margin") == [each for each in before if each != before[2]]
    mark_read(known.store, actor, before[:1])
    assert found("margin", is_unread=True) == [each for each in found("margin") if each != before[0]]
    mark_read(known.store, actor, before[:1], is_read=False)
    assert found("margin", is_unread=True) == found("margin")
    clock.move(days=400)
    assert purge_trash(known.store)
    new = [
        message(number, {"U0000001": {}}, subject="margins", body="")
        for number in range(500, 500 + 2 * SMALL)
    ]
    fed(known.store, actor, *new)
    assert len(found("margin")) == len(before) - 1 + len(new)
    while index_some(known.store):
        pass
    assert len(found("margin")) == len(before) - 1 + len(new)
    assert len(found("margins")) == len(new)


def test_many_hits_are_counted_without_naming_them(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_words, "_FEW", 3)
    narrowed = BrokerFilter("margin")
    marks = broker_list(known.store).marks(Order("at"), narrowed, 50, [], lambda: None)
    assert marks.total == len(known.wanted(narrowed)) > 10


def test_an_index_of_before_learns_how_its_texts_end(known: Known) -> None:
    everything = "SELECT block_id, gram FROM broker_gram"
    ending = "gram >= 0 AND gram & 2097151 = 0"
    with known.store.write() as unit:
        whole = {tuple(row[:2]) for row in unit.connection.exec_driver_sql(everything)}
        ended = unit.connection.exec_driver_sql(f"DELETE FROM broker_gram WHERE {ending}").rowcount
        with Operations.context(MigrationContext.configure(unit.connection)):
            importlib.import_module("desktop.store.migrations.versions.0018_endings_in_the_index").upgrade()
        again = {tuple(row[:2]) for row in unit.connection.exec_driver_sql(everything)}
        # Only messages that are there still can tell their endings.
        assert again <= whole
        assert ended > len(whole) - len(again)
        unit.commit()
    for sought in ("n", "ab", "it", "座", "足", "q"):
        narrowed = BrokerFilter(sought)
        assert known.ids(narrowed, descending=False) == known.wanted(narrowed)


def test_an_index_of_before_learns_which_letters_stand_beside_a_space(known: Known) -> None:
    across = "SELECT block_id, gram, places FROM broker_gram WHERE gram < 0"
    with known.store.write() as unit:
        whole = {tuple(row) for row in unit.connection.exec_driver_sql(across)}
        said = unit.connection.exec_driver_sql("SELECT search_text FROM broker_message").scalars()
        found = {gram for text in said for gram in grams(text) if len(gram) == 5 and gram[2] == " "}
        numbers = ", ".join(str(gram_number(gram)) for gram in found)
        unit.connection.exec_driver_sql(f"DELETE FROM broker_gram WHERE gram IN ({numbers})")
        with Operations.context(MigrationContext.configure(unit.connection)):
            importlib.import_module("desktop.store.migrations.versions.0019_words_side_by_side").upgrade()
        again = {tuple(row) for row in unit.connection.exec_driver_sql(across)}
        # Only messages that are there still can tell what they say.
        assert {row[:2] for row in again} <= {row[:2] for row in whole}
        unit.commit()
    for sought in ('"margin deposit"', '"ing ord"', '"of the margin"', '"zurich 100%"'):
        narrowed = BrokerFilter(sought)
        assert known.ids(narrowed, descending=False) == known.wanted(narrowed)
