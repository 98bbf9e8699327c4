from __future__ import annotations

import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.mail import Envelope, MailBuilder, message_id_for
from desktop.content.packing import Packer, packer_for, unpack
from desktop.models.office import Branding
from tests.content.letters import EVERYWHERE, HARMLESS, png, prepared


@given(st.binary(max_size=300), st.binary(max_size=40), st.binary(max_size=300), st.booleans())
def test_any_bytes_come_back_exactly(first: bytes, tail: bytes, raw: bytes, ends_alike: bool) -> None:
    packer = packer_for(first, tail)
    whole = raw + tail if ends_alike else raw
    assert unpack(packer.pack(whole), packer.dictionary, packer.tail) == whole


def test_a_hundred_mails_cost_little_more_than_one() -> None:
    message = prepared(EVERYWHERE, branding=Branding(logo=png(200, 200)))
    builder = MailBuilder("m1", message.images)
    mails = [
        builder.build(
            message.render(HARMLESS | {"account_title": f"Client {number}"}),
            Envelope(
                "Harbor",
                "o@harbor.example",
                f"c{number}@mail.example",
                "",
                message_id_for(f"m1.{number}", "harbor.example"),
                datetime(2026, 11, 20, tzinfo=UTC),
            ),
        )
        for number in range(100)
    ]
    packer = packer_for(mails[0], builder.tail)
    packed = [packer.pack(raw) for raw in mails]
    assert [unpack(each, packer.dictionary, packer.tail) for each in packed] == mails
    assert sum(map(len, packed)) < 100 * 300


def test_bytes_beyond_the_window_come_back_too() -> None:
    raw = bytes(range(256)) * 400
    packer = packer_for(raw, b"")
    assert unpack(packer.pack(raw), packer.dictionary, b"") == raw


def test_damage_is_noticed() -> None:
    packer = Packer(b"Dear client", b"")
    packed = packer.pack(b"Dear client, hello and goodbye")
    with pytest.raises(zlib.error):
        unpack(packed[:-3], packer.dictionary, b"")
    with pytest.raises(zlib.error):
        unpack(packed, b"Other words", b"")
