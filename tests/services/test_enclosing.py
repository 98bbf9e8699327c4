"""Language variants, pictures and attachments, from the draft to what each client got, on both stores."""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from desktop.content.pictures import picture_markdown
from desktop.errors import Refused
from desktop.models.attachment import Attachment
from desktop.models.channel import Channel
from desktop.models.language_variant import LanguageVariant, variant_for
from desktop.models.listing import Order
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.outgoing import MessageDraft
from desktop.models.template import TemplateContent
from desktop.services.composing import draft_like, draft_problems, live_preview, made_from
from desktop.services.delivering import Deliverer
from desktop.services.enclosing import (
    attachment_of,
    keep_attachment,
    keep_picture,
    size_words,
    with_attachment,
)
from desktop.services.keeping import ContentKeeper
from desktop.services.previewing import see
from desktop.services.sending import resend_to_all, send
from desktop.services.sent import DeliveryFilter, content_of, delivery_list, message_of
from desktop.services.survey import survey
from desktop.services.templates import create_template, template_content, template_of
from desktop.services.trial_letter import send_trial
from desktop.store.file_tables import kept_file
from desktop.store.tables import sent_base
from tests.content.test_pictures import picture
from tests.support.fake_mail import FakeMail
from tests.support.stores import add_accounts, add_user, details, without_undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User
    from desktop.models.sent_content import SentContent
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

GERMAN = LanguageVariant("de", "Ihr Auszug", "Guten Tag {{ account_title }}, *fertig*.")
PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def ada(store: Store) -> User:
    without_undo(store)
    return add_user(store)


@pytest.fixture
def accounts(store: Store) -> tuple[int, ...]:
    languages = ("en", "de", "de-CH", "")
    return add_accounts(store, [details(n, language=each) for n, each in enumerate(languages, 1)])


def draft_of(ada: User, accounts: tuple[int, ...]) -> MessageDraft:
    return MessageDraft(
        channels=frozenset(Channel), accounts=accounts, reply_to=ada.email, subject="Your statement",
        content="Dear {{ account_title }}, *ready*.", variants=(GERMAN,),
    )  # fmt: skip


def delivered(store: Store, message_id: int) -> dict[tuple[str, Channel], SentContent]:
    """What each client got over each channel."""
    deliverer = Deliverer(store, FakeMail().ways(), "one")
    while not deliverer.step().was_idle:
        pass
    deliverer.close()
    found = {}
    for line in delivery_list(store, message_id).page(Order("number"), DeliveryFilter(), None, 100):
        content = content_of(store, line.id)
        assert content is not None
        found[line.number, line.channel] = content
    return found


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-CH", "de"),
        ("de_AT", "de"),
        ("pt-BR", "pt-BR"),
        ("pt", None),
        ("", None),
    ],
)
def test_a_language_is_matched_whole_then_by_its_first_part(language: str, chosen: str | None) -> None:
    found = variant_for((LanguageVariant("de"), LanguageVariant("pt-BR")), language)
    assert (found.language if found else None) == chosen


def test_each_client_gets_the_words_of_their_language_on_every_channel(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    sent = send(store, ada, draft_of(ada, accounts))
    got = delivered(store, sent.message_id)
    assert len(got) == 12
    for (number, channel), content in got.items():
        is_german = number in {"U0000002", "U0000003"}
        words = content.text or content.html
        assert ("Guten Tag" in words, "Dear" in words) == (is_german, not is_german), (number, channel)
        assert ("fertig" in words) is is_german
        if channel is not Channel.BULLETIN:
            assert content.subject == ("Ihr Auszug" if is_german else "Your statement")
        assert f"Client {int(number[1:])}" in words


def test_resending_and_beginning_anew_keep_every_language(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    attached = keep_attachment(store, ada, "Fees.pdf", PDF)
    first = send(store, ada, replace(draft_of(ada, accounts), attachments=(attached,)))
    again = resend_to_all(store, ada, first.message_id)
    got = delivered(store, again.message_id)["U0000002", Channel.EMAIL]
    assert got.subject == "Ihr Auszug"
    assert [file.name for file in got.files] == ["Fees.pdf"]
    anew = draft_like(store, first.message_id)
    assert (anew.variants, anew.attachments) == ((GERMAN,), (attached,))


def test_the_preview_is_in_the_language_of_the_recipient(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    draft = draft_of(ada, accounts)
    assert [see(store, ada, draft, each).rendered.subject for each in accounts] == [
        "Your statement", "Ihr Auszug", "Ihr Auszug", "Your statement",
    ]  # fmt: skip
    seen = live_preview(store, ada, draft, accounts[0], "de").rendered
    assert seen is not None
    assert seen.subject == "Ihr Auszug"


def test_a_template_keeps_its_languages_and_attachments(store: Store, ada: User) -> None:
    attached = keep_attachment(store, ada, "Fees.pdf", PDF)
    content = TemplateContent("Letter", "S", "C", variants=(GERMAN,), attachments=(attached,))
    template = template_of(store, create_template(store, ada, content).template_id)
    assert template.content == content
    draft = made_from(MessageDraft(template_name="Letter"), template)
    assert template_content(draft) == content


def test_problems_name_the_language_they_stand_in(ada: User) -> None:
    wrong = replace(GERMAN, subject=" ", content="{{ nonsense }}")
    found = draft_problems(replace(draft_of(ada, (1,)), variants=(wrong,)))
    assert {(each.field.value, each.language) for each in found} == {("subject", "de"), ("content", "de")}


def test_a_language_without_words_or_there_twice_is_not_sent(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    draft = draft_of(ada, accounts)
    for variants, words in (
        ((LanguageVariant("fr", "Bonjour", " "),), "nothing yet in the language “fr”"),
        ((GERMAN, replace(GERMAN, language="DE")), "two versions"),
    ):
        with pytest.raises(Refused, match=words):
            send(store, ada, replace(draft, variants=variants))


def test_a_picture_travels_once_and_is_named_in_every_form(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    data = picture("PNG")
    digest = keep_picture(store, ada, data)
    assert keep_picture(store, ada, data) == digest
    draft = draft_of(ada, accounts)
    sent = send(store, ada, replace(draft, content=f"Look: {picture_markdown(digest, 'A lake')}"))
    got = delivered(store, sent.message_id)
    for channel in (Channel.EMAIL, Channel.MESSAGE_CENTER):
        english, german = got["U0000001", channel], got["U0000002", channel]
        (image,) = english.images
        assert image.data == data
        assert f'src="cid:{image.cid}"' in english.html
        assert german.images == ()
    assert "[A lake]" in got["U0000001", Channel.EMAIL].text
    parsed = email.message_from_bytes(got["U0000001", Channel.EMAIL].raw, policy=email.policy.default)
    assert parsed.get_content_type() == "multipart/related"


def test_attachments_reach_mail_and_message_center_and_are_kept_once_a_message(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    attached = keep_attachment(store, ada, "Übersicht.pdf", PDF)
    sent = send(store, ada, replace(draft_of(ada, accounts), variants=(), attachments=(attached,)))
    got = delivered(store, sent.message_id)
    for channel in (Channel.EMAIL, Channel.MESSAGE_CENTER):
        for number in ("U0000001", "U0000004"):
            (file,) = got[number, channel].files
            assert (file.name, file.mime_type, file.data) == ("Übersicht.pdf", "application/pdf", PDF)
    with store.read() as unit:
        count = select(func.count()).select_from
        assert unit.connection.execute(count(kept_file)).scalar_one() == 1
        assert unit.connection.execute(count(sent_base)).scalar_one() == len(Channel)


def test_a_picture_has_a_short_name_and_its_whole_digest_names_it_too(store: Store, ada: User) -> None:
    data = picture("PNG")
    name = keep_picture(store, ada, data)
    assert name == hashlib.sha256(data).hexdigest()[:12]
    assert keep_picture(store, ada, data) == name
    whole = hashlib.sha256(data).hexdigest()
    accounts = add_accounts(store, [details(1)])
    draft = replace(draft_of(ada, accounts), content=f"![a](cid:{name}) ![b](cid:{whole})", variants=())
    content = delivered(store, send(store, ada, draft).message_id)["U0000001", Channel.EMAIL]
    assert [image.data for image in content.images] == [data, data]


def test_a_short_name_means_the_same_picture_for_ever(store: Store, ada: User) -> None:
    data, other = picture("PNG"), picture("PNG", 41)
    digest = hashlib.sha256(data).hexdigest()
    with store.write() as unit:
        first = {"digest": digest[:12] + "0" * 52, "size": len(other), "data": other}
        unit.connection.execute(insert(kept_file).values(first | {"added_at": unit.now}))
        unit.commit()
    assert keep_picture(store, ada, data) == digest
    with store.read() as unit:
        assert unit.files.data([digest[:12], digest]) == {digest[:12]: other, digest: data}
        assert unit.files.sizes([digest[:12]]) == {digest[:12]: len(other)}


def test_programs_are_refused_in_words(store: Store, ada: User) -> None:
    for name, data in (
        ("setup.exe", b"x"), ("Fees.pdf", b"MZ\x90"), ("Fees.PDF.js", b"x"), ("run", b"#!/bin/sh"),
        ("macro.xlsm", b"PK"), ("page.html", b"<p>"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="program"):
            keep_attachment(store, ada, name, data)
    with pytest.raises(Refused, match="empty"):
        keep_attachment(store, ada, "Fees.pdf", b"")
    with pytest.raises(Refused, match="larger than 10 MB"):
        attachment_of("Fees.pdf", bytes(10_000_001))
    with pytest.raises(Refused, match="not a PNG"):
        keep_picture(store, ada, b"<svg/>")
    with pytest.raises(Refused, match="larger than 1 MB"):
        keep_picture(store, ada, picture("PNG") + bytes(1_000_000))


def test_what_is_too_much_together_is_refused_when_added_and_when_sent(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    half = Attachment("a.pdf", "application/pdf", 6_000_000, "1" * 64)
    other = replace(half, digest="2" * 64)
    with pytest.raises(Refused, match="12 MB together"):
        with_attachment([half], other)
    kept = keep_attachment(store, ada, "a.pdf", PDF)
    draft = draft_of(ada, accounts)
    with pytest.raises(Refused, match="12 MB together"):
        send(store, ada, replace(draft, attachments=(replace(kept, size=12_000_000),)))
    with pytest.raises(Refused, match="not in the store"):
        send(store, ada, replace(draft, attachments=(half,)))
    with pytest.raises(Refused, match="not in the store"):
        send(store, ada, replace(draft, content=picture_markdown("3" * 64, "")))


def test_two_files_of_one_name_get_names_of_their_own() -> None:
    one = Attachment("a.pdf", "application/pdf", 1, "1" * 64)
    both = with_attachment([one], replace(one, name="A.pdf", digest="2" * 64))
    assert [each.name for each in both] == ["a.pdf", "A (2).pdf"]
    assert with_attachment(both, one) == both


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size_words(each) for each in (1, 12_400, 10_000_000, 1_250_000)] == [
        "0.1 KB", "12.4 KB", "10 MB", "1.2 MB",
    ]  # fmt: skip


class Telling:
    """Hears how far a look is."""

    def report(self, done: int, total: int, words: str = "") -> None:
        """Nobody waits for it here."""

    def check(self) -> None:
        """Nobody calls it off."""


def test_what_is_missing_is_looked_for_in_the_words_that_each_client_gets(store: Store, ada: User) -> None:
    languages = {1: "en", 2: "de", 3: "de-CH", 4: "fr"}
    listed = [details(n, language=tag, city="Bern" if n == 3 else "") for n, tag in languages.items()]
    accounts = add_accounts(store, listed)
    german = LanguageVariant(
        "de", "Neues", "Guten Tag in {{ city }}{% if account_type == 'x' %} nie{% endif %}"
    )
    draft = replace(draft_of(ada, accounts), variants=(german,))
    found = survey(store, ada, draft, progress=Telling())
    assert {keyword: list(lacking) for keyword, lacking in found.lacking.items()} == {"city": [accounts[1]]}
    assert len(found.unmet) == 1
    with pytest.raises(Refused, match="“city” has no value for 1 account"):
        send(store, ada, draft)
    skipping = replace(draft, missing=(MissingRule("city", MissingWay.SKIP),))
    totals = message_of(store, send(store, ada, skipping).message_id).totals
    assert (totals.skipped, totals.total) == (len(Channel), 4 * len(Channel))


def test_a_test_mail_is_the_one_its_recipient_would_get(
    store: Store, ada: User, accounts: tuple[int, ...]
) -> None:
    attached = keep_attachment(store, ada, "Fees.pdf", PDF)
    mail = FakeMail()
    draft = replace(draft_of(ada, accounts), attachments=(attached,))
    send_trial(store, ada, mail.ways(), draft, accounts[1], lambda: None, "")
    ((_to, raw),) = mail.sent
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert parsed["Subject"] == "[Test] Ihr Auszug"
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["Fees.pdf"]


def test_large_attachments_do_not_pile_up_in_memory(
    store: Store, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.delivering._MOST_BYTES", 3 * len(PDF))
    together: list[int] = []
    packed = ContentKeeper.packed

    def counted(keeper: ContentKeeper, unit: UnitOfWork, handled: Sequence[Any]) -> Any:
        together.append(len(handled))
        return packed(keeper, unit, handled)

    monkeypatch.setattr(ContentKeeper, "packed", counted)
    attached = keep_attachment(store, ada, "Fees.pdf", PDF)
    accounts = add_accounts(store, [details(number) for number in range(1, 13)])
    draft = replace(draft_of(ada, accounts), attachments=(attached,), variants=())
    message = send(store, ada, replace(draft, channels=frozenset({Channel.MESSAGE_CENTER}))).message_id
    assert len(delivered(store, message)) == 12
    assert max(together) <= 3
