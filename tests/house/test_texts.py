"""Every rule about texts catches a planted violation, and leaves what is right alone."""

from __future__ import annotations

import pytest

from tests.house.texts import faults


def inside(line: str) -> str:
    return f"def build(self):\n    {line}\n"


@pytest.mark.parametrize(
    "line",
    [
        'QLabel("Subject")',
        'QPushButton(icon, "Send", parent)',
        'self.button.setText("Send")',
        'self.setWindowTitle(f"{office} and clients")',
        'self.setToolTip("Send" if ready else tr("Wait"))',
        'self.setStatusTip("Sent " + when)',
        'self.setText("{n} accounts".format(n=3))',
        'self.setText(name or "nobody")',
        'self.combo.addItem("Everyone", 3)',
        'self.table.setHorizontalHeaderLabels([tr("Name"), "Date"])',
        'QAction(text="Open")',
        'menu.addAction("Open", "Ctrl+O")',
        'raise Refused(tr("Not sent"), "The server is away.")',
        'raise Refused(tr("Not sent"), tr("The server is away."), remedy="Try again.")',
        'parser.add_argument("--store", help="where the office lives")',
        'print("Imported")',
        'QMessageBox.warning(self, tr("Away"), "The server is away")',
    ],
)
def test_a_text_that_bypasses_translation_is_seen(line: str) -> None:
    (fault,) = faults(inside(line))
    assert fault.line == 2
    assert "bypasses tr()" in fault.words


@pytest.mark.parametrize(
    "line",
    [
        'QLabel(tr("Subject"))',
        'QLabel("")',
        'QLabel("—")',
        "QLabel(account.title)",
        'self.setText(f"{first} · {second}")',
        'self.setText(tr("{n} of {all}").format(n=1, all=2))',
        'self.setText(trn("{n} account", "{n} accounts", count))',
        'self.setText(trn("{n} account of {name}", "{n} accounts of {name}", count).format(name=name))',
        'self.setText(trn("One account", "{n} accounts", count))',
        'menu.addAction(icon("open"), tr("Open"), "Ctrl+Shift+O")',
        'self.combo.addItem(tr("Everyone"), icon, "all")',
        'self.setObjectName("recipients")',
        'log.warning("the server is away")',
        'parser.add_argument("--store", help=tr("where the office lives"))',
        'tr("{a}").format(**values)',
    ],
)
def test_what_is_right_is_left_alone(line: str) -> None:
    assert faults(inside(line)) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('tr(f"Send to {n}")', "one literal text"),
        ("tr(text)", "one literal text"),
        ('tr("Send", "now")', "one literal text"),
        ('tr("Send to {n")', "braces"),
        ('trn("{n} account", many, count)', "two literal texts"),
        ('trn("{n} account", "{n} accounts")', "two literal texts"),
        ('trn("{n} account", "many accounts", count)', "does not say {n}"),
        ('trn("{n} account of {name}", "{n} accounts of {who}", count)', "different things"),
        ('tr("Send to {n}").format(count=3)', "gives other names"),
        ('tr("Send to {n}").format(3)', "gives other names"),
        ('trn("{n} of {a}", "{n} of {a}", count).format(b=3)', "gives other names"),
    ],
)
def test_a_text_that_cannot_be_translated_is_seen(line: str, words: str) -> None:
    assert [fault for fault in faults(inside(line)) if words in fault.words]


@pytest.mark.parametrize(
    "source",
    [
        'TITLE = tr("Send")',
        'TITLES = [trn("{n} account", "{n} accounts", n) for n in range(3)]',
        'class View:\n    title = tr("Send")',
        'def build(title=tr("Send")): ...',
        'if True:\n    TITLE = tr("Send")',
    ],
)
def test_a_text_made_before_the_language_is_chosen_is_seen(source: str) -> None:
    assert [fault for fault in faults(source) if "runs on import" in fault.words]


def test_a_text_made_when_asked_for_is_left_alone() -> None:
    assert faults('title = lambda: tr("Send")\ndef words():\n    return tr("Send")\n') == []
