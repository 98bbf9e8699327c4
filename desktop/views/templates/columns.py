"""What Manage Templates shows of each template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.subject_words import subject_words
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.marks import paint_letters
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Align, Column
from desktop.views.lists.painters import paint_subject_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.template import Template


def template_columns(desk: Desk) -> list[Column[Template]]:
    """The columns, in their first order."""
    folder: Column[Template] = Column(
        "folder", tr("Folder"), lambda row: row.folder, width=16, sortable=False, gives=True, spare=True
    )
    return [*_written(), *_dated(desk), folder]


def _written() -> list[Column[Template]]:
    return [
        Column("name", tr("Name"), lambda row: row.content.name, width=38),
        Column(
            "subject",
            tr("Subject"),
            lambda row: row.content.subject,
            subject_words,
            width=30,
            painter=paint_subject_cell,
        ),
        Column(
            "channels",
            tr("Channel"),
            lambda row: row.content.channels,
            channel_words,
            width=9,
            sortable=False,
            painter=paint_letters,
        ),
    ]


def _dated(desk: Desk) -> list[Column[Template]]:
    def short(moment: datetime | None) -> str:
        return short_moment(moment, desk.zone, desk.now()) if moment else ""

    def whole(moment: datetime | None) -> str:
        return whole_moment(moment, desk.zone) if moment else tr("Never")

    def moment(
        key: str, title: str, fact: Callable[[Template], datetime | None], *, spare: bool = False
    ) -> Column[Template]:
        return Column(key, title, fact, short, whole=whole, width=13, has_figures=True, spare=spare)

    return [
        Column("used", tr("Times used"), lambda row: row.used, "{:,}".format, align=Align.END, width=10),
        moment("last_used_at", tr("Last used"), lambda row: row.last_used_at, spare=True),
        moment("changed_at", tr("Last changed"), lambda row: row.changed_at),
        Column(
            "changed_by",
            tr("By"),
            lambda row: row.changed_by,
            width=14,
            sortable=False,
            gives=True,
            spare=True,
        ),
    ]
