"""What a person wrote comes back from the store as it was, and nothing that was tampered with breaks it."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.models.draft_form import draft_form, draft_values, read_form, read_values
from desktop.models.outgoing import MessageDraft
from desktop.models.packed_ids import pack_ids, unpack_ids
from desktop.models.plain_values import plain, typed

TEXT = st.text(st.characters(exclude_categories=()))
_SPECIAL: dict[str, Any] = {
    "accounts": st.just(()),
    "template_name": TEXT,
    "reply_to": TEXT,
    "subject": TEXT,
    "content": TEXT,
    "send_at": st.none() | st.datetimes(timezones=st.just(UTC)),
}
# Whatever a draft gets is tried as well, by its type.
DRAFTS = st.builds(MessageDraft, **{each.name: ... for each in dataclasses.fields(MessageDraft)} | _SPECIAL)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


class _Kind(enum.StrEnum):
    ONE = "one"


@dataclasses.dataclass(frozen=True)
class _Inner:
    name: str
    day: date | None = None


@dataclasses.dataclass(frozen=True)
class _Outer:
    parts: tuple[_Inner, ...]
    raw: bytes
    pair: tuple[int, str]
    words: Mapping[_Kind, str]


@given(DRAFTS)
def test_a_draft_comes_back_as_it_was(draft: MessageDraft) -> None:
    read = read_form(draft_form(draft))
    assert (read.draft, read.is_damaged) == (draft, False)


@given(st.text() | JSON.map(json.dumps) | st.binary().map(lambda raw: raw.decode("latin-1")))
@example("[" * 200_000)
@example("9" * 10_000)
def test_anything_at_all_can_be_read(form: str) -> None:
    assert isinstance(read_form(form).draft, MessageDraft)


@given(st.sampled_from([each.name for each in dataclasses.fields(MessageDraft)]), JSON)
def test_a_damaged_part_leaves_the_others(name: str, value: object) -> None:
    values = {**draft_values(MessageDraft(subject="Hello", content="Words")), name: value}
    read = read_values(values)
    assert name == "subject" or read.draft.subject == "Hello"
    assert name == "content" or read.draft.content == "Words"


def test_what_a_later_version_added_is_passed_over_and_what_is_absent_has_its_default() -> None:
    read = read_values({"subject": "Hello", "colour": "blue"})
    assert read.draft == MessageDraft(subject="Hello")
    assert not read.is_damaged


@given(TEXT.filter(bool), st.data())
def test_the_text_of_a_form_cut_off_anywhere_behind_it_is_found(content: str, data: st.DataObject) -> None:
    form = draft_form(MessageDraft(content=content))
    start = form.index('"content": "') + len('"content": "')
    cut = data.draw(st.integers(start, len(form) - 1))
    read = read_form(form[:cut])
    assert read.is_damaged
    written = json.dumps(content)[1:-1]
    if cut >= start + len(written):
        assert read.draft.content == content
    else:
        shown = read.draft.content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        whole = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert shown[:-1] == whole[: len(shown) - 1] or not form[start:cut] or cut - start <= 12


@pytest.mark.parametrize("ids", [(), (7,), tuple(range(1, 2_000)), (5, 3, 2**40, 1)])
def test_ids_come_back_in_their_order(ids: tuple[int, ...]) -> None:
    assert unpack_ids(pack_ids(ids)) == ids


@given(st.lists(st.integers(1, 2**62)))
def test_any_ids_come_back(ids: list[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == tuple(ids)


def test_a_hundred_thousand_accounts_take_little_room() -> None:
    together = tuple(range(1, 100_001))
    every_third = tuple(number for number in range(300_000) if number % 3 == 0 or number % 7 == 0)
    assert len(pack_ids(together)) < 10_000
    assert len(pack_ids(every_third)) < 20_000


@given(st.binary())
def test_what_are_no_ids_is_said_and_nothing_worse(packed: bytes) -> None:
    try:
        unpack_ids(packed)
    except ValueError:
        return


def test_whatever_is_added_to_a_draft_later_is_written_and_read_by_its_type() -> None:
    value = _Outer((_Inner("a", date(2026, 11, 20)), _Inner("b")), b"\0\xff", (1, "x"), {_Kind.ONE: "w"})
    assert typed(_Outer, json.loads(json.dumps(plain(value)))) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, True), (str, 1), (bool, 1), (datetime, "2026-11-20T09:00:00"), (_Inner, {}), (bytes, "§")],
)
def test_a_value_of_another_type_is_not_taken(kind: type, value: object) -> None:
    with pytest.raises(ValueError, match="."):
        typed(kind, value)


def test_accounts_are_not_in_the_form() -> None:
    assert draft_form(replace(MessageDraft(), accounts=tuple(range(100_000)))) == draft_form(MessageDraft())
