"""Lists read by key: every row once, in order, on whatever page it falls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import Conflict
from desktop.models.listing import Key, Order
from desktop.models.template import Template, TemplateContent
from desktop.store.store import Store
from desktop.store.unit_of_work import UnitOfWork
from tests.support.clock import Clock

ONE_STORE_FOR_ALL = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _fact(template: Template, column: str) -> Any:
    return template.changed_at if column == "changed_at" else getattr(template.content, column)


def _walk(unit: UnitOfWork, order: Order, words: Sequence[str], limit: int) -> list[Template]:
    rows: list[Template] = []
    after: Key | None = None
    while page := unit.templates.listed(words).page(order, after, limit):
        assert len(page) <= limit
        rows.extend(page)
        after = (_fact(page[-1], order.column), page[-1].id)
    return rows


@given(
    subjects=st.lists(
        st.sampled_from(["alpha", "beta", "BETA", "gamma", "été", "", "100% _sure_"]), max_size=25
    ),
    column=st.sampled_from(["name", "subject", "changed_at"]),
    descending=st.booleans(),
    limit=st.integers(1, 7),
    word=st.sampled_from(["", "beta", "ete", "%", "_", "zzz"]),
)
@settings(max_examples=40, suppress_health_check=ONE_STORE_FOR_ALL)
def test_walking_by_key_gives_each_row_once_in_order(
    sqlite_store: Store,
    clock: Clock,
    *,
    subjects: list[str],
    column: str,
    descending: bool,
    limit: int,
    word: str,
) -> None:
    words = (word,) if word else ()
    with sqlite_store.write("Ada") as unit:
        for place, subject in enumerate(subjects):
            unit.now = clock() + timedelta(seconds=place // 3)
            unit.templates.add(TemplateContent(f"n{place % 4}", subject, ""))
        order = Order(column, descending)
        rows = _walk(unit, order, words, limit)
        keys = [(_fact(row, column), row.id) for row in rows]
        assert keys == sorted(keys, reverse=descending)
        plain = {"beta": "beta", "BETA": "beta", "été": "ete"}
        wanted = [s for s in subjects if word in plain.get(s, s)]
        assert sorted(row.content.subject for row in rows) == sorted(wanted)
        marks = unit.templates.listed(words).marks(order, limit, [row.id for row in rows], lambda: None)
        assert marks.total == len(rows)
        ends = rows[limit - 1 :: limit]
        assert [key[1] for key in marks.keys] == [row.id for row in ends]
        assert marks.places == {row.id: place for place, row in enumerate(rows)}
        assert unit.templates.listed(words).rows([row.id for row in rows[:3]]).keys() == {
            r.id for r in rows[:3]
        }


def test_pages_agree_on_each_kind_of_store(store: Store) -> None:
    with store.write("Ada") as unit:
        for number in range(25):
            unit.templates.add(TemplateContent(f"Letter {number % 5}", "Subject", ""))
        unit.commit()
    with store.read() as unit:
        for descending in (False, True):
            rows = _walk(unit, Order("name", descending), ("letter",), 4)
            assert len({row.id for row in rows}) == 25
            names = [row.content.name for row in rows]
            assert names == sorted(names, reverse=descending)


def test_a_deleted_template_is_not_listed_and_can_come_back(store: Store) -> None:
    with store.write("Ada") as unit:
        number = unit.templates.add(TemplateContent("Letter", "Subject", "Text"))
        unit.templates.delete(number, 1)
        assert unit.templates.names() == []
        unit.templates.restore(number)
        assert unit.templates.names() == [(number, "Letter")]


def test_the_slower_of_two_writers_is_told(store: Store) -> None:
    with store.write("Ada") as unit:
        number = unit.templates.add(TemplateContent("Letter", "Subject", "Text"))
        unit.commit()
    with store.write("Ben") as unit:
        unit.templates.replace(number, 1, TemplateContent("Letter", "Ben's", "Text"))
        unit.commit()
    with pytest.raises(Conflict), store.write("Ada") as unit:
        unit.templates.replace(number, 1, TemplateContent("Letter", "Ada's", "Text"))
        unit.commit()
    with store.read() as unit:
        kept = unit.templates.get(number)
    assert kept is not None
    assert (kept.content.subject, kept.changed_by, kept.version) == ("Ben's", "Ben", 2)


def test_a_page_deep_among_equals_costs_what_the_first_does(sqlite_store: Store) -> None:
    """Counted in a thousand steps of SQLite's machine."""
    steps: list[None] = []
    with sqlite_store.write() as unit:
        unit.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
            "INSERT INTO outgoing_message (uid, channels, branded, sent_at, recipients) "
            "SELECT 'm' || i, 'WE', 0, i, 1 FROM n"
        )
        listed = unit.messages.listed(())
        driver: Any = unit.connection.connection.driver_connection
        driver.set_progress_handler(lambda: steps.append(None), 1_000)
        first = listed.page(Order("channels"), None, 100)
        early = len(steps)
        deep = listed.page(Order("channels"), ("WE", 19_000), 100)
        driver.set_progress_handler(None, 0)
    assert [line.id for line in (first[0], deep[0], deep[-1])] == [1, 19_001, 19_100]
    assert len(steps) - early <= early + 2
