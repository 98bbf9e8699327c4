"""A mail with the complete content of a broker's message: a summary, its recipients, and what each of them got.

Up to a limit the texts stand in the mail itself, beyond it they come as an archive of one ``.eml`` a recipient.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content import office_html
from desktop.content.cleaning import in_a_row
from desktop.content.office_letter import OfficeLetter
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.attachment import AttachedFile
from desktop.models.broker_message import BrokerLine, BrokerMessage, BrokerRecipient
from desktop.models.channel import channel_letters
from desktop.models.subject_words import subject_words
from desktop.services.broker_reading import BrokerReading, RecipientReading, eml_of, reading_of, values_for
from desktop.services.csv_writing import csv_bytes
from desktop.services.email_details_policy import email_details_policy
from desktop.services.office_day import moment_words
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_AT_ONCE = 500
_RULE = "-" * 72


@dataclass(frozen=True, slots=True)
class CompleteLetter:
    """What is to be sent: the message and those recipients, under ``subject``, with ``foot`` as the last words."""

    message: BrokerMessage
    recipients: Sequence[BrokerRecipient]
    subject: str
    foot: str = ""

    def made(self, unit: UnitOfWork) -> OfficeLetter:
        """The mail. Raises Refused where the archive becomes too large."""
        reading = reading_of(self.message)
        copies = _copies(reading, self.recipients)
        parts = _Parts(self.subject, _summary(unit, self.message.line, len(self.recipients)), self.foot)
        table = _table(reading, self.recipients)
        cut = tr("This message is very long. Its beginning is shown.") if reading.text.is_cut else ""
        if copies is not None:
            return parts.letter(table, cut, copies=copies)
        words = tr("The complete texts are in the attached archive, a file for each recipient.")
        words = f"{cut} {words}".strip()
        archive = AttachedFile("messages.zip", "application/zip", _archive(unit, reading, self.recipients))
        return parts.letter(table, words, files=(archive, _list_file(table)))


def template_letter(
    unit: UnitOfWork, message: BrokerMessage, subject: str, why: str, foot: str
) -> OfficeLetter:
    """The message as a template only, with the reason why the complete content is not in the mail."""
    text = reading_of(message).text
    parts = _Parts(subject, _summary(unit, message.line, message.line.recipients), foot)
    copy = _Copy("", text.template.subject, text.template.text, text.template_html)
    return parts.letter(_Table((), ()), why, copies=[copy])


def type_words(line: BrokerLine) -> str:
    return in_a_row(line.type_name or line.type)


def zone_of(unit: UnitOfWork) -> str:
    """The office's zone, by its name."""
    return OFFICE_ZONE.of(unit.office.settings())


def sent_words(line: BrokerLine, zone: str) -> str:
    """The moment of sending by the office's clock."""
    return moment_words(line.sent_at, zone)


@dataclass(frozen=True, slots=True)
class _Copy:
    title: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Table:
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Parts:
    subject: str
    summary: Sequence[tuple[str, str]]
    foot: str

    def letter(
        self,
        table: _Table,
        words: str = "",
        *,
        copies: Sequence[_Copy] = (),
        files: tuple[AttachedFile, ...] = (),
    ) -> OfficeLetter:
        most = email_details_policy().most_listed
        shown, rest = table.rows[:most], len(table.rows) - most
        more = (
            trn("{n} more is in the attached list.", "{n} more are in the attached list.", rest)
            if rest > 0
            else ""
        )
        said = [each for each in (more, words) if each]
        text = self._text(_Table(table.titles, shown), said, copies)
        return OfficeLetter(self.subject, text, self._html(_Table(table.titles, shown), said, copies), files)

    def _text(self, table: _Table, said: Sequence[str], copies: Sequence[_Copy]) -> str:
        lines = [tr("{name}: {words}").format(name=name, words=words) for name, words in self.summary]
        if table.rows:
            lines += ["", *_text_table(table)]
        for words in said:
            lines += ["", words]
        for copy in copies:
            lines += ["", _RULE, *([copy.title] if copy.title else []), copy.subject, "", copy.text.rstrip()]
        if self.foot:
            lines += ["", _RULE, self.foot]
        return "\n".join(lines) + "\n"

    def _html(self, table: _Table, said: Sequence[str], copies: Sequence[_Copy]) -> str:
        blocks = [office_html.heading(self.subject), office_html.pairs(self.summary)]
        if table.rows:
            blocks.append(office_html.table(table.titles, table.rows))
        blocks += map(office_html.paragraph, said)
        blocks += [office_html.copy(each.title, each.subject, each.html) for each in copies]
        if self.foot:
            blocks.append(office_html.paragraph(self.foot, is_quiet=True))
        return office_html.document(self.subject, blocks)


def _summary(unit: UnitOfWork, line: BrokerLine, count: int) -> list[tuple[str, str]]:
    return [
        (tr("Subject"), subject_words(in_a_row(line.subject))),
        (tr("Type"), type_words(line)),
        (tr("Sent"), sent_words(line, zone_of(unit))),
        (tr("Channels"), ", ".join(channel_letters(line.channels)) or tr("[none named]")),
        (tr("Recipients"), f"{count:,}"),
    ]


def _table(reading: BrokerReading, recipients: Sequence[BrokerRecipient]) -> _Table:
    """Whom the message concerns, and which values each of them lacks."""
    lacking = [reading.text.missing(values_for(each)) for each in recipients]
    rows = [
        (each.number, _title(each), ", ".join(names).replace("_", " ") or tr("none"))
        for each, names in zip(recipients, lacking, strict=True)
    ]
    titles = (tr("Account"), tr("Title"), tr("Missing values"))
    if any(lacking):
        return _Table(titles, rows)
    return _Table(titles[:2], [row[:2] for row in rows])


def _title(recipient: BrokerRecipient) -> str:
    return " ".join(recipient.title.split()) or tr("[no title]")


def _text_table(table: _Table) -> list[str]:
    rows = [table.titles, *table.rows]
    wide = [max(len(row[place]) for row in rows) for place in range(len(table.titles))]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows
    ]


def _list_file(table: _Table) -> AttachedFile:
    return AttachedFile("recipients.csv", "text/csv", csv_bytes(table.titles, table.rows))


def _copies(reading: BrokerReading, recipients: Sequence[BrokerRecipient]) -> list[_Copy] | None:
    """The messages as they were read; None where they are too much for a mail."""
    policy = email_details_policy()
    if len(recipients) > policy.most_in_mail:
        return None
    copies: list[_Copy] = []
    size = 0
    for recipient in recipients:
        values = values_for(recipient)
        seen = reading.text.render(values)
        title = f"{recipient.number}  {_title(recipient)}"
        copy = _Copy(title, seen.subject, seen.text, reading.text.body_html(values))
        size += sum(len(each.encode()) for each in (title, copy.subject, copy.text))
        if size > policy.most_bytes_in_mail:
            return None
        copies.append(copy)
    return copies


def _archive(unit: UnitOfWork, reading: BrokerReading, recipients: Sequence[BrokerRecipient]) -> bytes:
    most, made = email_details_policy().most_bytes_of_archive, io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(0, len(recipients), _AT_ONCE):
            part = recipients[at : at + _AT_ONCE]
            accounts = unit.accounts.lines([each.account_id for each in part])
            for each in part:
                known = accounts.get(each.account_id)
                seen = RecipientReading(
                    each, reading.text.render(values_for(each)), known.email if known else ""
                )
                archive.writestr(f"{_safe(each.number)}.eml", eml_of(reading, seen))
            if made.tell() > most:
                raise Refused(
                    tr("Email Details were not sent"),
                    tr("The archive is too large for a mail."),
                    tr("Choose fewer recipients."),
                )
    return made.getvalue()


def _safe(number: str) -> str:
    """An account number is letters and figures; whatever else one may hold does not get into a file's name."""
    return "".join(each if each.isascii() and each.isalnum() else "_" for each in number) or "_"
