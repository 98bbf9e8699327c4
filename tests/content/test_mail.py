from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mail_parity import prove
from desktop.content.cleaning import flat, one_line
from desktop.content.headers import mail_address, text_header
from desktop.content.mail import Envelope, MailBuilder, build_mail, message_id_for, message_part
from desktop.content.prepared import PreparedMessage
from desktop.errors import Refused
from desktop.models.office import Branding
from tests.content.letters import EVERYWHERE, HARMLESS, png, prepared, wild_texts

_BRANDED = prepared(
    EVERYWHERE, subject="{{ account_title }}", branding=Branding(logo=png(60, 30), banner_colour="#102030")
)


def envelope(number: int = 1, **others: str) -> Envelope:
    return Envelope(
        from_name=others.get("from_name", "Harbor"),
        from_address=others.get("from_address", "office@harbor.example"),
        to_address=others.get("to_address", f"client{number}@mail.example"),
        reply_to=others.get("reply_to", "avery@harbor.example"),
        message_id=message_id_for(f"m7.{number}", "harbor.example"),
        date=datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=-5))),
    )


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def mail(message: PreparedMessage, values: dict[str, str], number: int = 1, **others: str) -> bytes:
    return build_mail(message.render(values), message.images, envelope(number, **others))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def sender_name(raw: bytes) -> str:
    """Read the older way: the newer parser puts a space between encoded words of a name."""
    written, _ = parseaddr(str(message_from_bytes(raw)["From"]).replace("\r\n", ""))
    return str(make_header(decode_header(written)))


@given(wild_texts, wild_texts, wild_texts)
def test_a_mail_says_what_was_rendered_and_nothing_else(title: str, city: str, name: str) -> None:
    values = HARMLESS | {"account_title": title, "city": city}
    rendered = _BRANDED.render(values)
    raw = mail(_BRANDED, values, from_name=name)
    message = read(raw)
    assert sorted(message.keys()) == sorted(
        ["Date", "From", "To", "Reply-To", "Message-ID", "Subject", "MIME-Version", "Content-Type"]
    )
    assert str(message["Subject"]) == flat(rendered.subject)
    assert [address.addr_spec for address in message["To"].addresses] == ["client1@mail.example"]
    assert sender_name(raw) == one_line(name)
    assert [address.addr_spec for address in message["From"].addresses] == ["office@harbor.example"]
    assert [address.addr_spec for address in message["Reply-To"].addresses] == ["avery@harbor.example"]
    assert body(message, "plain") == rendered.text
    assert body(message, "html") == rendered.mail_html + "\n"


@pytest.mark.parametrize(
    "value", ["O'Neil & Sons", "a<b>c", 'the "Trust"', "1 + 1 = 2", ".start", "end ", " x", "-", "ü"]
)
@pytest.mark.parametrize("length", [0, 69, 70, 71, 150])
def test_a_value_is_read_as_it_was_however_it_is_written(value: str, length: int) -> None:
    values = HARMLESS | {"account_title": value + "w" * length}
    rendered = _BRANDED.render(values)
    message = read(mail(_BRANDED, values))
    assert body(message, "plain") == rendered.text
    assert body(message, "html") == rendered.mail_html + "\n"
    assert not any(line.startswith(b".") for line in mail(_BRANDED, values).split(b"\r\n"))


@given(wild_texts, wild_texts)
def test_lines_are_short_and_end_as_they_must(title: str, name: str) -> None:
    raw = mail(_BRANDED, HARMLESS | {"account_title": title * 20}, from_name=name)
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines) <= 98
    assert raw.isascii()


@pytest.mark.parametrize(
    "name",
    [
        "Harbor, Ltd.",
        'The "Best" \\ Office',
        "Müller & Söhne",
        "港アドバイザーズ株式会社" * 4,
        "=?utf-8?q?x?=",
        "",
    ],
)
def test_names_arrive_as_they_are(name: str) -> None:
    assert sender_name(mail(prepared("Hi"), {}, from_name=name)) == one_line(name)


@pytest.mark.parametrize(
    "subject",
    [
        "Ihr Depot: Übersicht",
        "第四四半期のお知らせ" * 12,
        "أخبار مهمة",
        "word " * 60,
        "x" * 300,
        "=?utf-8?q?x?=",
    ],
)
def test_subjects_arrive_as_they_are(subject: str) -> None:
    message = read(mail(prepared("Hi", subject="{{ account_title }}"), {"account_title": subject}))
    assert str(message["Subject"]) == subject.strip()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Guten Tag, Frau Müller", "quoted-printable"),
        ("拝啓、時下ますますご清祥のこととお慶び申し上げます。", "base64"),
    ],
)
def test_the_encoding_suits_the_language(content: str, encoding: str) -> None:
    part = read(mail(prepared(content), {})).get_body(("plain",))
    assert part is not None
    assert part["Content-Transfer-Encoding"] == encoding
    assert part.get_content() == f"{content}\r\n"


def test_pictures_travel_inside_and_are_found_by_the_page() -> None:
    message = read(mail(_BRANDED, HARMLESS))
    assert message.get_content_type() == "multipart/related"
    letter, picture = cast("list[EmailMessage]", message.get_payload())
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert picture.get_content() == png(60, 30)
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in body(message, "html")
    assert picture.get_content_disposition() == "inline"


def test_without_pictures_a_mail_is_just_its_two_texts() -> None:
    assert read(mail(prepared("Hi"), {})).get_content_type() == "multipart/alternative"


def test_all_mails_of_a_message_end_alike_and_begin_with_what_differs() -> None:
    builder = MailBuilder("m7", _BRANDED.images)
    first, second = (
        builder.build(_BRANDED.render(HARMLESS | {"city": city}), envelope(number))
        for number, city in enumerate(("Köln", "東京"))
    )
    assert first.endswith(builder.tail)
    assert second.endswith(builder.tail)
    assert len(builder.tail) > len(png(60, 30))
    assert first == mail(_BRANDED, HARMLESS | {"city": "Köln"}, 0)
    assert first != second


def test_the_same_input_gives_the_same_bytes() -> None:
    assert mail(_BRANDED, HARMLESS) == mail(_BRANDED, dict(HARMLESS))


def test_the_date_is_that_of_the_envelope() -> None:
    assert read(mail(prepared("Hi"), {}))["Date"].datetime == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
    ],
)
def test_addresses_beyond_ascii(address: str, written: str) -> None:
    raw = mail(prepared("Hi"), {}, to_address=address)
    assert f"To: {written}\r\n".encode() in raw


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c.example",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a b@c.example",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        mail(prepared("Hi"), {}, to_address=address)


def test_no_reply_address_is_no_reply_header() -> None:
    assert read(mail(prepared("Hi"), {}, reply_to=""))["Reply-To"] is None


def test_message_ids_are_steady_and_share_their_message() -> None:
    identity = message_id_for("m7.12", "harbor.example")
    assert identity == "<m7.12@harbor.example>"
    assert message_part(identity) == "m7"
    assert re.fullmatch(r"<[!-~]+@[!-~]+>", message_id_for("a b\r\n.c<>@", "bücher.example\r\n"))


def test_a_foreign_message_id_is_a_fault() -> None:
    wrong = Envelope("", "a@b.example", "c@d.example", "", "<x@y>\r\nBcc: e@f.example", datetime.now(tz=UTC))
    with pytest.raises(ValueError, match="Message-ID"):
        build_mail(prepared("Hi").render({}), (), wrong)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_mail_says_what_the_standard_library_would_have_made_of_it(seed: int) -> None:
    assert prove(120, seed) < 30


@given(
    st.one_of(
        st.emails(),
        st.from_regex(
            r"[a-z0-9._+-]{1,8}@[a-z0-9.-]{1,20}\.(test|example|local|com|arpa|on)", fullmatch=True
        ),
    )
)
def test_a_plain_address_is_taken_as_the_full_check_takes_it(address: str) -> None:
    try:
        checked = validate_email(address, check_deliverability=False, globally_deliverable=False)
        expected = f"{checked.local_part}@{checked.ascii_domain}"
    except EmailNotValidError:
        with pytest.raises(Refused):
            mail_address(address)
    else:
        assert mail_address(address) == expected


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=90))
def test_a_plain_subject_is_written_as_the_standard_library_writes_it(text: str) -> None:
    words = flat(text)
    if "=?" not in words and all(len(word) <= 60 for word in words.split(" ")):
        folded = Header(words, "us-ascii", maxlinelen=76, header_name="Subject").encode(linesep="\r\n")
        assert text_header("Subject", text) == f"Subject: {folded}\r\n"
