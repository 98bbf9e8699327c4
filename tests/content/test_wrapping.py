"""A mail with attachments, read again by the standard library."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.content.file_names import safe_name
from desktop.content.logo import InlineImage
from desktop.content.mail import Envelope, build_mail
from desktop.content.prepared import MessageSource, PreparedMessage
from desktop.models.attachment import AttachedFile
from desktop.models.office import Branding

ENVELOPE = Envelope(
    "Harbor", "office@harbor.example", "client@clients.example", "", "<1.2@harbor.example>",
    datetime(2026, 11, 23, tzinfo=UTC),
)  # fmt: skip
PICTURE = InlineImage("c1@message-center", "image/png", b"\x89PNG picture", "picture")
RENDERED = PreparedMessage(
    MessageSource(
        "Hello", "Dear client", branded=False, branding=Branding(), signature="", office_name="Harbor"
    )
).render({})


@pytest.mark.parametrize("images", [(), (PICTURE,)])
@given(
    files=st.lists(st.tuples(st.text(max_size=120), st.binary(max_size=400)), min_size=1, max_size=4),
)
@settings(max_examples=40)
def test_every_file_arrives_as_it_was(
    images: tuple[InlineImage, ...], files: list[tuple[str, bytes]]
) -> None:
    attached = [AttachedFile(safe_name(name, "file"), "application/pdf", data) for name, data in files]
    raw = build_mail(RENDERED, images, ENVELOPE, attached)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert not parsed.defects
    assert parsed.get_content_type() == "multipart/mixed"
    found = [(part.get_filename(), part.get_content()) for part in parsed.iter_attachments()]
    assert found == [(file.name, file.data) for file in attached]
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("related", "html"))
    assert plain is not None
    assert rich is not None
    assert "Dear client" in plain.get_content()


def test_without_files_nothing_is_wrapped() -> None:
    parsed = email.message_from_bytes(build_mail(RENDERED, (), ENVELOPE), policy=email.policy.default)
    assert parsed.get_content_type() == "multipart/alternative"
