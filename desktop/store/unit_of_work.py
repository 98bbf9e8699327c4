"""One transaction: its tables behind one object, undone unless committed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, Executable, delete, func, select
from sqlalchemy.exc import DBAPIError

from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.store.account_rows import AccountRows
from desktop.store.broker_rows import BrokerRows
from desktop.store.content_rows import ContentRows
from desktop.store.copy_rows import CopyRows
from desktop.store.draft_rows import DraftRows
from desktop.store.election_rows import ElectionRows
from desktop.store.enrolment_rows import EnrolmentRows
from desktop.store.feed_rows import FeedRows
from desktop.store.file_rows import FileRows
from desktop.store.group_rows import GroupRows
from desktop.store.held_release_rows import HeldReleaseRows
from desktop.store.held_rows import HeldRows
from desktop.store.held_telling_rows import HeldTellingRows
from desktop.store.import_rows import ImportRows
from desktop.store.inquiry_rows import InquiryRows
from desktop.store.instants import micros
from desktop.store.message_control_rows import MessageControlRows
from desktop.store.message_counters import MessageCounters
from desktop.store.message_rows import MessageRows
from desktop.store.missing_rows import MissingRows
from desktop.store.notice_rows import NoticeRows
from desktop.store.office_mail_rows import OfficeMailRows
from desktop.store.office_rows import OfficeRows
from desktop.store.outbox_rows import OutboxRows
from desktop.store.refusal_rows import RefusalRows
from desktop.store.sample_rows import SampleRows
from desktop.store.sent_rows import SentRows
from desktop.store.staging_mail_rows import StagingMailRows
from desktop.store.survey_rows import SurveyRows
from desktop.store.tables import change_log
from desktop.store.template_folder_rows import TemplateFolderRows
from desktop.store.template_rows import TemplateRows
from desktop.store.trial_rows import TrialRows
from desktop.store.trouble_rows import TroubleRows
from desktop.store.try_rows import TryRows

_log = logging.getLogger(__name__)
_MOST_IDS = 500
_KEPT_CHANGES = 20_000
_LOG_LOCK = 7_302_951
NOTIFY_CHANNEL = "message_center"
# As the drivers take them: they belong to every commit.
_LOG = "INSERT INTO change_log (at, origin, actor, touches) VALUES (?, ?, ?, ?)"
# The lock is held to the end of the transaction, so that the log's numbers appear in their order.
_LOG_POSTGRES = f"""
    WITH
    locked AS MATERIALIZED (SELECT pg_advisory_xact_lock({_LOG_LOCK}) AS done),
    told AS MATERIALIZED (SELECT pg_notify('{NOTIFY_CHANNEL}', '') AS done)
    INSERT INTO change_log (at, origin, actor, touches)
    SELECT %s, %s, %s, %s FROM locked, told
"""  # noqa: S608


class UnitOfWork:
    """A transaction on a store. Leaving it without ``commit`` undoes everything.

    Each subject has its rows here (``accounts``, ``templates`` ...). What a write touches is noted
    with ``touch`` and comes back from ``commit`` as a Change, which other programs hear of too.
    """

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        actor: str,
        origin: str,
        heard: Callable[[Change], None],
    ) -> None:
        self.connection = connection
        self.now = now
        self.actor = actor
        self._origin = origin
        self._heard = heard
        self._touched: dict[tuple[Subject, ChangeKind], set[int] | None] = {}
        self._afterwards: list[Executable] = []
        self.is_postgres = connection.dialect.name == "postgresql"

    @cached_property
    def accounts(self) -> AccountRows:
        return AccountRows(self)

    @cached_property
    def groups(self) -> GroupRows:
        return GroupRows(self)

    @cached_property
    def office(self) -> OfficeRows:
        return OfficeRows(self)

    @cached_property
    def office_mail(self) -> OfficeMailRows:
        return OfficeMailRows(self)

    @cached_property
    def templates(self) -> TemplateRows:
        return TemplateRows(self)

    @cached_property
    def template_folders(self) -> TemplateFolderRows:
        return TemplateFolderRows(self)

    @cached_property
    def files(self) -> FileRows:
        return FileRows(self)

    @cached_property
    def drafts(self) -> DraftRows:
        return DraftRows(self)

    @cached_property
    def messages(self) -> MessageRows:
        return MessageRows(self)

    @cached_property
    def counters(self) -> MessageCounters:
        return MessageCounters(self)

    @cached_property
    def outbox(self) -> OutboxRows:
        return OutboxRows(self)

    @cached_property
    def contents(self) -> ContentRows:
        return ContentRows(self)

    @cached_property
    def control(self) -> MessageControlRows:
        return MessageControlRows(self)

    @cached_property
    def trials(self) -> TrialRows:
        return TrialRows(self)

    @cached_property
    def tries(self) -> TryRows:
        return TryRows(self)

    @cached_property
    def sent(self) -> SentRows:
        return SentRows(self)

    @cached_property
    def survey(self) -> SurveyRows:
        return SurveyRows(self)

    @cached_property
    def missing(self) -> MissingRows:
        return MissingRows(self)

    @cached_property
    def notices(self) -> NoticeRows:
        return NoticeRows(self)

    @cached_property
    def broker(self) -> BrokerRows:
        return BrokerRows(self)

    @cached_property
    def copies(self) -> CopyRows:
        return CopyRows(self)

    @cached_property
    def feed(self) -> FeedRows:
        return FeedRows(self)

    @cached_property
    def refusals(self) -> RefusalRows:
        return RefusalRows(self)

    @cached_property
    def enrolment(self) -> EnrolmentRows:
        return EnrolmentRows(self)

    @cached_property
    def elections(self) -> ElectionRows:
        return ElectionRows(self)

    @cached_property
    def held(self) -> HeldRows:
        return HeldRows(self)

    @cached_property
    def held_telling(self) -> HeldTellingRows:
        return HeldTellingRows(self)

    @cached_property
    def staging_mail(self) -> StagingMailRows:
        return StagingMailRows(self)

    @cached_property
    def held_release(self) -> HeldReleaseRows:
        return HeldReleaseRows(self)

    @cached_property
    def inquiries(self) -> InquiryRows:
        return InquiryRows(self)

    @cached_property
    def trouble(self) -> TroubleRows:
        return TroubleRows(self)

    @cached_property
    def imports(self) -> ImportRows:
        return ImportRows(self)

    @cached_property
    def sample(self) -> SampleRows:
        return SampleRows(self)

    def touch(self, subject: Subject, kind: ChangeKind, *ids: int) -> None:
        """Note what this transaction changes; without ids: too many to name."""
        key = (subject, kind)
        known = self._touched.get(key, set())
        if not ids or known is None or len(known) + len(ids) > _MOST_IDS:
            self._touched[key] = None
        else:
            self._touched[key] = known | set(ids)

    def forget_old_changes(self) -> None:
        """Let go of the announcements that every program has long heard."""
        newest = select(func.coalesce(func.max(change_log.c.seq), 0)).scalar_subquery()
        self.connection.execute(delete(change_log).where(change_log.c.seq < newest - _KEPT_CHANGES))

    def afterwards(self, *statements: Executable) -> None:
        """Have these run in a transaction of their own once this one lasts; if they fail that is only logged."""
        self._afterwards += statements

    def commit(self) -> Change:
        """Make the changes last and tell of them."""
        change = Change(
            tuple(
                Touch(subject, kind, frozenset(ids or ())) for (subject, kind), ids in self._touched.items()
            ),
            self._origin,
        )
        if change.touches:
            self._log(change)
        self.connection.commit()
        self._touched.clear()
        if change.touches:
            self._heard(change)
        if self._afterwards:
            self._do_the_rest()
        return change

    def _do_the_rest(self) -> None:
        rest, self._afterwards = self._afterwards, []
        try:
            for statement in rest:
                self.connection.execute(statement)
            self.connection.commit()
        except DBAPIError as error:
            # What is committed is so; to say that it failed would have it done twice.
            self.connection.rollback()
            _log.warning("what should follow a commit was not done: %s", error.orig)

    def _log(self, change: Change) -> None:
        touches = json.dumps([[t.subject, t.kind, sorted(t.ids)] for t in change.touches])
        self.connection.exec_driver_sql(
            _LOG_POSTGRES if self.is_postgres else _LOG,
            (micros(self.now), change.origin, self.actor, touches),
        )
