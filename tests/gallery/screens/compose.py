"""Writing a message: the editor, and Preview to Send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.content.pictures import picture_markdown
from desktop.models.channel import Channel
from desktop.models.language_variant import LanguageVariant
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.outgoing import ComposeMode
from desktop.services.composing import new_draft
from desktop.services.enclosing import keep_attachment, keep_picture
from desktop.services.sample.logo import sample_logo
from desktop.views.compose.editor_page import EditorPage
from desktop.views.preview.check_item import AccountsOf
from desktop.views.preview.preview_page import PreviewPage
from tests.gallery.offices import clients, draft_to
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from desktop.models.outgoing import MessageDraft
    from tests.gallery.stage import Stage

_CONTENT = """Dear {{ account_title | default: "Client" }},

the statement of account **{{ account_number }}** for the year is ready. You find it in *Reports*.

{% if country == "US" %}The tax forms follow in February.{% else %}Please hand it to your tax adviser.{% endif %}

1. Look whether your address is right.
2. Tell us of changes until 15 December.
"""
_WRONG = 'Dear {{ acount_title }},\n\nyour statement {{ account_number | "ready }} can be read now.\n'


def _draft(stage: Stage, count: int = 412) -> MessageDraft:
    sender = stage.desk.actor
    draft = draft_to(clients(stage.desk.store, count), sender, "Your statement for {{ account_number }}")
    return replace(draft, content=_CONTENT)


@screen("editor-empty")
def _empty(stage: Stage) -> None:
    stage.screens.write_message()


@screen("editor-empty-office", OfficeKind.EMPTY)
def _empty_office(stage: Stage) -> None:
    stage.screens.write_message()


@screen("editor-written")
def _written(stage: Stage) -> None:
    stage.screens.write_message(_draft(stage))


@screen("editor-problems")
def _problems(stage: Stage) -> None:
    draft = new_draft(stage.desk.actor)
    stage.screens.write_message(replace(draft, channels=frozenset(), content=_WRONG))
    stage.find(EditorPage).go_on()


@screen("editor-new-template")
def _new_template(stage: Stage) -> None:
    draft = replace(_draft(stage, 40), mode=ComposeMode.NEW_TEMPLATE, template_name="Yearly statement")
    stage.screens.write_message(draft)


@screen("editor-help")
def _help(stage: Stage) -> None:
    stage.screens.write_message(_draft(stage, 40))
    stage.find(EditorPage).help.click()


@screen("confirm")
def _confirm(stage: Stage) -> None:
    stage.screens.edit_template(3)
    page = stage.find(EditorPage)
    page.form.message.subject.insert("Your statement")
    page.cancel.click()


@screen("editor-languages")
def _languages(stage: Stage) -> None:
    stage.screens.write_message(_enclosing_draft(stage))
    fields = stage.find(EditorPage).form.message
    fields.languages.bar.choose("de")
    area = stage.find(EditorPage).halves.form_area
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


@screen("preview-enclosed")
def _preview_enclosed(stage: Stage) -> None:
    stage.screens.write_message(replace(_enclosing_draft(stage), channels=frozenset(Channel)))
    stage.find(EditorPage).go_on()


def _enclosing_draft(stage: Stage) -> MessageDraft:
    store, actor = stage.desk.store, stage.desk.actor
    picture = keep_picture(store, actor, sample_logo())
    attached = (
        keep_attachment(store, actor, "Fees from January 2027.pdf", b"%PDF-1.7 " + bytes(248_000)),
        keep_attachment(store, actor, "How we work.pdf", b"%PDF-1.7 " + bytes(1_240_000)),
    )
    german = LanguageVariant(
        "de",
        "Ihr Auszug für {{ account_number }}",
        "Guten Tag {{ account_title }},\n\nIhr Jahresauszug ist fertig.\n\n"
        + picture_markdown(picture, "Hafen"),
    )
    return replace(_draft(stage), variants=(german,), attachments=attached)


@screen("preview")
def _preview(stage: Stage) -> None:
    stage.screens.write_message(_draft(stage))
    stage.find(EditorPage).go_on()


_UNSETTLED = """Dear {{ account_title }},

your adviser in {{ city }} has [news](http://www.example.com/news) for you.

{% if country == "JP" %}The office in Tokyo is closed on Monday.{% endif %}
{% if country == "AQ" %}Nobody lives there.{% endif %}
"""


def _edges(stage: Stage) -> MessageDraft:
    """To clients with titles of every kind, some of whom have no city."""
    changes: tuple[dict[str, Any], ...] = (
        {"title": "The Alexandria and Bartholomew Featherstonehaugh Charitable Remainder Trust of the Year 1987, "
                  "Represented by its Trustees"},
        {"title": "株式会社 東京海上ホールディングス", "country": "JP"},
        {"title": "شركة الخليج للاستثمار"},
        *({"city": ""} for _ in range(12)),
    )  # fmt: skip
    accounts = clients(stage.desk.store, 412)
    with stage.desk.store.write() as unit:
        unit.accounts.replace(
            [
                replace(account, details=replace(account.details, **change))
                for account, change in zip(accounts[20:], changes, strict=False)
            ]
        )
        unit.commit()
    draft = draft_to(accounts, stage.desk.actor, "News from {{ city }} for {{ account_title }}")
    return replace(draft, content=_UNSETTLED)


@screen("preview-unsettled")
def _preview_unsettled(stage: Stage) -> None:
    stage.screens.write_message(_edges(stage))
    stage.find(EditorPage).go_on()
    stage.settle()
    page = stage.find(PreviewPage)
    page.send()
    page.checks.rows["links"].open()


@screen("preview-settled")
def _preview_settled(stage: Stage) -> None:
    rules = (MissingRule("city", MissingWay.DEFAULT, "your town"),)
    stage.screens.write_message(replace(_edges(stage), missing=rules))
    stage.find(EditorPage).go_on()
    stage.settle()
    page = stage.find(PreviewPage)
    page.checks.rows["edges"].open()
    page.checks.rows["missing-city"].open()
    page.stepper.go_on()
    page.stepper.go_on()


@screen("preview-lacking")
def _preview_lacking(stage: Stage) -> None:
    stage.screens.write_message(_edges(stage))
    stage.find(EditorPage).go_on()
    stage.settle()
    stage.find(PreviewPage).checks.accounts_chosen.emit(AccountsOf("city"))


@screen("preview-bulletin-only")
def _preview_bulletin(stage: Stage) -> None:
    draft = draft_to(clients(stage.desk.store, 12), stage.desk.actor, "Orders left open", "B")
    stage.screens.write_message(draft)
    stage.find(EditorPage).go_on()
