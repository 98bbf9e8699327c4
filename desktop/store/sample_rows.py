"""Rows of a sample office: many at once, with ids and times of their own, into an empty store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from desktop.models.change import ChangeKind, Subject
from desktop.store.bulk import Values, insert_rows
from desktop.store.import_rows import ACCOUNT_FIELDS, search_texts_of
from desktop.store.instants import micros
from desktop.store.rows import Rows
from desktop.store.tables import account, delivery, notice, outgoing_message, recipient, template

TEMPLATE_FIELDS = (
    "id", "version", "name", "subject", "content", "channels", "branded", "changed_by", "changed_at",
    "search_text",
)  # fmt: skip
MESSAGE_FIELDS = (
    "id", "uid", "subject", "content", "channels", "reply_to", "branded", "branding_id", "signature",
    "signature_user", "sender_name", "sent_by", "sent_at", "recipients", "template_id", "delivered", "failed",
    "skipped", "search_text",
)  # fmt: skip
RECIPIENT_FIELDS = (
    "id", "message_id", "account_id", "number", "title", "email", "account_type", "client_id", "username",
    "language", "phone", "city", "country", "opened_on", "tws_access", "search_text",
)  # fmt: skip
DELIVERY_FIELDS = (
    "id", "message_id", "recipient_id", "channel", "state", "address", "words", "skip_reason", "tries",
    "next_try_at", "changed_at",
)  # fmt: skip
NOTICE_FIELDS = ("at", "subject", "body", "priority", "is_read", "search_text")
_NUMBERED = ("account", "template", "outgoing_message", "recipient")


class SampleRows(Rows):
    """Plain rows of values in the order of the fields above; instants as ``instant`` gives them."""

    def instant(self, moment: datetime) -> int:
        """``moment`` as it stands in a row: microseconds since 1970."""
        return micros(moment)

    def is_empty(self) -> bool:
        """Whether the store holds no accounts, messages, templates and users."""
        found = (f"EXISTS (SELECT 1 FROM {name})" for name in ("staff", *_NUMBERED[:3]))  # noqa: S608
        return not self._connection.execute(text("SELECT " + " OR ".join(found))).scalar_one()

    def branding_id(self) -> int | None:
        """The id of the branding in force."""
        found: int | None = self._connection.execute(text("SELECT max(id) FROM branding")).scalar_one()
        return found

    def add_accounts(self, rows: Sequence[Values]) -> None:
        """Accounts: the id, then the values of an import."""
        texts = search_texts_of([row[1:] for row in rows])
        full = [(*row, text) for row, text in zip(rows, texts, strict=True)]
        insert_rows(self._connection, account, ("id", *ACCOUNT_FIELDS, "search_text"), full)

    def add_templates(self, rows: Sequence[Values]) -> None:
        insert_rows(self._connection, template, TEMPLATE_FIELDS, rows)

    def add_messages(
        self, messages: Sequence[Values], recipients: Sequence[Values], deliveries: Sequence[Values]
    ) -> None:
        """Messages with their recipients and settled deliveries."""
        insert_rows(self._connection, outgoing_message, MESSAGE_FIELDS, messages)
        insert_rows(self._connection, recipient, RECIPIENT_FIELDS, recipients)
        insert_rows(self._connection, delivery, DELIVERY_FIELDS, deliveries)

    def add_notices(self, rows: Sequence[Values]) -> None:
        insert_rows(self._connection, notice, NOTICE_FIELDS, rows)

    def settle(self) -> None:
        """After the last row: let the database count on from here and know its own contents."""
        self._remember_templates()
        if self._unit.is_postgres:
            for name in _NUMBERED:
                self._connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false)"  # noqa: S608
                        f" FROM {name}"
                    )
                )
        self._connection.execute(text("ANALYZE"))
        for subject in (
            Subject.ACCOUNTS,
            Subject.USERS,
            Subject.TEMPLATES,
            Subject.MESSAGES,
            Subject.NOTICES,
        ):
            self._unit.touch(subject, ChangeKind.CREATED)

    def _remember_templates(self) -> None:
        """Their first version, and how often each was used; counted once over all messages."""
        kept = "version, name, subject, content, channels, branded, changed_by, changed_at"
        self._connection.execute(
            text(
                f"INSERT INTO template_version (template_id, kind, {kept})"  # noqa: S608
                f" SELECT id, 'created', {kept} FROM template"
            )
        )
        self._connection.execute(
            text(
                "UPDATE template SET used = sent.times, last_used_at = sent.latest FROM"
                " (SELECT template_id, count(*) AS times, max(sent_at) AS latest FROM outgoing_message"
                " WHERE template_id IS NOT NULL GROUP BY template_id) AS sent"
                " WHERE sent.template_id = template.id"
            )
        )
