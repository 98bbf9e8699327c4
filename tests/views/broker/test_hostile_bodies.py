"""Bodies that mean harm are shown harmless and readable, and nothing is fetched for them."""

from __future__ import annotations

import email
import email.policy
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtWidgets import QTextBrowser

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.models.office_mail import OfficeMail, OfficeMailKind, OfficeMailState
from desktop.services.broker_messages import broker_list
from desktop.services.broker_reading import eml_of, read_as_recipient, read_message
from desktop.services.email_details import details_letter
from desktop.views.broker.broker_pane import BrokerPane
from desktop.views.broker.view_message_page import ViewMessagePage
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.message.broker_paper import paper_html
from desktop.views.message.message_forms import Form
from desktop.views.message.reading_view import ReadingView
from tests.content.letters import png
from tests.hostile.html_bodies import FETCHING, HTML_BODIES, STYLED
from tests.hostile.looking import active_in_document, active_in_html, plain
from tests.hostile.markdown_bodies import MARKDOWN_BODIES, TEXT_BODIES
from tests.hostile.marks import WORDS, placed
from tests.hostile.server import WatchingServer
from tests.pages.broker import ViewMessageScreen
from tests.support.feeds import fed, message
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.broker_message import BrokerLine

ADA = "U1000001"
# What a keyword is filled with: it must not come alive either.
VALUE = "<img src='{here}/value.png' onerror=x()> **7** &#xF0000; {{ amount }}"
BODIES = [
    (name, body, form)
    for bodies, form in ((HTML_BODIES, "html"), (MARKDOWN_BODIES, "markdown"), (TEXT_BODIES, "text"))
    for name, body in bodies.items()
]
PATIENCE_MS = 20_000


@pytest.fixture
def server() -> Iterator[WatchingServer]:
    server = WatchingServer()
    yield server
    server.stop()


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a picture on this computer."""
    (tmp_path / "secret.png").write_bytes(png(4, 4))
    return QUrl.fromLocalFile(str(tmp_path / "secret.png")).toString()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What viewers were asked to load, though they answer with nothing."""
    names: list[str] = []
    load = HtmlViewer.loadResource

    def loading(viewer: HtmlViewer, kind: int, name: QUrl | str) -> object:
        names.append(QUrl(name).toString())
        return load(viewer, kind, name)

    monkeypatch.setattr(HtmlViewer, "loadResource", loading)
    return names


@pytest.fixture
def sent(desk: Desk, server: WatchingServer, secret: str) -> dict[str, str]:
    """All bodies by name, as they came in through the feed."""
    add_accounts(desk.store, [details(1_000_001, title="Ada Lovelace")])
    filled = {"amount": VALUE.format(here=server.address)}
    placed_bodies = {name: placed(body, server.address, secret) for name, body, _ in BODIES}
    report = fed(
        desk.store,
        desk.actor,
        *(
            message(number, {ADA: filled}, subject=name, body=placed_bodies[name], format=form, channels=["W", "E", "B"])
            for number, (name, _, form) in enumerate(BODIES)
        ),
    )  # fmt: skip
    assert [fault.reason for fault in report.faults] == []
    return placed_bodies


def test_there_are_many_of_them() -> None:
    assert len({(body, form) for _, body, form in BODIES}) == len(BODIES) >= 250


@pytest.mark.qt_log_ignore(".*")  # the careless one complains of pictures that are none
def test_a_viewer_that_fetches_would_be_noticed(qtbot: QtBot, server: WatchingServer, secret: str) -> None:
    class Careless(QTextBrowser):
        def loadResource(self, _kind: int, name: QUrl | str) -> object:
            address = QUrl(name).toString()
            if not address.startswith(("http:", "file:")):
                return QByteArray()
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                    return QByteArray(answer.read())
            except urllib.error.URLError:
                return QByteArray()

    careless = Careless()
    qtbot.addWidget(careless)
    careless.resize(300, 200)
    careless.show()
    assert active_in_html("<p>harmless <a href='https://a.example'>x</a>") == []
    noticed = []
    for name, body in {**FETCHING, **STYLED}.items():
        before = len(server.asked)
        page = placed(body, server.address, secret)
        careless.setHtml(page)
        careless.grab()
        if len(server.asked) > before:
            noticed.append(name)
        if "<img src='file:" in page:
            assert active_in_document(careless.document()), name
    assert len(noticed) > 10


def test_all_are_kept_as_they_came_and_shown_harmless(
    desk: Desk, sent: dict[str, str], server: WatchingServer, asked: list[str], qtbot: QtBot
) -> None:
    pane, view, paper = BrokerPane(desk), ReadingView(desk), HtmlViewer()
    for widget in (pane, view, paper):
        qtbot.addWidget(widget)
        widget.resize(600, 400)
        widget.show()
    trouble: dict[str, list[str]] = {}
    for line in _lines(desk):
        found = [
            *_kept(desk, line, sent[line.subject]),
            *_in_pane(pane, line, qtbot),
            *_as_received(desk, view, paper, line),
        ]
        if found:
            trouble[line.subject] = found
    assert trouble == {}
    assert server.asked == []
    assert [name for name in asked if not name.startswith("cid:")] == []


def test_saved_and_mailed_they_are_harmless_too(
    desk: Desk, sent: dict[str, str], server: WatchingServer
) -> None:
    trouble = {line.subject: found for line in _lines(desk) if (found := _mailed(desk, line))}
    assert trouble == {}
    assert server.asked == []


@pytest.mark.parametrize(
    "name",
    ["a link that says another", "a style that fetches", "Markdown: brackets by the thousand", "text: tags"],
)
def test_the_window_of_a_message_shows_them_and_prints_them(
    desk: Desk, sent: dict[str, str], server: WatchingServer, asked: list[str], name: str, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    line = next(each for each in _lines(desk) if each.subject == name)
    page = ViewMessagePage(desk, Memory(), line.id, lambda _id, _step: None)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    screen = ViewMessageScreen(page, qtbot)
    screen.wait_words(WORDS)
    screen.wait_for("Account", [ADA])
    screen.choose(0)
    qtbot.waitUntil(lambda: page.view.seen is not None)
    screen.wait_words(WORDS)
    page.grab()
    page.view._put_on_paper()
    page.view._paper.save_pdf(tmp_path / "message.pdf")
    assert active_in_document(page.view._paper.document()) == []
    assert (tmp_path / "message.pdf").stat().st_size > 1_000
    assert (server.asked, asked) == ([], [])


def _lines(desk: Desk) -> list[BrokerLine]:
    return list(broker_list(desk.store).page(Order("at"), BrokerFilter(), None, 1_000))


def _kept(desk: Desk, line: BrokerLine, body: str) -> list[str]:
    with desk.store.read() as unit:
        found = unit.broker.get(line.id)
    assert found is not None
    return [] if (found.original or found.body) == body else ["not kept as it came"]


def _in_pane(pane: BrokerPane, line: BrokerLine, qtbot: QtBot) -> list[str]:
    """In the reading pane of Sent By IB, painted."""
    pane.show_line(line)
    viewer = pane.viewer
    qtbot.waitUntil(lambda: not viewer.document().isEmpty(), timeout=PATIENCE_MS)
    viewer.grab()
    return _looked_at(viewer, "in the pane")


def _as_received(desk: Desk, view: ReadingView, paper: HtmlViewer, line: BrokerLine) -> list[str]:
    """In every form in which the client got it, and on paper."""
    reading = read_message(desk.store, line.id)
    view.show_reading(reading)
    seen = read_as_recipient(desk.store, reading, _account(desk))
    view.forms.show_message(seen.rendered, ())
    found = []
    for form in (Form.EMAIL, Form.TEXT, Form.BULLETIN):
        view.forms.show_form(form)
        found += _looked_at(view.forms.viewer, form.value)
    view.forms.show_form(Form.EMAIL)
    paper.show_html(paper_html(reading, seen, desk.zone))
    return found + _looked_at(paper, "on paper")


def _looked_at(viewer: HtmlViewer, where: str) -> list[str]:
    found = [f"{where}: {each}" for each in active_in_document(viewer.document())]
    words = plain(viewer.toPlainText())
    if WORDS not in words and where != Form.BULLETIN.value:  # of which only the beginning is sent
        found.append(f"{where}: not readable")
    if any(each in words for each in "\u202e\u202d"):
        found.append(f"{where}: read backwards")
    return found


def _mailed(desk: Desk, line: BrokerLine) -> list[str]:
    """As a file, and in the mail that Email Details makes."""
    reading = read_message(desk.store, line.id)
    seen = read_as_recipient(desk.store, reading, _account(desk))
    mail = email.message_from_bytes(eml_of(reading, seen), policy=email.policy.default)
    texts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    found = [f"in the mail: {each}" for each in active_in_html(texts["text/html"])]
    found += [f"in {kind}: not readable" for kind, text in texts.items() if WORDS not in plain(text)]
    asked_for = OfficeMail(
        1, "u", OfficeMailKind.DETAILS, "Ada", "ada@office.example", {"message": line.id, "accounts": None},
        OfficeMailState.QUEUED, 0, "", line.sent_at,
    )  # fmt: skip
    with desk.store.read() as unit:
        letter = details_letter(unit, asked_for)
    found += [f"in the details: {each}" for each in active_in_html(letter.html)]
    if not letter.files and WORDS not in plain(letter.text):
        found.append("in the details: not readable")
    return found


def _account(desk: Desk) -> int:
    with desk.store.read() as unit:
        return unit.accounts.by_number([ADA])[ADA].id
