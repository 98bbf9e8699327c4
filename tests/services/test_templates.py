"""Templates on both kinds of store: every version kept, folders shared, uses counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.content.word_changes import PieceKind
from desktop.errors import Conflict, Refused
from desktop.models.channel import Channel
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.models.template import Shelf, TemplateContent
from desktop.models.template_version import VersionKind
from desktop.services.message_control import take_back
from desktop.services.sending import resend_to_all, send
from desktop.services.template_folders import (
    bring_back_folder,
    create_folder,
    delete_folder,
    move_templates,
    rename_folder,
    template_folders,
)
from desktop.services.template_history import compare_versions, restore_version, version_of, versions_of
from desktop.services.templates import (
    TemplateFilter,
    change_template,
    create_template,
    delete_templates,
    duplicate_template,
    restore_templates,
    template_list,
    template_of,
)
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.models.template import Place
    from desktop.store.store import Store
    from tests.support.clock import Clock

FIRST = TemplateContent("Welcome", "Welcome to us", "Dear {{ account_title }},\n\nhello.")
SECOND = TemplateContent(
    "Welcome", "Welcome to Harbor", "Dear client,\n\nhello.", frozenset({Channel.EMAIL}), branded=False
)


@pytest.fixture
def ada(store: Store) -> User:
    return add_user(store)


@pytest.fixture
def grace(store: Store) -> User:
    return add_user(store, Role.SENDER, "Grace Hopper")


def in_place(store: Store, place: Place) -> list[str]:
    page = template_list(store).page(Order("name"), TemplateFilter("", place), None, 50)
    return [template.content.name for template in page]


def folder_named(store: Store, name: str) -> int:
    return next(folder.id for folder in template_folders(store).folders if folder.name == name)


def test_every_save_keeps_what_was_there_before(store: Store, ada: User, grace: User, clock: Clock) -> None:
    number = create_template(store, ada, FIRST).template_id
    begun = clock()
    clock.move(hours=1)
    change_template(store, grace, number, 1, SECOND)
    lines = versions_of(store, number)
    assert [(line.version, line.kind, line.changed_by) for line in lines] == [
        (2, VersionKind.CHANGED, "Grace Hopper"),
        (1, VersionKind.CREATED, "Ada Byron"),
    ]
    assert lines[1].changed_at == begun
    assert version_of(store, number, 1).content == FIRST
    assert version_of(store, number, 2).content == SECOND


def test_an_earlier_version_comes_back_as_a_new_one(store: Store, ada: User, grace: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    change_template(store, grace, number, 1, SECOND)
    restore_version(store, ada, number, 2, 1)
    now = template_of(store, number)
    assert (now.version, now.content, now.changed_by) == (3, FIRST, "Ada Byron")
    line = versions_of(store, number)[0]
    assert (line.kind, line.restored_from) == (VersionKind.RESTORED, 1)
    assert version_of(store, number, 2).content == SECOND
    restore_version(store, ada, number, 3, 2)
    assert template_of(store, number).content == SECOND
    assert len(versions_of(store, number)) == 4


def test_who_restores_what_a_colleague_has_changed_is_told(store: Store, ada: User, grace: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    change_template(store, grace, number, 1, SECOND)
    with pytest.raises(Conflict):
        restore_version(store, ada, number, 1, 1)
    assert template_of(store, number).content == SECOND
    with pytest.raises(Refused, match="no such version"):
        restore_version(store, ada, number, 2, 9)


def test_a_name_that_is_taken_by_now_does_not_come_back(store: Store, ada: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    change_template(store, ada, number, 1, TemplateContent("Farewell", "Bye", "Bye"))
    create_template(store, ada, SECOND)
    with pytest.raises(Refused, match="already a template"):
        restore_version(store, ada, number, 2, 1)


def test_a_deleted_template_keeps_its_history_and_can_come_back(store: Store, ada: User, grace: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    delete_templates(store, grace, [number])
    assert [line.kind for line in versions_of(store, number)] == [VersionKind.DELETED, VersionKind.CREATED]
    assert versions_of(store, number)[0].changed_by == "Grace Hopper"
    assert in_place(store, Shelf.ALL) == []
    assert in_place(store, Shelf.DELETED) == ["Welcome"]
    create_template(store, ada, SECOND)
    restore_templates(store, ada, [number])
    assert in_place(store, Shelf.ALL) == ["Copy of Welcome", "Welcome"]
    assert versions_of(store, number)[0].kind is VersionKind.BROUGHT_BACK
    restore_templates(store, ada, [number])
    assert len(versions_of(store, number)) == 3


def test_two_versions_are_compared_word_by_word(store: Store, ada: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    change_template(store, ada, number, 1, SECOND)
    found = compare_versions(store, number, 1, 2)
    assert [piece.text for piece in found.texts[0].subject if piece.kind is PieceKind.REMOVED] == ["us"]
    assert [piece.text for piece in found.texts[0].subject if piece.kind is PieceKind.ADDED] == ["Harbor"]
    assert found.before.content.branded
    assert not found.after.content.branded


def test_uses_are_counted_as_messages_are_sent(store: Store, ada: User, clock: Clock) -> None:
    number = create_template(store, ada, FIRST).template_id
    accounts = add_accounts(store, [details(1)])
    assert (template_of(store, number).used, template_of(store, number).last_used_at) == (0, None)
    clock.move(hours=1)
    draft = MessageDraft(
        mode=ComposeMode.EXISTING_TEMPLATE, template_id=number, accounts=accounts, reply_to=ada.email,
        subject="Hello", content="Hello",
    )  # fmt: skip
    sent = send(store, ada, draft, uid="one")
    send(store, ada, draft, uid="one")
    assert template_of(store, number).used == 1
    resend_to_all(store, ada, sent.message_id)
    found = template_of(store, number)
    assert (found.used, found.last_used_at, found.version) == (2, clock(), 1)


def test_a_message_taken_back_is_not_counted(store: Store, ada: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    accounts = add_accounts(store, [details(1)])
    draft = MessageDraft(
        mode=ComposeMode.EXISTING_TEMPLATE, template_id=number, accounts=accounts, reply_to=ada.email,
        subject="Hello", content="Hello",
    )  # fmt: skip
    take_back(store, ada, send(store, ada, draft).message_id)
    found = template_of(store, number)
    assert (found.used, found.last_used_at) == (0, None)


def test_what_was_never_used_stands_last_in_the_order_of_use(store: Store, ada: User, clock: Clock) -> None:
    numbers = [create_template(store, ada, TemplateContent(name, "s", "c")).template_id for name in "abc"]
    with store.write("Ada") as unit:
        unit.templates.note_use(numbers[1])
        unit.commit()
    listed = template_list(store)
    order = Order("last_used_at", descending=True)
    first = listed.page(order, TemplateFilter(), None, 1)
    rest = listed.page(order, TemplateFilter(), listed.key_of(order, first[0]), 5)
    assert [row.content.name for row in (*first, *rest)] == ["b", "c", "a"]


def test_folders_hold_templates_and_are_counted(store: Store, ada: User) -> None:
    letters = create_folder(store, ada, "  Yearly   letters ")
    one = create_template(store, ada, FIRST).template_id
    create_template(store, ada, TemplateContent("Farewell", "Bye", "Bye"))
    move_templates(store, ada, [template_of(store, one)], letters)
    assert in_place(store, letters) == ["Welcome"]
    assert in_place(store, Shelf.NO_FOLDER) == ["Farewell"]
    assert template_of(store, one).folder == "Yearly letters"
    found = template_folders(store)
    assert [(each.name, each.templates) for each in found.folders] == [("Yearly letters", 1)]
    assert found.counts[Shelf.ALL] == 2
    assert template_of(store, duplicate_template(store, ada, one).template_id).folder_id == letters


def test_a_folder_needs_a_name_of_its_own(store: Store, ada: User) -> None:
    create_folder(store, ada, "Letters")
    for name, words in (("letters", "already a folder"), ("  ", "no name"), ("x" * 81, "longer than")):
        with pytest.raises(Refused, match=words):
            create_folder(store, ada, name)
    create_folder(store, ada, "Notes")
    notes = next(each for each in template_folders(store).folders if each.name == "Notes")
    with pytest.raises(Refused, match="already a folder"):
        rename_folder(store, ada, notes, "LETTERS")
    rename_folder(store, ada, notes, "notes")


def test_who_renames_or_deletes_a_folder_second_is_told(store: Store, ada: User, grace: User) -> None:
    create_folder(store, ada, "Letters")
    (seen,) = template_folders(store).folders
    rename_folder(store, grace, seen, "Post")
    with pytest.raises(Conflict):
        rename_folder(store, ada, seen, "Mail")
    with pytest.raises(Conflict):
        delete_folder(store, ada, seen)
    assert [each.name for each in template_folders(store).folders] == ["Post"]


def test_a_deleted_folder_leaves_its_templates_and_can_come_back(store: Store, ada: User) -> None:
    letters, notes = create_folder(store, ada, "Letters"), create_folder(store, ada, "Notes")
    numbers = [create_template(store, ada, TemplateContent(name, "s", "c")).template_id for name in "ab"]
    move_templates(store, ada, [template_of(store, number) for number in numbers], letters)
    (folder,) = [each for each in template_folders(store).folders if each.id == letters]
    gone = delete_folder(store, ada, folder)
    assert in_place(store, Shelf.NO_FOLDER) == ["a", "b"]
    move_templates(store, ada, [template_of(store, numbers[1])], notes)
    bring_back_folder(store, ada, gone)
    assert in_place(store, folder_named(store, "Letters")) == ["a"]
    assert in_place(store, notes) == ["b"]


def test_who_moves_a_template_second_is_told_and_nothing_is_half_moved(
    store: Store, ada: User, grace: User
) -> None:
    letters, notes = create_folder(store, ada, "Letters"), create_folder(store, ada, "Notes")
    numbers = [create_template(store, ada, TemplateContent(name, "s", "c")).template_id for name in "ab"]
    seen = [template_of(store, number) for number in numbers]
    move_templates(store, grace, seen[1:], notes)
    with pytest.raises(Conflict):
        move_templates(store, ada, seen, letters)
    assert in_place(store, Shelf.NO_FOLDER) == ["a"]
    assert in_place(store, letters) == []
    with pytest.raises(Conflict):
        move_templates(store, ada, seen[:1], 9_999)


def test_moving_does_not_disturb_who_writes(store: Store, ada: User, grace: User) -> None:
    number = create_template(store, ada, FIRST).template_id
    move_templates(store, grace, [template_of(store, number)], create_folder(store, grace, "Letters"))
    change_template(store, ada, number, 1, SECOND)
    assert template_of(store, number).folder == "Letters"


def test_a_viewer_changes_no_folder(store: Store, ada: User) -> None:
    viewer = add_user(store, Role.VIEWER, "Vera Reader")
    with pytest.raises(Refused):
        create_folder(store, viewer, "Letters")
