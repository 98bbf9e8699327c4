"""Takes a person from screen to screen: the only module that knows them all."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QObject, Signal

from desktop.broker_screens import BrokerScreens
from desktop.enrolment_screens import EnrolmentScreens
from desktop.feed_screens import FeedScreens
from desktop.language import tr, trn
from desktop.late import late
from desktop.models.office import Role
from desktop.office_screens import INQUIRIES, NOTICES, OfficeScreens
from desktop.staging_screens import StagingScreens
from desktop.views.drafts.drafts_place import DraftsPlace
from desktop.views.shell.action import Action, Menu
from desktop.views.shell.action_registry import ActionRegistry
from desktop.views.shell.area_spec import AreaSpec, TabSpec
from desktop.views.shell.main_window import MainWindow
from desktop.views.shell.place import Place
from desktop.views.shell.standard_actions import add_help_actions, add_look_actions
from desktop.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.channels.vault import Vault
    from desktop.models import imports
    from desktop.models.outgoing import MessageDraft
    from desktop.models.template import Template
    from desktop.services import message_control, permission, templates
    from desktop.views.compose import editor_page
    from desktop.views.drafts import drafts_page
    from desktop.views.imports import import_page
    from desktop.views.remembered import Remembered
    from desktop.views.sent import (
        client_center_page,
        sending_status,
        sent_message_page,
        sent_page,
        trials_page,
    )
    from desktop.views.settings import settings_page
    from desktop.views.templates import template_history_page, template_view_page, templates_page
    from desktop.views.theme.theme import Theme
else:
    imports = late("desktop.models.imports")
    message_control = late("desktop.services.message_control")
    permission = late("desktop.services.permission")
    templates = late("desktop.services.templates")
    editor_page = late("desktop.views.compose.editor_page")
    drafts_page = late("desktop.views.drafts.drafts_page")
    import_page = late("desktop.views.imports.import_page")
    client_center_page = late("desktop.views.sent.client_center_page")
    sending_status = late("desktop.views.sent.sending_status")
    sent_message_page = late("desktop.views.sent.sent_message_page")
    sent_page = late("desktop.views.sent.sent_page")
    trials_page = late("desktop.views.sent.trials_page")
    settings_page = late("desktop.views.settings.settings_page")
    template_history_page = late("desktop.views.templates.template_history_page")
    template_view_page = late("desktop.views.templates.template_view_page")
    templates_page = late("desktop.views.templates.templates_page")

COMMUNICATIONS = "communications"
SENT_BY_IB, TO_BE_SENT, SENT, TEMPLATES = "sent-by-ib", "to-be-sent", "sent", "templates"
DRAFTS, SENDING, WRITING = "drafts", "sending", "writing"


class Screens(QObject):
    """The window of one office, and the ways through it."""

    office_saved = Signal()
    user_chosen = Signal(str)

    def __init__(
        self,
        desk: Desk,
        vault: Vault,
        theme: Theme,
        remembered: Remembered,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._vault = vault
        self._remembered = remembered
        self._settings: settings_page.SettingsPage | None = None
        self.registry = ActionRegistry(self)
        self.office = OfficeScreens(desk, remembered, self)
        self._add_actions()
        self.feed = FeedScreens(desk, remembered, self.registry, lambda: self.window, self)
        self.enrolment = EnrolmentScreens(desk, remembered, self.registry, lambda: self.window, self)
        # Before there is a window, which draws its menus anew whenever an action is added.
        add_look_actions(self.registry, theme, remembered)
        add_help_actions(self.registry, lambda: self.window)
        self.broker = BrokerScreens(desk, remembered, lambda: self.window, can_take_feed=True, parent=self)
        self.staging = StagingScreens(desk, remembered, lambda: self.window, self)
        self.window = MainWindow(
            self.registry, self._areas(), remembered, first=COMMUNICATIONS, pages_later=not desk.is_known
        )
        self.window.may_close = self._may_close
        self._add_sending()
        self._add_writing()
        self.enrolment.use(self.window.area_of(COMMUNICATIONS).header)
        self.office.use(self.window)
        self.office.message_wanted.connect(self.show_sent)
        self.office.held_wanted.connect(self.show_staged)
        self.office.refused_wanted.connect(self.feed.show_refused)
        self.office.broker_message_wanted.connect(self.show_received)
        desk.office_changed.connect(self._offer)
        desk.settled.connect(self._on_settled)
        if not desk.is_known:
            self.registry.hold()
        self._offer()
        self.window.listen(desk.notices)

    def write_message(self, draft: MessageDraft | None = None) -> None:
        """Open the editor on ``draft``, or show the message that is being written."""
        self._writing.write(draft)

    def write_from_template(self, template_id: int) -> None:
        """Open the editor with a template in it."""
        self._writing.write_from_template(template_id)

    def write_from_message(self, message_id: int) -> None:
        """Open the editor with a sent message in it, to the same accounts."""
        self._writing.write_from_message(message_id)

    def open_draft(self, draft_id: int) -> None:
        """Go on writing a draft; whoever opened it from the list comes back to the list."""
        is_from_list = self.window.area is self.window.area_of(DRAFTS)
        self._writing.write_draft(draft_id, DRAFTS if is_from_list else "")

    def show_sent(self, message_id: int) -> None:
        """Open a sent message."""
        self.window.show_place(COMMUNICATIONS, SENT)
        self._open_sent(message_id)

    def _open_sent(self, message_id: int) -> None:
        page = sent_message_page.SentMessagePage(self._desk, self._remembered, message_id)
        page.closed.connect(functools.partial(self.window.close_page, page))
        page.new_from.connect(self.write_from_message)
        page.resent.connect(functools.partial(self._on_resent, page))
        page.client_wanted.connect(self.show_client)
        page.taken_back.connect(functools.partial(self._on_taken_back, page))
        self.window.show_page(page)

    def show_received(self, message_id: int) -> None:
        """Open a message of the broker."""
        self.window.show_place(COMMUNICATIONS, SENT_BY_IB)
        self.broker.show_message(message_id)

    def show_staged(self, message_id: int | None) -> None:
        """Open a held message, or To Be Sent By IB."""
        if message_id is None:
            self._go(COMMUNICATIONS, TO_BE_SENT)
        else:
            self.staging.show_message(message_id)

    def take_back(self, message_id: int) -> None:
        """Undo a message that has not begun to leave: it is open in the editor again."""
        desk = self._desk
        desk.jobs.write(
            message_control.take_back, desk.store, desk.actor, message_id, then=self._write_again, owner=self
        )

    def show_client(self, account_id: int) -> None:
        """Open a client's message center as the client sees it."""
        page = client_center_page.ClientCenterPage(self._desk, account_id)
        page.closed.connect(functools.partial(self.window.close_page, page))
        self.window.show_page(page)

    def edit_template(self, template_id: int | None) -> None:
        """Open the editor on a template, or on a new one."""
        if template_id is None:
            self._open_template_editor(None)
            return
        desk = self._desk
        desk.jobs.read(
            templates.template_of, desk.store, template_id, then=self._open_template_editor, owner=self
        )

    def view_template(self, template_id: int) -> None:
        """Show a template in all communication methods."""
        page = template_view_page.TemplateViewPage(self._desk, template_id)
        page.closed.connect(functools.partial(self.window.close_page, page))
        page.edit_wanted.connect(lambda number: self._instead_of(page, self.edit_template, number))
        page.message_wanted.connect(lambda number: self._instead_of(page, self.write_from_template, number))
        self.window.show_page(page)

    def show_template_history(self, template_id: int) -> None:
        """Open the earlier versions of a template."""
        page = template_history_page.TemplateHistoryPage(self._desk, template_id)
        page.closed.connect(functools.partial(self.window.close_page, page))
        self.window.show_page(page)

    def import_lists(self, kind: imports.ImportKind | None = None) -> None:
        """Open the import."""
        if self._is_open(import_page.ImportPage):
            return
        page = import_page.ImportPage(self._desk, self._remembered, kind or imports.ImportKind.ACCOUNTS)
        page.closed.connect(functools.partial(self.window.close_page, page))
        page.write_wanted.connect(lambda: self._instead_of(page, self.write_message))
        self.window.show_page(page)

    def show_settings(self) -> None:
        """Open the settings."""
        if self._is_open(settings_page.SettingsPage):
            return
        page = settings_page.SettingsPage(self._desk, self._remembered, self._vault, self.registry.shown)
        page.closed.connect(self._leave_settings)
        self._settings = page
        page.office_saved.connect(self.office_saved)
        page.worker_chosen.connect(self.user_chosen)
        page.import_staff_wanted.connect(lambda: self.import_lists(imports.ImportKind.STAFF))
        self.window.show_page(page)

    def show_trials(self) -> None:
        """Open the list of test mails."""
        if self._is_open(trials_page.TrialsPage):
            return
        page = trials_page.TrialsPage(self._desk, self._remembered)
        page.closed.connect(functools.partial(self.window.close_page, page))
        page.message_wanted.connect(lambda number: self._instead_of(page, self.show_sent, number))
        page.draft_wanted.connect(lambda number: self._instead_of(page, self.open_draft, number))
        self.window.show_page(page)

    def show_copies(self) -> None:
        """Open the settings where copies by e-mail are elected."""
        self.show_settings()
        if self._settings is not None:
            self._settings.show_section(self._settings.copies)

    def show_way_out_of_waiting(self) -> None:
        """Mail waits: open its settings, or the notices where the actor may not change those."""
        if not self._desk.actor.may(Role.ADMIN):
            self._go(NOTICES, NOTICES)
            return
        self.show_settings()
        if self._settings is not None:
            self._settings.show_section(self._settings.mail)

    def dispose(self) -> None:
        """Delete the window and every page that is kept."""
        self._drafts.stop()
        self.office.stop()
        self.broker.stop()
        self._writing.dispose()
        self.window.deleteLater()

    def _add_sending(self) -> None:
        self.window.places.add_place(Place(WRITING, tr("Message you are writing"), "edit", extra=True))
        self.window.places.set_shown(WRITING, False)
        self.window.places.add_place(Place(SENDING, tr("Sending"), "send", extra=True))
        self.window.places.set_shown(SENDING, False)
        self.window.place_shown.connect(self._on_place_shown)
        self.window.tabs_wanted.connect(lambda place: self._go(place, self.window.area.tab))

    def _add_writing(self) -> None:
        self._drafts = DraftsPlace(self._desk, self._remembered, self)
        self._drafts.counted.connect(self._show_drafts)
        self._drafts.wanted.connect(self.open_draft)
        self.window.closing.connect(self._drafts.stop)
        self.window.closing.connect(self.broker.stop)
        self._writing = Writing(self._desk, self.window, COMMUNICATIONS, self._drafts, self._remembered, self)
        self._writing.look_at_wanted.connect(self.show_sent)
        self._writing.undo_wanted.connect(self.take_back)
        self._writing.changed.connect(self._show_whether_writing)
        self._writing.sent.connect(lambda: self._go(COMMUNICATIONS, SENT))
        self._writing.import_wanted.connect(self.import_lists)
        self.broker.write_wanted.connect(self.write_message)
        self.broker.feed_wanted.connect(self.feed.take_file)
        self.broker.import_wanted.connect(self.import_lists)
        self.broker.copies_wanted.connect(self.show_copies)
        self.broker.inquiry_wanted.connect(self.office.ask_about)
        self.broker.list_wanted.connect(lambda: self._go(COMMUNICATIONS, SENT_BY_IB))
        self.broker.counted.connect(self._show_unread_of_broker)
        self._show_staging(False)
        self.staging.tab_wanted.connect(self._show_staging)
        self.staging.counted.connect(self._show_held)
        self.staging.list_wanted.connect(lambda: self._go(COMMUNICATIONS, TO_BE_SENT))
        self.staging.outgoing_wanted.connect(self._open_sent)
        self.staging.received_wanted.connect(lambda: self._go(COMMUNICATIONS, SENT_BY_IB))
        self.staging.list_made.connect(lambda page: page.add_head(self.enrolment.strip()))
        self.enrolment.manage_wanted.connect(lambda: self._go(COMMUNICATIONS, TO_BE_SENT))

    def _areas(self) -> list[AreaSpec]:
        received = TabSpec(SENT_BY_IB, tr("Sent By IB"), self.broker.list_page)
        held = TabSpec(TO_BE_SENT, tr("To Be Sent By IB"), self.staging.list_page)
        sent = TabSpec(SENT, tr("Sent By Me"), self._sent_page)
        kept = TabSpec(TEMPLATES, tr("Manage Templates"), self._templates_page)
        return [
            self.office.area(),
            AreaSpec(
                COMMUNICATIONS,
                tr("Manage Client Communications"),
                "people",
                (received, held, sent, kept),
                primary="write-message",
            ),
            AreaSpec(
                DRAFTS,
                tr("Drafts"),
                "draft",
                (TabSpec(DRAFTS, tr("Drafts"), self._drafts_page),),
                primary="write-message",
                extra=True,
            ),
        ]

    def _sent_page(self) -> sent_page.SentPage:
        page = sent_page.SentPage(self._desk, self._remembered)
        page.opened.connect(self.show_sent)
        page.new_from.connect(self.write_from_message)
        page.write_wanted.connect(self.write_message)
        page.import_wanted.connect(self.import_lists)
        return page

    def _drafts_page(self) -> drafts_page.DraftsPage:
        page = drafts_page.DraftsPage(self._desk, self._remembered)
        page.opened.connect(self.open_draft)
        page.write_wanted.connect(self.write_message)
        return page

    def _templates_page(self) -> templates_page.TemplatesPage:
        page = templates_page.TemplatesPage(self._desk, self._remembered)
        page.message_wanted.connect(self.write_from_template)
        page.view_wanted.connect(self.view_template)
        page.edit_wanted.connect(self.edit_template)
        page.history_wanted.connect(self.show_template_history)
        page.new_wanted.connect(lambda: self.edit_template(None))
        return page

    def _add_actions(self) -> None:
        go, communications = self._go, (tr("Communications"),)
        self.registry.add(
            Action("write-message", tr("Send Message To Clients"), self.write_message, Menu.CLIENTS,
                   shortcut="Ctrl+N", icon="send", keywords=tr("new mail bulletin write")),
            Action("import", tr("Import…"), self.import_lists, Menu.CLIENTS, shortcut="Ctrl+I",
                   icon="import", keywords=tr("csv clients accounts staff banking"), section="lists"),
            Action("go-sent-by-ib", tr("Sent By IB"), lambda: go(COMMUNICATIONS, SENT_BY_IB), Menu.CLIENTS,
                   communications, shortcut="Ctrl+5"),
            Action("go-to-be-sent", tr("To Be Sent By IB"), lambda: go(COMMUNICATIONS, TO_BE_SENT), Menu.CLIENTS,
                   communications, shortcut="Ctrl+6"),
            Action("go-sent", tr("Sent By Me"), lambda: go(COMMUNICATIONS, SENT), Menu.CLIENTS,
                   communications, shortcut="Ctrl+1"),
            Action("go-templates", tr("Manage Templates"), lambda: go(COMMUNICATIONS, TEMPLATES), Menu.CLIENTS,
                   communications, shortcut="Ctrl+2"),
            Action("go-drafts", tr("Drafts"), lambda: go(DRAFTS, ""), Menu.CLIENTS, communications, shortcut="Ctrl+4"),
            Action("test-mails", tr("Test mails"), self.show_trials, Menu.CLIENTS,
                   communications, keywords=tr("trial preview draft never sent")),
            Action("go-notices", tr("Message Center"), lambda: go(NOTICES, ""), Menu.SUPPORT, shortcut="Ctrl+3",
                   keywords=tr("My Message Center")),
            Action("go-inquiries", tr("Inquiries"), lambda: go(NOTICES, INQUIRIES), Menu.SUPPORT),
            Action("new-inquiry", tr("New inquiry"), self.office.ask_about, Menu.SUPPORT, icon="question",
                   keywords=tr("ask broker ticket question"), section="ask"),
            Action("settings", tr("Settings"), self.show_settings, Menu.ACCOUNT, shortcut="Ctrl+,",
                   icon="settings", keywords=tr("mail server branding users office options")),
            Action("copies", tr("Copies by e-mail…"), self.show_copies, Menu.ACCOUNT,
                   keywords=tr("full copy of every message election broker mail")),
            Action("quit", tr("Quit"), self._quit, Menu.FILE, shortcut="Ctrl+Q", at_once=True),
        )  # fmt: skip

    def _offer(self) -> None:
        """What a role does not allow is not offered; the services refuse it all the same.

        While nobody is known yet all is offered, and what is chosen waits.
        """
        if not self._desk.is_known:
            return
        actor = self._desk.actor
        self.registry.set_enabled(
            "write-message", actor.may(Role.SENDER), permission.why_not(actor, Role.SENDER)
        )
        self.registry.set_enabled("new-inquiry", actor.may_ask)
        self.registry.set_enabled("import", actor.may(Role.ADMIN))
        self.registry.release()

    def _quit(self) -> None:
        self.window.close()

    def _go(self, place: str, tab: str) -> None:
        """To a tab: what is being written stays open behind it, other pages are closed."""
        if self._settings is not None and self._settings.unsaved:
            self._settings.leave(functools.partial(self._leave_settings_for, place, tab))
            return
        self.window.show_place(place, tab)
        area = self.window.area
        writing = self._writing.pages
        if self.office.hold(area.opened):
            return
        for page in reversed(area.opened):
            if page in writing:
                continue
            if self._is_changed_template(page):
                area.setCurrentWidget(page)
                page.ask_cancel()
                return
            self._leave_settings() if page is self._settings else self.window.close_page(page)
        area.show_tabs()
        area.show_tab(area.tab).setFocus()

    def _leave_settings_for(self, place: str, tab: str) -> None:
        self._leave_settings()
        self._go(place, tab)

    def _leave_settings(self) -> None:
        if self._settings is not None:
            self.window.close_page(self._settings)
            self._settings = None

    def _is_changed_template(self, page: QWidget) -> TypeGuard[editor_page.EditorPage]:
        return (
            isinstance(page, editor_page.EditorPage) and page not in self._writing.pages and page.is_dirty()
        )

    def _is_open(self, kind: type[QWidget]) -> bool:
        return any(isinstance(page, kind) for page in self.window.area.opened)

    def _open_template_editor(self, template: Template | None) -> None:
        page = editor_page.EditorPage.for_template(self._desk, template)
        page.cancelled.connect(functools.partial(self.window.close_page, page))
        page.template_saved.connect(lambda _id: self.window.close_page(page))
        self.window.show_place(COMMUNICATIONS, TEMPLATES)
        self.window.show_page(page)

    def _instead_of(self, page: QWidget, go: Callable[..., object], *details: int) -> None:
        self.window.close_page(page)
        go(*details)

    def _on_taken_back(self, page: QWidget, draft_id: int) -> None:
        self._instead_of(page, self.open_draft, draft_id)

    def _write_again(self, draft_id: int) -> None:
        self._desk.notices.tell(tr("Taken back. Nobody got it; it is a draft again."))
        self.open_draft(draft_id)

    def _on_resent(self, page: QWidget, message_id: int) -> None:
        self._instead_of(page, self.show_sent, message_id)

    def _show_sending(self, words: str, share: float) -> None:
        places = self.window.places
        places.set_shown(SENDING, bool(words))
        places.set_progress(SENDING, share if words else None)
        self.window.status.set_segment("sending", words, icon="send")

    def _on_settled(self) -> None:
        sending_status.SendingStatus(self._desk, self).changed.connect(self._show_sending)

    def _on_place_shown(self, place: str) -> None:
        if place == SENDING:
            self._go(COMMUNICATIONS, SENT)
        elif place == WRITING:
            self._writing.show()

    def _may_close(self) -> bool:
        if self._settings is not None and self._settings.unsaved:
            self._settings.leave(self._close_without_settings)
            return False
        area = self.window.area_of(COMMUNICATIONS)
        template = next(filter(self._is_changed_template, area.opened), None)
        if template is not None:
            self.window.show_place(COMMUNICATIONS)
            area.setCurrentWidget(template)
            template.ask_cancel()
            return False
        if self.office.hold(self.window.area_of(NOTICES).opened):
            return False
        self._writing.keep()
        return True

    def _close_without_settings(self) -> None:
        """Asks anew: a message may be half written, too."""
        self._leave_settings()
        self.window.close()

    def _show_whether_writing(self, is_writing: bool) -> None:  # noqa: FBT001 - a signal's own
        self.window.places.set_shown(WRITING, is_writing)

    def _show_drafts(self, count: int) -> None:
        self.window.places.set_count(DRAFTS, count, trn("{n} draft", "{n} drafts", count))

    def _show_staging(self, is_wanted: bool) -> None:  # noqa: FBT001 - a signal's own
        self.window.area_of(COMMUNICATIONS).set_tab_shown(TO_BE_SENT, is_wanted)
        self.registry.set_enabled("go-to-be-sent", is_wanted)
        self.registry.tell_keys(tr("To Be Sent By IB"), self.staging.keys() if is_wanted else ())

    def _show_held(self, count: int, spoken: str) -> None:
        self.window.area_of(COMMUNICATIONS).set_tab_count(TO_BE_SENT, count, spoken)

    def _show_unread_of_broker(self, count: int) -> None:
        spoken = trn("{n} unread message of IB", "{n} unread messages of IB", count)
        self.window.area_of(COMMUNICATIONS).set_tab_count(SENT_BY_IB, count, spoken)
        self.window.places.set_count(COMMUNICATIONS, count, spoken)
