"""Whole mails with files, pictures and languages: whatever stands in them, each says its own and no more.

Every mail is read again by the standard library.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.content.cleaning import clean, flat
from desktop.content.file_names import safe_name
from desktop.content.headers import mail_address
from desktop.content.mail import Envelope, MailBuilder, message_id_for
from desktop.content.pictures import inline_pictures
from desktop.content.prepared import MessageSource, PreparedMessage, Rendered
from desktop.models.attachment import AttachedFile
from desktop.models.language_variant import LanguageVariant
from desktop.models.office import Branding
from desktop.models.outgoing import Recipient
from desktop.services.letters import Letter
from tests.content.letters import png, wild_texts

_DIGESTS = ("a" * 64, "b" * 64)
_PICTURES = inline_pictures({digest: png(3 + place, 2) for place, digest in enumerate(_DIGESTS)})
_LOGO = Branding(logo=png(60, 30), banner_colour="#102030")
_HEADERS = ["Date", "From", "To", "Reply-To", "Message-ID", "Subject", "MIME-Version", "Content-Type"]
_DOMAINS = st.sampled_from(["mail.example", "xn--bcher-kva.example", "bücher.example", "a.b.c.example"])
_ADDRESSES = st.tuples(
    st.text("abcXYZ0189.!#$%&'*+/=?^_`{|}~-äß用", min_size=1, max_size=30).filter(
        lambda local: local.strip(".") == local and ".." not in local
    ),
    _DOMAINS,
).map("@".join)
_Client = tuple[str, str, str, str]
_FILE_NAMES = st.one_of(wild_texts, st.text(max_size=130))
_FILES = st.lists(st.tuples(_FILE_NAMES, st.binary(max_size=200)), max_size=3)
# Each asks for its values in another place; those of a sort are in other words in another language.
_WORDS = (
    "{name} **{{{{ account_title }}}}** in {{{{ city }}}}",
    "# {name} {{{{ account_title }}}}\n\n| A | B |\n|---|---|\n| {{{{ city }}}} | [x](https://a.example/{{{{ city }}}}) |",
    "{name}\n\n- {{{{ city }}}}\n- `{{{{ account_title }}}}` ![logo {{{{ city }}}}](cid:{picture})",
    "{name} {{% if city %}}{{{{ city }}}} ![one](cid:{picture}){{% else %}}none{{% endif %}} {{{{ account_title | upcase }}}}",
)
_NAMES = {"": "INENGLISH", "de": "INGERMAN", "ja": "INJAPANESE"}


class _Elements(HTMLParser):
    """What a page is built of, and which pictures it shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.pictures: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Lines of a value are lines of the page.
        if tag != "br":
            self.found += [tag, *(name for name, _ in attrs)]
        if tag == "img":
            self.pictures.append(str(dict(attrs)["src"]))

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")


@lru_cache
def _letter(words: str, subject: str, *, branded: bool) -> Letter:
    sources = [
        MessageSource(
            f"{subject} {tag}",
            words.format(name=_NAMES[tag], picture=_DIGESTS[place % 2]),
            branded,
            _LOGO,
            "Ada <Byron>",
            "Harbor & Co",
            _PICTURES,
        )
        for place, tag in enumerate(_NAMES)
    ]
    variants = [
        (LanguageVariant(tag, "x", "y"), each)
        for tag, each in zip(list(_NAMES)[1:], sources[1:], strict=True)
    ]
    return Letter(sources[0], "Ada Byron", "2026-11-20", tuple(variants))


@lru_cache
def _prepared(source: MessageSource) -> PreparedMessage:
    return PreparedMessage(source)


def _recipient(number: int, title: str, city: str, language: str, email: str) -> Recipient:
    return Recipient(
        id=number,
        account_id=number,
        number=f"U{number:07}",
        title=title,
        email=email,
        account_type="",
        client_id="",
        username="",
        language=language,
        phone="",
        city=city,
        country="",
        opened_on="",
        tws_access=False,
    )


def _envelope(number: int, address: str) -> Envelope:
    return Envelope(
        from_name="Harbor",
        from_address="office@harbor.example",
        to_address=address,
        reply_to="ada@harbor.example",
        message_id=message_id_for(f"m7.{number}", "harbor.example"),
        date=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    )


_GET = {"": "", "de": "de", "de-AT": "de", "JA_jp": "ja", "fr": ""}
_CLIENTS = st.tuples(wild_texts, wild_texts, st.sampled_from(list(_GET)), _ADDRESSES)


@given(
    words=st.sampled_from(_WORDS),
    subject=st.sampled_from(["News", "For {{ account_title }}", "{{ city }}: {{ account_title | upcase }}"]),
    branded=st.booleans(),
    files=_FILES,
    clients=st.lists(_CLIENTS, min_size=1, max_size=3, unique_by=lambda client: client[3]),
)
@settings(max_examples=40)
def test_every_mail_says_its_own_and_no_more(
    *, words: str, subject: str, branded: bool, files: list[tuple[str, bytes]], clients: list[_Client]
) -> None:
    letter = _letter(words, subject, branded=branded)
    attached = [AttachedFile(safe_name(name, "file"), "application/pdf", data) for name, data in files]
    for number, client in enumerate(clients, 1):
        recipient = _recipient(number, *client)
        prepared = _prepared(letter.source_for(recipient.language))
        rendered = prepared.render(letter.values(recipient))
        builder = MailBuilder("m7", prepared.images, attached)
        raw = builder.build(rendered, _envelope(number, recipient.email))
        mail = message_from_bytes(raw, policy=policy.default)
        _reads_again(raw, mail)
        _bears_its_own_headers(mail, rendered, recipient)
        _carries(mail, attached)
        _says(mail, rendered, recipient, _NAMES[_GET[recipient.language]])
        tame = [
            prepared.render(letter.values(_recipient(1, "Fowler", city, client[2], "")))
            for city in ("Bath", "")
        ]
        alike = next(each for each in tame if each.forms is rendered.forms)
        assert _Elements(rendered.mail_html).found == _Elements(alike.mail_html).found
        _names_nobody_else(raw, mail, recipient, {other[3] for other in clients} - {recipient.email})


def _texts(mail: EmailMessage) -> tuple[str, str]:
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert isinstance(plain, EmailMessage)
    assert isinstance(page, EmailMessage)
    return plain.get_content().replace("\r\n", "\n"), page.get_content().replace("\r\n", "\n")


def _reads_again(raw: bytes, mail: EmailMessage) -> None:
    assert raw.isascii() or not str(mail["To"]).isascii()
    assert not [part.defects for part in mail.walk() if part.defects]
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    again = message_from_bytes(mail.as_bytes(policy=policy.SMTPUTF8), policy=policy.default)
    kinds = [[part.get_content_type() for part in each.walk()] for each in (mail, again)]
    assert kinds[0] == kinds[1]
    assert _texts(again) == _texts(mail)


def _bears_its_own_headers(mail: EmailMessage, rendered: Rendered, recipient: Recipient) -> None:
    assert sorted(mail.keys()) == sorted(_HEADERS)
    assert str(mail["To"]) == mail_address(recipient.email)
    assert str(mail["Subject"]) == flat(rendered.subject)
    assert str(mail["From"]) == "Harbor <office@harbor.example>"


def _carries(mail: EmailMessage, attached: list[AttachedFile]) -> None:
    found = [
        (part.get_filename(), part.get_content())
        for part in mail.walk()
        if part.get_content_disposition() == "attachment"
    ]
    assert found == [(file.name, file.data) for file in attached]
    _, page = _texts(mail)
    carried = {f"cid:{part['Content-ID'].strip('<>')}" for part in mail.walk() if part["Content-ID"]}
    assert set(_Elements(page).pictures) <= carried


def _says(mail: EmailMessage, rendered: Rendered, recipient: Recipient, words: str) -> None:
    plain, page = _texts(mail)
    assert (plain, page) == (rendered.text, f"{rendered.mail_html}\n")
    assert [name for name in _NAMES.values() if name in plain] == [words]
    assert [name for name in _NAMES.values() if name in page] == [words]
    assert _run(clean(recipient.city)) in _run(plain)


def _run(text: str) -> str:
    return " ".join(text.split())


def _names_nobody_else(raw: bytes, mail: EmailMessage, recipient: Recipient, others: set[str]) -> None:
    told = "\n".join(
        [*_texts(mail), *(str(value) for value in mail.values()), raw.decode("utf-8", "replace")]
    )
    own = f"{recipient.email} {mail_address(recipient.email)} {recipient.title} {recipient.city}"
    for other in others:
        assert other in own or not re.search(rf"(?<![\w.+-]){re.escape(other)}", told)
