from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.content.mould import DamagedMould, Mould, Section, base64_lines, mould_of, packed_slots, slots_of
from desktop.content.packing import unpack
from desktop.content.quoted import quoted_pieces, quoted_value
from tests.content.letters import wild_texts

_PIECES = st.binary(max_size=60)


@st.composite
def _sections(draw: st.DrawFn) -> Section:
    slots = tuple(draw(st.lists(st.integers(0, 3), max_size=4)))
    fixed = tuple(draw(_PIECES) for _ in range(len(slots) + 1))
    return Section(fixed, slots, draw(st.booleans()))


_SLOTS = st.tuples(*[st.one_of(_PIECES, st.binary(min_size=250, max_size=300))] * 4)


@given(st.lists(_sections(), max_size=4), _SLOTS, st.binary(max_size=20))
def test_what_is_kept_gives_the_exact_bytes(
    sections: list[Section], slots: tuple[bytes, ...], tail: bytes
) -> None:
    mould = Mould(sections, tail)
    whole = b"".join(_plainly(section, slots) for section in sections) + tail
    assert mould.cast(slots) == whole
    assert slots_of(packed_slots(slots)) == slots
    assert unpack(packed_slots(slots), mould.kept(), tail) == whole


@given(st.lists(_sections(), max_size=4), _SLOTS, st.binary(max_size=20))
@example([Section((b"", b".\r\n"), (0,))], (b"", b"", b"", b""), b"")
@example([Section((b"a\n", b"", b".\n"), (0, 1))], (b"x\n", b"", b"", b""), b"")
@example([Section((b"", b""), (2,)), Section((b"",), (), True)], (b"", b"", b"a\n", b""), b".")
def test_no_dot_begins_a_line_where_it_is_said_that_none_does(
    sections: list[Section], slots: tuple[bytes, ...], tail: bytes
) -> None:
    mould = Mould(sections, tail)
    assert mould.may_have_dots(slots) or b"\n." not in b"\n" + mould.cast(slots)


def _plainly(section: Section, slots: tuple[bytes, ...]) -> bytes:
    whole = section.fixed[0]
    for slot, piece in zip(section.slots, section.fixed[1:], strict=True):
        whole += slots[slot] + piece
    return base64.encodebytes(whole).replace(b"\n", b"\r\n") if section.is_base64 else whole


@given(st.lists(st.binary(max_size=3), max_size=300).map(tuple))
def test_any_number_of_slots_is_kept(slots: tuple[bytes, ...]) -> None:
    assert slots_of(packed_slots(slots)) == slots


def test_damage_is_noticed() -> None:
    mould = Mould([Section((b"Dear ", b", good morning"), (0,))])
    packed, kept = packed_slots((b"Ada",)), mould.kept()
    for broken in (packed[:-1], packed[:1], packed + b"x", b"M\x00"):
        with pytest.raises(DamagedMould):
            slots_of(broken)
    with pytest.raises(DamagedMould):
        mould_of(kept[:-4], b"")


@given(st.binary(max_size=400))
def test_base64_is_that_of_the_standard_library(data: bytes) -> None:
    assert base64_lines(data) == base64.encodebytes(data).replace(b"\n", b"\r\n")


@given(st.lists(wild_texts, min_size=1, max_size=5), st.data())
def test_quoted_pieces_say_the_same_whatever_stands_in_their_gaps(
    texts: list[str], data: st.DataObject
) -> None:
    fixed = tuple(text.encode("utf-8", "replace").decode() for text in texts)
    values = [data.draw(wild_texts).encode("utf-8", "replace").decode() for _ in fixed[1:]]
    pieces = quoted_pieces(fixed)
    body = pieces[0] + b"".join(quoted_value(v) + p for v, p in zip(values, pieces[1:], strict=True))
    said = fixed[0] + "".join(v + p for v, p in zip(values, fixed[1:], strict=True))
    assert quopri.decodestring(body).decode() == said.replace("\n", "\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert not body.startswith(b".")
    assert b"\r\n." not in body
    assert body.isascii()


@pytest.mark.parametrize("value", ["", "Fowler", "a b.c", " a ", "x" * 70, "." * 3, "a.", "-", "x" * 71])
def test_a_plain_value_stays_readable(value: str) -> None:
    written = quoted_value(value)
    assert written.replace(b"=\r\n", b"").replace(b"=2E", b".").decode() == value
