"""A way through the recipients of a message: one on, one back, or straight to one by number or title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.services.composing import find_among, line_of
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.account import AccountLine

_PAUSE_MS = 150


class RecipientStepper(QWidget):
    """``moved`` brings the account's id, or None when there are no recipients (example values).

    An account beside the recipients can be shown as well; the arrows lead back from it.
    """

    moved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._given: tuple[int, ...] = ()
        self._accounts: tuple[int, ...] = ()
        self._reasons: dict[int, str] = {}
        self._beside: int | None = None
        self._is_moved = False
        self._index = 0
        self._label = ""
        self._found: dict[str, int] = {}
        self.field = QLineEdit()
        self.previous = IconButton("chevron-left", tr("Previous recipient (Alt+Left)"), self.go_back)
        self.next = IconButton("chevron-right", tr("Next recipient (Alt+Right)"), self.go_on)
        self.position = Words("", "quiet")
        self.reason = Words("", "quiet").wrapped()
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self.field)
        self.list = QListView()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build_field()
        self._arrange()
        self._show()

    @property
    def account_id(self) -> int | None:
        if self._beside is not None:
            return self._beside
        return self._accounts[self._index] if self._accounts else None

    @property
    def is_searching(self) -> bool:
        """Whether what was typed has not been looked for yet."""
        return self._timer.isActive()

    def offered(self) -> list[str]:
        """The recipients that were found."""
        return self._offers.stringList()

    def set_accounts(self, accounts: tuple[int, ...], *, keep_shown: bool = False) -> None:
        """The recipients in their order; who was shown stays shown where still among them.

        With ``keep_shown`` whoever a person has gone to stays even if it is none of them any more.
        """
        # The same tuple is known at a glance; comparing a million ids on every key is not cheap.
        if accounts is self._given or accounts == self._given:
            return
        self._given = accounts
        shown = self.account_id
        if keep_shown and self._is_moved and shown is not None:
            self._beside = shown
        self._put_in_order(shown)

    def set_reasons(self, reasons: dict[int, str]) -> None:
        """Why some are worth looking at: they come first, in this order.

        Whoever has not gone anywhere yet is taken to the first of them.
        """
        if list(reasons) != list(self._reasons):
            self._reasons = reasons
            self._put_in_order(self.account_id if self._is_moved else None)
        self._reasons = reasons
        self._show_reason()

    def go_to(self, account_id: int) -> None:
        if account_id in self._accounts:
            self._move(self._accounts.index(account_id))
        elif self._accounts:
            self._is_moved = True
            self._beside = account_id
            self._show()
            self.moved.emit(account_id)

    def go_on(self) -> None:
        self._step(1)

    def go_back(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self._move(self._index + (by if self._beside is None else 0))

    def _put_in_order(self, shown: int | None) -> None:
        known = set(self._given) if self._reasons else set()
        first = tuple(account for account in self._reasons if account in known)
        rest = (each for each in self._given if each not in self._reasons) if first else self._given
        before, self._accounts = self.account_id, (*first, *rest)
        if shown in self._accounts or shown != self._beside:
            self._index = self._accounts.index(shown) if shown in self._accounts else 0
            self._beside = None
        else:  # it stays in view, and the way back from it is among the recipients
            self._index = max(min(self._index, len(self._accounts) - 1), 0)
        self._show()
        if self.account_id != before or not first:
            self.moved.emit(self.account_id)

    def _move(self, index: int) -> None:
        if 0 <= index < len(self._accounts):
            self._is_moved = True
            self._beside = None
            self._index = index
            self._show()
            self.moved.emit(self.account_id)

    def _build_field(self) -> None:
        self.field.setAccessibleName(tr("Preview as"))
        self.field.setToolTip(tr("Type a part of the number or title of a recipient"))
        self.list.setObjectName("offers")
        self._completer.setPopup(self.list)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._on_chosen)
        self.field.setCompleter(self._completer)
        self.field.textEdited.connect(self._on_edited)
        self.field.editingFinished.connect(self._on_left)
        self._timer.timeout.connect(self._search)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QHBoxLayout()
        head.addWidget(Words(tr("Preview as"), "quiet"))
        head.addStretch()
        head.addWidget(self.position)
        row = QHBoxLayout()
        row.setSpacing(scale.tiny)
        row.addWidget(self.field, 1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.tiny)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.reason)
        self.reason.hide()

    def _show_reason(self) -> None:
        words = self._reasons.get(self.account_id or 0, "")
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def _show(self) -> None:
        count = len(self._accounts)
        is_beside = self._beside is not None
        self.previous.setEnabled(self._index > 0 or is_beside)
        self.next.setEnabled(self._index + 1 < count or is_beside)
        self.field.setEnabled(count > 0)
        self._show_reason()
        self.position.setVisible(count > 0)
        words = tr("{n} of {all}").format(n=f"{self._index + 1:,}", all=f"{count:,}")
        self.position.setText(tr("Gets nothing") if is_beside else words)
        if self.account_id is None:
            self._take_line(None)
            return
        self._desk.jobs.read(
            line_of, self._desk.store, self.account_id, then=self._take_line, owner=self, latest="line"
        )

    def _take_line(self, line: AccountLine | None) -> None:
        self._label = tr("Example values") if line is None else _label(line)
        self.field.setText(self._label)
        self.field.setCursorPosition(0)

    def _on_edited(self) -> None:
        self._timer.start()

    def _search(self) -> None:
        self._desk.jobs.read(
            find_among,
            self._desk.store,
            self._accounts,
            self.field.text(),
            then=self._take_found,
            owner=self,
            latest="find",
        )

    def _take_found(self, lines: Sequence[AccountLine]) -> None:
        if not self.field.hasFocus():
            return
        self._found = {_label(line): line.id for line in lines}
        self._offers.setStringList(list(self._found))
        self._completer.complete()

    def _on_chosen(self, label: str) -> None:
        if label in self._found:
            self.go_to(self._found[label])

    def _on_left(self) -> None:
        """Enter takes the first that was found; leaving the field brings back who is shown."""
        self._timer.stop()
        if self.list.isVisible():
            return
        if self.field.text() != self._label and self.field.hasFocus() and self._found:
            self.go_to(next(iter(self._found.values())))
        else:
            self.field.setText(self._label)


def _label(line: AccountLine) -> str:
    return f"{line.number}  {' '.join(line.title.split())}"
