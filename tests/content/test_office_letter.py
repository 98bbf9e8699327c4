"""A mail to a user of the office is written so that other programs read it as it was meant."""

from __future__ import annotations

from email import message_from_bytes, policy

from desktop.content.office_letter import OfficeEnvelope, OfficeLetter, office_mail
from desktop.models.attachment import AttachedFile

ENVELOPE = OfficeEnvelope(
    from_name="Office",
    from_address="office@office.example",
    to_name="Ada",
    to_address="ada@office.example",
    message_id="<1@office.example>",
    date="Fri, 20 Nov 2026 10:00:00 +0000",
)


def test_an_attached_table_names_its_character_set_and_an_archive_has_none() -> None:
    table = AttachedFile("recipients.csv", "text/csv", "\ufeffname\r\n田中\r\n".encode())
    archive = AttachedFile("messages.zip", "application/zip", b"PK")
    mail = office_mail(OfficeLetter("Subject", "Text", "", files=(table, archive)), ENVELOPE)
    first, second = message_from_bytes(mail, policy=policy.default).iter_attachments()
    assert (first.get_content_type(), first.get_content_charset()) == ("text/csv", "utf-8")
    assert first.get_payload(decode=True) == table.data
    assert (second.get_content_type(), second.get_content_charset()) == ("application/zip", None)
