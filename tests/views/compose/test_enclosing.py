"""Languages, pictures and attachments in the editor, by keyboard, paste and drop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.content.pictures import picture_kind, pictures_named
from desktop.errors import Refused
from desktop.models.language_variant import LanguageVariant
from desktop.models.outgoing import MessageDraft
from desktop.services.composing import new_draft
from desktop.views.compose.picture_intake import fit_picture, picture_bytes
from desktop.views.kit.notice_stack import NoticeStack
from desktop.views.theme.theme import Theme
from tests.content.test_pictures import picture
from tests.pages.editor import Editor

Open = Callable[[MessageDraft | None], Editor]
GERMAN = LanguageVariant("de", "Ihr Auszug", "Guten Tag")


@pytest.fixture
def editor(desk: Desk, open_editor: Open) -> Editor:
    return open_editor(replace(new_draft(desk.actor), subject="Your statement", content="Dear client"))


def add(editor: Editor, name: str) -> None:
    menu = editor.page.form.message.languages.menu
    next(action for action in menu.actions() if name in action.text()).trigger()


def test_a_language_begins_with_the_default_words_and_keeps_its_own(editor: Editor) -> None:
    fields = editor.page.form.message
    assert not fields.languages.bar.isVisible()
    add(editor, "(de)")
    assert fields.languages.bar.isVisible()
    assert (editor.subject, editor.content) == ("Your statement", "Dear client")
    fields.subject.setText("Ihr Auszug")
    fields.content.setPlainText("Guten Tag")
    draft = editor.page.draft
    assert (draft.subject, draft.content, draft.variants) == ("Your statement", "Dear client", (GERMAN,))
    fields.languages.bar.choose("")
    assert (editor.subject, editor.content) == ("Your statement", "Dear client")
    assert editor.page.draft == draft


def test_the_names_of_two_languages_have_room_in_a_narrow_window(editor: Editor, qtbot: QtBot) -> None:
    editor.page.resize(875, 600)
    languages = editor.page.form.message.languages
    assert languages.add.text() == "Add language"
    add(editor, "(de)")
    add(editor, "(fr)")
    qtbot.waitUntil(lambda: languages.bar.width() >= languages.bar.sizeHint().width() - 1)
    assert [languages.bar.tabText(place) for place in range(3)] == ["Default", "Deutsch", "français"]
    assert languages.bar.tabToolTip(1) == "Deutsch (de)"
    assert languages.add.accessibleName() == "Add language"


def test_two_versions_of_one_language_keep_their_tags_apart(desk: Desk, open_editor: Open) -> None:
    both = (LanguageVariant("de", "a", "b"), LanguageVariant("de-CH", "c", "d"))
    bar = open_editor(replace(new_draft(desk.actor), variants=both)).page.form.message.languages.bar
    shown = [bar.tabText(place) for place in range(3)]
    assert len(set(shown)) == 3


def test_the_preview_follows_the_language_that_is_written(editor: Editor) -> None:
    add(editor, "(de)")
    editor.page.form.message.content.setPlainText("Guten Tag")
    editor.settle()
    assert "Guten Tag" in editor.page.preview.forms.viewer.toPlainText()
    editor.page.form.message.languages.bar.choose("")
    editor.settle()
    assert "Dear client" in editor.page.preview.forms.viewer.toPlainText()


def test_a_problem_leads_to_its_language(desk: Desk, open_editor: Open) -> None:
    wrong = replace(GERMAN, content="Guten Tag {{ acount_title }}")
    editor = open_editor(
        replace(new_draft(desk.actor), subject="S", content="C", variants=(wrong,), accounts=(1,))
    )
    editor.page.go_on()
    assert editor.page.form.message.languages.language == "de"
    assert "acount_title" in editor.content


def test_a_language_is_removed_after_asking(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(replace(new_draft(desk.actor), subject="S", content="C", variants=(GERMAN,)))
    fields = editor.page.form.message
    fields.languages.bar.choose("de")
    fields.languages.remove.click()
    assert [each.language for each in editor.page.draft.variants] == ["de"]
    editor.confirm().yes.click()
    assert [each.language for each in editor.page.draft.variants] == []
    assert editor.content == "C"
    assert "(de)" in " ".join(action.text() for action in fields.languages.menu.actions())


def test_a_pasted_picture_is_kept_and_named(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    data = QMimeData()
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    data.setImageData(image)
    content = editor.page.form.message.content
    assert content.canInsertFromMimeData(data)
    content.insertFromMimeData(data)
    qtbot.waitUntil(lambda: "![picture](cid:" in editor.content)
    (digest,) = pictures_named([editor.content])
    with desk.store.read() as unit:
        assert picture_kind(unit.files.data([digest])[digest]) == ("image/png", 30, 20)
    editor.settle()
    assert "\ufffc" in editor.page.preview.forms.viewer.toPlainText()


def test_what_comes_with_words_is_pasted_as_words(editor: Editor) -> None:
    data = QMimeData()
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    data.setText("a cell")
    editor.page.form.message.content.insertFromMimeData(data)
    assert "a cell" in editor.content


def test_dropped_files_become_pictures_or_attachments(
    editor: Editor, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    lake, fees, program = tmp_path / "lake.png", tmp_path / "Fees.pdf", tmp_path / "setup.exe"
    lake.write_bytes(picture("PNG"))
    fees.write_bytes(b"%PDF-1.7 fees")
    program.write_bytes(b"MZ")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (lake, fees, program)])
    editor.page.form.message.content.insertFromMimeData(data)
    qtbot.waitUntil(lambda: "![lake](cid:" in editor.content and bool(editor.page.draft.attachments))
    assert [each.name for each in editor.page.draft.attachments] == ["Fees.pdf"]
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    (told,) = desk.notices.take()
    assert told.text == "“setup.exe” was not attached"
    assert "program" in told.detail


def test_a_refusal_of_a_file_goes_with_the_page_and_waits_for_it(
    desk: Desk, editor: Editor, tmp_path: Path, theme: Theme
) -> None:
    stack = NoticeStack()
    stack.listen(desk.notices)
    program = tmp_path / "trial.exe"
    program.write_bytes(b"MZ")
    offered = editor.page.form.message.attachments.files_offered
    offered.emit([program])
    editor.settle()
    assert [bar.tells_of_trouble for bar in stack.bars] == [True]
    editor.page.hide()
    assert stack.bars == []
    offered.emit([program])
    editor.settle()
    assert stack.bars == []
    editor.page.show()
    assert len(stack.bars) == 1
    stack.deleteLater()


def test_attachments_are_listed_with_their_size_and_removed(
    editor: Editor, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = editor.page.form.message.attachments
    for name, letter in (("Fees.pdf", b"x"), ("Prices.csv", b"y")):
        (tmp_path / name).write_bytes(letter * 2_500)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        place = QPointF(QPoint(2, 2))
        no = Qt.KeyboardModifier.NoModifier
        shown.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no))
    qtbot.waitUntil(lambda: len(shown.attachments) == 2)
    assert "5 KB" in shown.note.text()
    remove = next(each for each in shown.rows[0].children() if hasattr(each, "click"))
    remove.click()
    assert [each.name for each in editor.page.draft.attachments] == ["Prices.csv"]


def test_a_template_takes_languages_and_attachments_along(desk: Desk, open_editor: Open) -> None:
    draft = replace(new_draft(desk.actor), subject="S", content="C", variants=(GERMAN,))
    editor = open_editor(draft)
    assert editor.page.draft == draft
    assert not editor.page.is_dirty()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_is_fit_stays_as_it_is(kind: str) -> None:
    data = picture(kind)
    assert fit_picture(data) == data


def test_pictures_are_made_smaller_stripped_and_shown_by_every_mail_program() -> None:
    large = picture_kind(fit_picture(picture("PNG", 4_000, 1_000)))
    assert large == ("image/png", 1_600, 400)
    webp = picture_kind(fit_picture(picture("WEBP")))
    assert webp is not None
    assert webp[0] == "image/jpeg"
    with_place = picture("JPEG")[:2] + b"\xff\xe1\x00\x10Exif\x00\x00" + b"secret!!" + picture("JPEG")[2:]
    assert b"secret" not in fit_picture(with_place)
    titled = QImage(10, 10, QImage.Format.Format_ARGB32)
    titled.fill(0)
    titled.setText("Author", "Jordan Avery")
    assert b"Jordan" not in fit_picture(picture_bytes(titled))


def test_noise_that_no_png_holds_is_made_to_fit() -> None:
    noise = QImage.fromData(picture("PNG", 1_500, 1_500))
    for place in range(1_500):
        for other in range(0, 1_500, 3):
            noise.setPixel(place, other, (place * 7_919 + other * 104_729) % 16_777_216)
    fit = fit_picture(picture_bytes(noise))
    assert len(fit) <= 1_000_000


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + bytes(30), b"<svg/>"])
def test_what_only_claims_to_be_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="not inserted"):
        fit_picture(data)
