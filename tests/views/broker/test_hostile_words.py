"""Subjects, types and values that mean harm are shown on one line, in the order in which they are written."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING

import pytest

from desktop.services import inquiries
from desktop.services.inquiries import draft_about
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.broker.view_message_page import ViewMessagePage
from desktop.views.inquiries.inquiry_page import InquiryPage
from desktop.views.kit.file_names import file_name
from desktop.views.notices.notices_page import NoticesPage
from tests.hostile.looking import active_in_document
from tests.pages.broker import SentByIbScreen, ViewMessageScreen
from tests.pages.sent import Listing
from tests.support.feeds import fed, message, notice, reply
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk

ADA = "U1000001"
READ = "Rates rise"
SUBJECTS = {
    "an override": f"{READ} \N{RIGHT-TO-LEFT OVERRIDE}fdp.exe",
    "an override before a value": f"{READ} \N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}{{{{ amount }}}}",
    "isolates without an end": f"{READ} " + "\N{RIGHT-TO-LEFT ISOLATE}" * 300 + "x",
    "ends without a beginning": "\N{POP DIRECTIONAL ISOLATE}\N{POP DIRECTIONAL FORMATTING}" * 50 + READ,
    "embeddings": f"\N{RIGHT-TO-LEFT EMBEDDING}{READ}",
    "300 characters": f"{READ} " + "W" * 300,
    "2,000 characters": f"{READ} " + "long " * 396,
    "lines": f"{READ}\nBcc: a@b.example\r\n\r\nx\N{LINE SEPARATOR}y\N{PARAGRAPH SEPARATOR}z\x85\x0b\x0c",
    "controls": f"{READ} \x07\x08\x1b[31m\x7f\x9b",
    "no width": f"{READ}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}",
    "letters that look alike": f"{READ} \N{CYRILLIC SMALL LETTER I}b\N{FULLWIDTH SOLIDUS}\N{CYRILLIC SMALL LETTER A}",
    "marks stacked": READ + "\N{COMBINING DIAERESIS}" * 500,
    "tags": f"<b>{READ}</b><img src='http://here.invalid/a.png'><script>x()</script>",
    "tags in code": f"&lt;b&gt; {READ} &#x202E; &#xF0000;",
    "a formula": f'=HYPERLINK("http://here.invalid") {READ}',
    "a template": f"{READ} {{% include 'x' %}}{{{{ amount | upcase }}}}{{{{ x.y }}}}",
    "a stand-in": f"{READ} \U000f0000\U00100000 {{{{ amount }}}}",
    "an accelerator": f"&{READ} && \tCtrl+Q",
    "a path": f'../../{READ}/..\\con.<>:"|?*',
    "Japanese": f"{READ} \u91d1\u5229\u306e\u304a\u77e5\u3089\u305b" + "\u91d1" * 200,
    "Arabic": f"{READ} \u0645\u0631\u062d\u0628\u0627 {{{{ amount }}}} 5 USD",
    "only what is not seen": f"\N{ZERO WIDTH SPACE}{READ}\N{HANGUL FILLER}",
}  # fmt: skip
VALUES = {
    "HTML": "<img src='http://here.invalid/a' onerror=x()><script>x()</script>",
    "Markdown": "**b** [x](javascript:x()) ![y](http://here.invalid/b.png) `c`",
    "a template": "{{ amount }} {% for x in y %} {{ account_title | upcase }}",
    "an override": "\N{RIGHT-TO-LEFT OVERRIDE}00.21",
    "lines": "1\r\nBcc: a@b.example\r\n\r\n2\N{PARAGRAPH SEPARATOR}3",
    "a stand-in": "\U000f0000 &#xF0001;",
    "a formula": "=1+1",
    "much": "9" * 100_000,
}


def shown_well(words: str) -> list[str]:
    """What is wrong with one line in a list, a heading or a name."""
    found = [] if READ in words else ["not readable"]
    found += ["more than a line"] * (len(words.splitlines()) > 1)
    unseen = [each for each in words if unicodedata.category(each) == "Cc"]
    found += [f"a control: {unseen}"] * bool(unseen)
    found += ["another order"] * any(each in words for each in "\u202d\u202e")
    opened = sum(each in "\u202a\u202b\u2066\u2067\u2068" for each in words)
    closed = sum(each in "\u202c\u2069" for each in words)
    return found + ["reaches what stands beside it"] * (opened != closed)


@pytest.fixture
def sent(desk: Desk) -> list[int]:
    """A message for each subject, the newest first, which is how the list has them."""
    add_accounts(desk.store, [details(1_000_001, title="=cmd|' /C calc'!A1 \N{RIGHT-TO-LEFT OVERRIDE}x")])
    records = [
        message(number, {ADA: {"amount": "5 USD"}}, subject=subject, type=f"T{number}", type_name=f"{subject}"[:200])
        for number, subject in enumerate(SUBJECTS.values())
    ]  # fmt: skip
    report = fed(desk.store, desk.actor, *records)
    assert [each.reason for each in report.faults] == []
    ids = [f"IB-{number}" for number in range(len(records))]
    with desk.store.read() as unit:
        known = unit.feed.known(ids)
    return [known[each].target for each in reversed(ids)]


def test_a_list_shows_each_on_its_line(desk: Desk, sent: list[int], qtbot: QtBot) -> None:
    page = SentByIbPage(desk, Memory())
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    screen = SentByIbScreen(page, qtbot)
    qtbot.waitUntil(lambda: len(screen.subjects()) == len(SUBJECTS))
    page.grab()
    for title in ("Subject", "Type"):
        shown = dict(zip(SUBJECTS, reversed(screen.column(title)), strict=True))
        assert {name: found for name, words in shown.items() if (found := shown_well(words))} == {}
    page.filters.type.opens.aboutToShow.emit()
    qtbot.waitUntil(lambda: len(page.filters._types) == len(SUBJECTS))
    page.filters.type.opens.aboutToShow.emit()
    for action in page.filters.type.opens.actions()[1:]:
        assert not {"\n", "\t"} & {*action.text()}
        assert "&" not in action.text().replace("&&", "")
    screen.choose(0)
    qtbot.waitUntil(lambda: bool(screen.pane_words()))
    assert page.minimumSizeHint().width() < 1000


def test_a_window_and_a_file_are_called_by_it(desk: Desk, sent: list[int], qtbot: QtBot) -> None:
    for name, message_id in zip(SUBJECTS, reversed(sent), strict=True):
        page = ViewMessagePage(desk, Memory(), message_id, lambda _id, _step: None)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        screen = ViewMessageScreen(page, qtbot)
        screen.wait_for("Account", [ADA])
        screen.choose(0)
        screen.wait_seen()
        for words in (page.subject.accessibleName(), page.view.subject.text()):
            assert shown_well(words) == [], name
        assert len(page.meta.text().splitlines()) == 1, name
        assert page.minimumSizeHint().width() <= 1000, name
        called = page.view._file_name("pdf")
        assert called == file_name(ADA, page.view.subject.text(), "pdf")
        assert len(called) < 100
        assert not any(unicodedata.category(each)[0] == "C" or each in '<>:"/\\|?*' for each in called), name
        page.close()


def test_an_inquiry_bears_it(desk: Desk, sent: list[int], qtbot: QtBot) -> None:
    for message_id in sent:
        draft = draft_about(desk.store, message_id)
        assert [each for each in shown_well(draft.subject) if each != "reaches what stands beside it"] == []
    draft = draft_about(desk.store, sent[-1])
    asked = inquiries.submit(
        desk.store, desk.actor, type(draft)(draft.subject, "Why?", message_id=draft.message_id)
    )
    hostile = f"{READ} \N{RIGHT-TO-LEFT OVERRIDE}<img src=x>\x07 {'w' * 3_000}"
    fed(desk.store, desk.actor, reply(1, asked.number, body=hostile))
    page = InquiryPage(desk, asked.inquiry_id)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    qtbot.waitUntil(lambda: len(page.thread_view.entries) == 2)
    *_, answer = page.thread_view.entries.values()
    words = answer.body.toPlainText()
    assert READ in words and "<img src=x>" in words  # noqa: PT018 - as text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in words
    assert shown_well(page.head.header.title) == []


def test_a_notice_bears_it(desk: Desk, qtbot: QtBot) -> None:
    fed(desk.store, desk.actor, *(
        notice(number, subject=subject, body=f"{subject} <script>x()</script>", format=form)
        for number, (subject, form) in enumerate(
            (subject, form) for subject in SUBJECTS.values() for form in ("html", "markdown", "text")
        )
    ))  # fmt: skip
    page = NoticesPage(desk, Memory())
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    screen = Listing(page.list, qtbot)
    qtbot.waitUntil(lambda: len(screen.column("Subject")) == 3 * len(SUBJECTS))
    assert [found for words in screen.column("Subject") if (found := shown_well(words))] == []
    for row in range(0, 3 * len(SUBJECTS), 7):
        page.list.table.selectRow(row)
        words = page.subject.text()
        assert shown_well(words) == []
        assert "\u202e" not in page.body.toPlainText()
    assert page.minimumSizeHint().width() <= 900


def test_values_are_shown_as_themselves_and_lead_nowhere(desk: Desk, qtbot: QtBot) -> None:
    add_accounts(desk.store, [details(1_000_001)])
    body = f"{READ}: **{{{{ amount }}}}** [x](https://ib.example/{{{{ amount }}}})"
    fed(desk.store, desk.actor, *(
        message(number, {ADA: {"amount": value}}, subject=f"{READ} {{{{ amount }}}}", body=body)
        for number, value in enumerate(VALUES.values())
    ))  # fmt: skip
    for number, value in enumerate(VALUES.values()):
        with desk.store.read() as unit:
            message_id = unit.feed.known([f"IB-{number}"])[f"IB-{number}"].target
        page = ViewMessagePage(desk, Memory(), message_id, lambda _id, _step: None)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        screen = ViewMessageScreen(page, qtbot)
        screen.wait_for("Account", [ADA])
        screen.choose(0)
        screen.wait_seen()
        assert shown_well(page.view.subject.text()) == [] or "override" in [*VALUES][number]
        assert active_in_document(page.view.forms.viewer.document()) == []
        first = value.split()[0][:20].strip("\N{RIGHT-TO-LEFT OVERRIDE}\U000f0000")
        assert first in screen.words()


def test_a_table_for_a_spreadsheet_has_no_live_formula(
    desk: Desk, sent: list[int], tmp_path: Path, qtbot: QtBot
) -> None:
    page = SentByIbPage(desk, Memory())
    recipients = ViewMessagePage(desk, Memory(), sent[0], lambda _id, _step: None)
    for shown, listed in ((page, page.list), (recipients, recipients.list)):
        qtbot.addWidget(shown)
        shown.resize(1000, 700)
        shown.show()
        screen = Listing(listed, qtbot)
        _choose_all(screen)
        path = tmp_path / f"{type(shown).__name__}.csv"
        listed.save_csv(path)
        qtbot.waitUntil(path.exists)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 1
        assert [cell for row in rows for cell in row if cell[:1] in {*"=+-@\t\r"}] == []


def _choose_all(screen: Listing) -> None:
    screen.qtbot.waitUntil(lambda: len(screen.rows()) > 0)
    screen.view.table.selectAll()
    screen.qtbot.waitUntil(lambda: screen.view.selection().count > 0)
