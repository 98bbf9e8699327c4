"""The four numbered steps of the editor as one form, to be filled from a draft and read as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.services.composing import DraftField
from desktop.views.compose.accounts_step import AccountsStep
from desktop.views.compose.delivery_step import DeliveryStep
from desktop.views.compose.message_fields import MessageFields
from desktop.views.compose.schedule_step import ScheduleStep
from desktop.views.compose.template_step import TemplateStep
from desktop.views.kit.form_rows import FormRows
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.chosen_recipients import ChosenRecipients
    from desktop.models.outgoing import MessageDraft
    from desktop.services.composing import DraftProblem, EditorChoices
    from desktop.views.kit.problem_words import ProblemWords


class EditorForm(QWidget):
    """For a template there are no steps: its name, its delivery method, its words."""

    changed = Signal()

    def __init__(
        self, desk: Desk, draft: MessageDraft, *, for_sending: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._for_sending = for_sending
        self._filling = False
        self.template = TemplateStep()
        self.template_name = QLineEdit()
        self.template_name.setAccessibleName(tr("Name"))
        self.delivery = DeliveryStep()
        self.accounts = AccountsStep()
        self.message = MessageFields()
        self.schedule = ScheduleStep(desk)
        self._problems: dict[DraftField, ProblemWords] = {}
        self._arrange()
        self.fill(draft)
        for part in (self.template, self.delivery, self.message, self.schedule):
            part.changed.connect(self._on_changed)
        self.template_name.textEdited.connect(self._on_changed)

    @property
    def draft(self) -> MessageDraft:
        """What is in the form now."""
        step = self.template
        return replace(
            self._draft,
            mode=step.mode if self._for_sending else self._draft.mode,
            template_id=step.template_id if self._for_sending else self._draft.template_id,
            template_name=step.name.text() if self._for_sending else self.template_name.text(),
            channels=self.delivery.channels,
            reply_to=self.message.reply_address,
            subject=self.message.words_in("")[0],
            branded=self.message.banner.isChecked(),
            content=self.message.words_in("")[1],
            signature_user=self.message.signature_user,
            variants=self.message.variants,
            attachments=self.message.attachments.attachments,
            send_at=self.schedule.send_at,
            only_office_hours=self.schedule.only_office_hours,
        )

    def fill(self, draft: MessageDraft) -> None:
        """Show ``draft``; ``changed`` tells of it once."""
        self._filling = True
        self._draft = draft
        self.template.show_draft(draft)
        self.template_name.setText(draft.template_name)
        self.delivery.set_channels(draft.channels)
        self.accounts.show_count(len(draft.accounts))
        self.accounts.show_groups(draft.groups)
        self.message.show_draft(draft)
        self.schedule.show_draft(draft)
        self._filling = False
        self.changed.emit()

    def take_words(self, draft: MessageDraft) -> None:
        """Show ``draft`` whose text comes from elsewhere, so that Undo brings back what was written."""
        self._filling = True
        self.message.write(draft.subject, draft.content)
        self._filling = False
        self.fill(draft)

    def set_recipients(self, chosen: ChosenRecipients) -> None:
        self._draft = replace(self._draft, accounts=chosen.accounts, groups=chosen.groups)
        self.accounts.show_count(len(chosen.accounts))
        self.accounts.show_groups(chosen.groups)
        self._on_changed()

    def take_settled(self, draft: MessageDraft) -> None:
        """What has no field here: how missing values are settled."""
        self._draft = replace(self._draft, missing=draft.missing)
        self._on_changed()

    def set_choices(self, choices: EditorChoices) -> None:
        """Fill the lists to choose from; a choice that no longer exists is lost and becomes a problem."""
        self._filling = True
        self.template.set_templates(choices.templates)
        self.message.set_users(choices.users)
        self._filling = False

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        self.message.show_problems(problems)
        for field, words in self._problems.items():
            words.say(next((each.sentence for each in problems if each.field is field), ""))

    def go_to(self, problem: DraftProblem) -> QWidget:
        """Take the person to what is wrong; the widget that has the focus now."""
        name = self.template.name if self._for_sending else self.template_name
        fields: dict[DraftField, QWidget] = {
            DraftField.TEMPLATE: self.template.combo,
            DraftField.TEMPLATE_NAME: name,
            DraftField.CHANNELS: next(iter(self.delivery.boxes.values())),
            DraftField.ACCOUNTS: self.accounts.button,
            DraftField.REPLY_TO: self.message.reply_to,
            DraftField.SUBJECT: self.message.subject,
            DraftField.SEND_AT: self.schedule.moment,
        }
        if problem.field in fields:
            fields[problem.field].setFocus()
        if problem.field in {DraftField.SUBJECT, DraftField.CONTENT}:
            self.message.go_to(problem)
        return fields.get(problem.field, self.message.content)

    def _arrange(self) -> None:
        form = FormRows()
        if self._for_sending:
            self._add_steps(form)
        else:
            form.add_field(tr("Name"), self.template_name)
            self._problems[DraftField.TEMPLATE_NAME] = form.add_problem(self.template_name)
            form.add_field(tr("Delivery method"), self.delivery)
            self._problems[DraftField.CHANNELS] = form.add_problem(self.delivery)
        self.message.arrange(form, for_sending=self._for_sending)
        if self._for_sending:
            form.add_field(tr("Send"), self.schedule)
            self._problems[DraftField.SEND_AT] = self.schedule.problem
        unused = (
            (self.template_name,)
            if self._for_sending
            else (self.template, self.accounts, self.message.reply_to, self.message.signature, self.schedule)
        )
        for widget in unused:
            widget.setParent(self)
            widget.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme_of(self).scale.large, theme_of(self).scale.large)
        column.addWidget(form)

    def _add_steps(self, form: FormRows) -> None:
        form.add_step(tr("1  Compose"), self.template)
        self._problems[DraftField.TEMPLATE] = self.template.combo_problem
        self._problems[DraftField.TEMPLATE_NAME] = self.template.name_problem
        form.add_step(tr("2  Delivery method"), self.delivery)
        self._problems[DraftField.CHANNELS] = form.add_problem(self.delivery)
        form.add_step(tr("3  Accounts"), self.accounts)
        self._problems[DraftField.ACCOUNTS] = form.add_problem(self.accounts.button)
        form.add_step(tr("4  Message"), Words(tr("Each account gets a copy of its own."), "quiet").wrapped())

    def _on_changed(self) -> None:
        if not self._filling:
            self.changed.emit()
