"""Drafts on both stores: nothing that was written is lost, and nothing that was sent comes back."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop.errors import Refused, StoreUnavailable
from desktop.models.kept_draft import DraftSnapshot
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.outgoing import MessageDraft
from desktop.services import drafts
from desktop.services.draft_files import DraftFiles
from desktop.services.drafts import DraftFate
from desktop.services.sending import send
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

BEGIN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NEWEST = Order("changed_at", descending=True)


@pytest.fixture
def ada(store: Store) -> User:
    return add_user(store)


@pytest.fixture
def files(tmp_path: Path) -> DraftFiles:
    return DraftFiles(tmp_path / "unsaved", "office")


def taken(user: User, content: str = "Words", **changes: object) -> DraftSnapshot:
    """A first snapshot of a message by ``user``."""
    draft = MessageDraft(subject="Hello", content=content, reply_to=user.email)
    values: dict[str, object] = {
        "uid": drafts.new_uid(),
        "owner": user.id,
        "writer": "editor",
        "version": 0,
        "edits": 1,
        "taken_at": BEGIN,
        "draft": draft,
        **changes,
    }
    return DraftSnapshot(**values)  # type: ignore[arg-type]


def later(first: DraftSnapshot, content: str, version: int = 1, **changes: object) -> DraftSnapshot:
    """The same message after some more typing."""
    draft = replace(first.draft, content=content)
    values = {"draft": draft, "version": version, "edits": first.edits + 1, **changes}
    return replace(first, **values)  # type: ignore[arg-type]


def contents(store: Store, user: User) -> list[str]:
    """What the user's drafts say, the newest first."""
    lines = drafts.draft_list(store, lambda: user.id).page(NEWEST, "", None, 100)
    return [drafts.open_draft(store, user, line.id).read.draft.content for line in lines]


def away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the store cannot be written."""

    def refuse(_actor: str = "") -> None:
        raise StoreUnavailable("The store cannot be reached", "The server did not answer.", "Wait.")

    monkeypatch.setattr(store, "write", refuse)


def test_a_draft_is_kept_and_found_again_whole(
    store: Store, ada: User, files: DraftFiles, clock: Clock
) -> None:
    accounts = add_accounts(store, [details(n) for n in (3, 1, 2)])
    first = taken(ada)
    whole = replace(first.draft, accounts=accounts, send_at=clock(), only_office_hours=True, branded=False)
    report = drafts.save_draft(store, files, ada, replace(first, draft=whole))
    assert report.fate is DraftFate.SAVED
    assert report.kept is not None
    kept = drafts.open_draft(store, ada, report.kept.id)
    assert kept.read.draft == whole
    assert (kept.uid, kept.version, kept.changed_at) == (first.uid, 1, clock())
    (line,) = drafts.draft_list(store, lambda: ada.id).page(NEWEST, "", None, 10)
    assert (line.subject, line.recipients, line.channels) == ("Hello", 3, whole.channels)


def test_typing_on_rewrites_the_words_and_leaves_the_recipients_alone(
    store: Store, ada: User, files: DraftFiles
) -> None:
    first = taken(ada, draft=MessageDraft(content="a", accounts=(1, 2, 3)))
    drafts.save_draft(store, files, ada, first)
    before = packed(store)
    again = later(first, "ab", new_recipients=False)
    drafts.save_draft(store, files, ada, replace(again, draft=replace(again.draft, accounts=())))
    assert packed(store) == before
    drafts.save_draft(store, files, ada, later(again, "abc", 2, new_recipients=True))
    assert contents(store, ada) == ["abc"]


def packed(store: Store) -> bytes:
    with store.read() as unit:
        return bytes(unit.connection.execute(text("SELECT packed FROM draft_recipients")).scalar_one())


def test_an_answer_that_was_lost_is_no_conflict(store: Store, ada: User, files: DraftFiles) -> None:
    first = taken(ada)
    drafts.save_draft(store, files, ada, first)
    drafts.save_draft(store, files, ada, first)
    report = drafts.save_draft(store, files, ada, later(first, "More", version=0))
    assert report.fate is DraftFate.SAVED
    assert contents(store, ada) == ["More"]


def test_the_slower_of_two_windows_is_told_and_nothing_is_overwritten(
    store: Store, ada: User, files: DraftFiles
) -> None:
    first = taken(ada)
    drafts.save_draft(store, files, ada, first)
    drafts.save_draft(store, files, ada, later(first, "Theirs", writer="other"))
    report = drafts.save_draft(store, files, ada, later(first, "Mine"))
    assert report.fate is DraftFate.CHANGED
    assert report.kept is not None
    assert report.kept.read.draft.content == "Theirs"
    assert contents(store, ada) == ["Theirs"]


def test_sending_takes_the_draft_away_in_the_same_transaction(
    store: Store, ada: User, files: DraftFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = add_accounts(store, [details(1)])
    first = taken(ada)
    ready = replace(first, draft=replace(first.draft, accounts=accounts))
    drafts.save_draft(store, files, ada, ready)
    with monkeypatch.context() as broken:
        broken.setattr("desktop.store.message_rows.MessageRows.get", lambda *_: None)
        with pytest.raises(Refused):
            send(store, ada, ready.draft, uid=first.uid)
    assert contents(store, ada) == ["Words"], "what was not sent is still a draft"
    sent = send(store, ada, ready.draft, uid=first.uid)
    assert contents(store, ada) == []
    assert send(store, ada, ready.draft, uid=first.uid).message_id == sent.message_id
    late = drafts.save_draft(store, files, ada, later(ready, "Typed too late"))
    assert late.fate is DraftFate.SENT
    assert contents(store, ada) == []
    assert leftovers(store) == 0


def leftovers(store: Store) -> int:
    with store.read() as unit:
        return int(unit.connection.execute(text("SELECT count(*) FROM draft_recipients")).scalar_one())


def test_drafts_are_their_writers_own(store: Store, ada: User, files: DraftFiles) -> None:
    grace = add_user(store, Role.SENDER, "Grace Hopper")
    report = drafts.save_draft(store, files, ada, taken(ada))
    assert report.kept is not None
    number = report.kept.id
    assert contents(store, grace) == []
    assert drafts.count_drafts(store, grace) == 0
    with pytest.raises(Refused, match="not there"):
        drafts.open_draft(store, grace, number)
    drafts.delete_drafts(store, grace, [number])
    assert drafts.count_drafts(store, ada) == 1
    assert drafts.draft_by_uid(store, grace, report.kept.uid) is None


def test_a_deleted_draft_comes_back_and_long_after_is_gone(
    store: Store, ada: User, files: DraftFiles, clock: Clock
) -> None:
    first = taken(ada)
    report = drafts.save_draft(store, files, ada, first)
    assert report.kept is not None
    drafts.delete_drafts(store, ada, [report.kept.id])
    assert contents(store, ada) == []
    assert drafts.save_draft(store, files, ada, later(first, "x")).fate is DraftFate.DELETED
    drafts.forget_deleted(store, ada, clock())
    drafts.restore_drafts(store, ada, [report.kept.id])
    assert contents(store, ada) == ["Words"]
    drafts.delete_drafts(store, ada, [report.kept.id])
    clock.move(days=31)
    drafts.forget_deleted(store, ada, clock())
    drafts.restore_drafts(store, ada, [report.kept.id])
    assert contents(store, ada) == []
    assert leftovers(store) == 0


def test_drafts_are_found_by_their_words_and_the_newest_comes_first(
    store: Store, ada: User, files: DraftFiles, clock: Clock
) -> None:
    for content in ("Fees", "Holidays", "Fées and more"):
        drafts.save_draft(store, files, ada, taken(ada, content))
        clock.move(minutes=1)
    listed = drafts.draft_list(store, lambda: ada.id)
    assert contents(store, ada) == ["Fées and more", "Holidays", "Fees"]
    assert len(listed.page(NEWEST, "fees", None, 10)) == 2


def test_what_is_taken_back_is_a_draft_of_its_own_within_the_transaction(store: Store, ada: User) -> None:
    with store.write(ada.name) as unit:
        drafts.keep(unit, ada, MessageDraft(content="Undone"))
    assert drafts.count_drafts(store, ada) == 0, "undone with the rest"
    with store.write(ada.name) as unit:
        number = drafts.keep(unit, ada, MessageDraft(content="Taken back"))
        unit.commit()
    assert drafts.open_draft(store, ada, number).read.draft.content == "Taken back"


def test_a_damaged_draft_is_shown_as_such_with_its_text(store: Store, ada: User, files: DraftFiles) -> None:
    report = drafts.save_draft(store, files, ada, taken(ada, "Precious words"))
    assert report.kept is not None
    with store.write() as unit:
        unit.connection.execute(text("UPDATE draft SET form = substr(form, 1, length(form) - 20)"))
        unit.connection.execute(text("UPDATE draft_recipients SET packed = '123'::bytea") if unit.is_postgres
                                else text("UPDATE draft_recipients SET packed = x'313233'"))  # fmt: skip
        unit.commit()
    (line,) = drafts.draft_list(store, lambda: ada.id).page(NEWEST, "", None, 10)
    assert line.is_damaged
    kept = drafts.open_draft(store, ada, report.kept.id)
    assert kept.read.is_damaged
    assert (kept.read.draft.content, kept.read.draft.subject) == ("Precious words", "Hello")
    assert kept.read.draft.accounts == ()


def test_text_that_a_database_cannot_hold_is_kept_all_the_same(
    store: Store, ada: User, files: DraftFiles
) -> None:
    odd = MessageDraft(subject="a\0b\ud800", content="c\0d\udfff")
    report = drafts.save_draft(store, files, ada, taken(ada, draft=odd))
    assert report.kept is not None
    assert drafts.open_draft(store, ada, report.kept.id).read.draft == odd


def test_while_the_store_is_away_a_private_file_has_it(
    store: Store, ada: User, files: DraftFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = tuple(range(1, 500))
    first = taken(ada, draft=MessageDraft(content="Far from home", accounts=accounts))
    with monkeypatch.context() as cut:
        away(store, cut)
        report = drafts.save_draft(store, files, ada, first)
    assert report.fate is DraftFate.IN_FILE
    assert report.refusal is not None
    assert report.refusal.title == "The store cannot be reached"
    (path,) = (tmp_path / "unsaved").iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert drafts.take_in(store, files, ada) == 1
    assert contents(store, ada) == ["Far from home"]
    assert list((tmp_path / "unsaved").iterdir()) == []


def test_a_file_waits_until_the_store_is_back(
    store: Store, ada: User, files: DraftFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.keep_in_file(files, taken(ada))
    with monkeypatch.context() as cut:
        away(store, cut)
        with pytest.raises(StoreUnavailable):
            drafts.take_in(store, files, ada)
    assert drafts.take_in(store, files, ada) == 1


@pytest.mark.parametrize("file_is_newer", [True, False])
def test_of_one_editors_states_the_newer_counts_whatever_the_clock_says(
    store: Store, ada: User, files: DraftFiles, clock: Clock, *, file_is_newer: bool
) -> None:
    first = taken(ada)
    drafts.save_draft(store, files, ada, first)
    second, third = later(first, "second"), later(later(first, "second"), "third")
    in_file, in_store = (third, second) if file_is_newer else (second, third)
    drafts.keep_in_file(files, in_file)
    clock.move(hours=-1 if file_is_newer else 1)
    drafts._save(store, ada, in_store)
    drafts.take_in(store, files, ada)
    assert contents(store, ada) == ["third"]
    assert files.of(ada.id) == []


def test_where_file_and_store_went_on_apart_both_are_kept(
    store: Store, ada: User, files: DraftFiles, clock: Clock
) -> None:
    first = taken(ada)
    drafts.save_draft(store, files, ada, first)
    drafts.keep_in_file(files, later(first, "In the file"))
    clock.move(minutes=1)
    drafts.save_draft(store, files, ada, later(first, "In the store", writer="other"))
    drafts.take_in(store, files, ada)
    assert sorted(contents(store, ada)) == ["In the file", "In the store"]
    assert drafts.take_in(store, files, ada) == 0


def test_a_file_of_what_was_sent_or_deleted_does_not_bring_it_back(
    store: Store, ada: User, files: DraftFiles
) -> None:
    accounts = add_accounts(store, [details(1)])
    sent, thrown = taken(ada), taken(ada, writer="other")
    send(store, ada, replace(sent.draft, accounts=accounts), uid=sent.uid)
    drafts.save_draft(store, files, ada, thrown)
    report = drafts.draft_by_uid(store, ada, thrown.uid)
    assert report is not None
    drafts.delete_drafts(store, ada, [report.id])
    for each in (sent, later(thrown, "x")):
        drafts.keep_in_file(files, each)
    assert drafts.take_in(store, files, ada) == 0
    assert contents(store, ada) == []
    assert files.of(ada.id) == []


def test_a_late_answer_does_not_take_newer_words_from_the_file(
    store: Store, ada: User, files: DraftFiles
) -> None:
    first = taken(ada)
    newer = later(first, "Typed while the store was slow", version=0)
    drafts.keep_in_file(files, newer)
    drafts.keep_in_file(files, first)
    drafts.save_draft(store, files, ada, first)
    assert [each.draft.content for each in files.of(ada.id)] == ["Typed while the store was slow"]
    drafts.take_in(store, files, ada)
    assert contents(store, ada) == ["Typed while the store was slow"]


def test_files_of_others_and_of_other_stores_are_left_alone(
    store: Store, ada: User, files: DraftFiles, tmp_path: Path
) -> None:
    drafts.keep_in_file(files, taken(ada))
    drafts.keep_in_file(DraftFiles(tmp_path / "unsaved", "elsewhere"), taken(ada))
    assert files.of(ada.id + 1) == []
    assert len(files.of(ada.id)) == 1
    drafts.take_in(store, files, ada)
    assert len(list((tmp_path / "unsaved").iterdir())) == 1


@pytest.mark.parametrize("left", [40, 0])
def test_a_broken_file_gives_what_it_has(
    store: Store, ada: User, files: DraftFiles, tmp_path: Path, left: int
) -> None:
    drafts.keep_in_file(files, taken(ada, "Precious words"))
    (path,) = (tmp_path / "unsaved").iterdir()
    whole = path.read_text("utf-8")
    end = whole.index("Precious words") + len("Precious words")
    path.write_text(whole[: end if left else 0], "utf-8")
    drafts.take_in(store, files, ada)
    assert contents(store, ada) == (["Precious words"] if left else [])
    assert [each.suffix for each in (tmp_path / "unsaved").iterdir()] == [".unreadable"]


def test_a_file_in_the_place_of_the_folder_is_said(ada: User, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert drafts.keep_in_file(DraftFiles(tmp_path / "x", "office"), taken(ada)) is DraftFate.NOWHERE


def test_whoever_may_not_send_has_it_in_a_file_and_is_told(store: Store, files: DraftFiles) -> None:
    viewer = add_user(store, Role.VIEWER, "Vera Viewer")
    report = drafts.save_draft(store, files, viewer, taken(viewer))
    assert report.fate is DraftFate.IN_FILE
    assert report.refusal is not None


def test_a_thrown_away_draft_is_gone_from_file_and_store_and_can_be_had_back(
    store: Store, ada: User, files: DraftFiles
) -> None:
    first = taken(ada)
    drafts.save_draft(store, files, ada, first)
    drafts.keep_in_file(files, later(first, "x"))
    number = drafts.discard_draft(store, files, ada, first.uid)
    assert (contents(store, ada), files.of(ada.id)) == ([], [])
    assert number is not None
    drafts.restore_drafts(store, ada, [number])
    assert contents(store, ada) == ["Words"]
    assert drafts.discard_draft(store, files, ada, drafts.new_uid()) is None


@pytest.mark.parametrize(
    ("draft", "is_worth"),
    [
        (MessageDraft(), False),
        (MessageDraft(reply_to="a@b.example", signature_user=3, branded=False, channels=frozenset()), False),
        (MessageDraft(content="x"), True),
        (MessageDraft(accounts=(1,)), True),
        (MessageDraft(template_name="Letter"), True),
    ],
)
def test_an_empty_draft_is_not_worth_keeping(draft: MessageDraft, *, is_worth: bool) -> None:
    assert drafts.is_worth_keeping(draft) is is_worth
