"""Lines as no broker should send them: good records changed in one or several places, or in their bytes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.content.letters import wild_texts
from tests.support.feeds import message, notice, reply

ACCOUNT, OTHER = "U0000001", "U0000002"
KNOWN_IDS = st.integers(0, 5)

_NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40), st.floats(), st.sampled_from([0, 1, True, False, 1e400, -0.0, 2**63, 10**300])
)  # fmt: skip
_TEXTS = st.one_of(
    wild_texts, st.text(st.characters(), max_size=6),
    st.sampled_from(["", " ", "\x00", "\x1f", "\x1e", "x" * 3_000, "\ud800", "\U000f0000", "2026-13-01", "9999-12-31T23:59:59-23:59"]),
)  # fmt: skip
_VALUES = st.recursive(
    st.one_of(st.none(), _NUMBERS, _TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(_TEXTS, st.sampled_from(["account", "values"])), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip
_DEEP = st.sampled_from(["[" * depth + "]" * depth for depth in (500, 985, 1_000, 60_000)])
_BYTES = st.sampled_from(
    [b"\x00", b"\r", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b'"', b"\\", b"\\u0000", b"\\ud800",
     b"{", b"}", b",", b"\t", b"NaN", b"9" * 5_000, b"\x1f", b"x" * 5_000]
)  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A good record, under one of few ids."""
    number = draw(KNOWN_IDS)
    made: dict[str, Any] = draw(
        st.sampled_from(
            [
                message(number, {ACCOUNT: {"amount": "1"}, OTHER: {"amount": "2"}}),
                message(
                    number, {ACCOUNT: {"amount": "3"}}, format="html", body="<p>Dear {{ account_title }}"
                ),
                message(number, {OTHER: {}}, staging={"deliver_at": "2026-11-22T00:00:00Z"}),
                notice(number),
                reply(number, "X-1"),
            ]
        )
    )
    return made


@st.composite
def wild_lines(draw: st.DrawFn) -> bytes:
    """One line, without its end."""
    record = draw(records())
    for _ in range(draw(st.integers(0, 2))):
        _change(draw, record)
    raw = json.dumps(record, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        raw = _changed_bytes(draw, raw)
    return raw.replace(b"\n", b" ")


def _change(draw: st.DrawFn, record: dict[str, Any]) -> None:
    where: Any = record
    while True:
        names = sorted(where) if isinstance(where, dict) else list(range(len(where)))
        if not names:
            return
        name = draw(st.sampled_from(names))
        inner = where[name]
        if isinstance(inner, dict | list) and draw(st.booleans()):
            where = inner
            continue
        _put(draw, where, name)
        return


def _put(draw: st.DrawFn, where: Any, name: Any) -> None:
    kind = draw(st.sampled_from(["other", "gone", "added"]))
    if kind == "other":
        where[name] = draw(_VALUES)
    elif kind == "gone":
        del where[name]
    elif isinstance(where, dict):
        where[draw(_TEXTS)] = draw(_VALUES)
    else:
        where.append(draw(_VALUES))


def _changed_bytes(draw: st.DrawFn, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    kind = draw(st.sampled_from(["put in", "cut off", "twice", "deep"]))
    if kind == "put in":
        return raw[:at] + draw(_BYTES) + raw[at:]
    if kind == "cut off":
        return raw[:at]
    if kind == "deep":
        return raw.rstrip()[:-1] + b', "more": ' + draw(_DEEP).encode() + b"}"
    return raw.replace(b'"id"', b'"subject": "twice", "id"', 1)
