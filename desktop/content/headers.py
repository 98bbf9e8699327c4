"""Header lines of a mail, written so that no text, whatever it holds, can begin another line."""

from __future__ import annotations

import re
from email.header import Header
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from desktop.content.cleaning import flat, one_line
from desktop.errors import Refused
from desktop.language import tr

_PLAIN_WORDS = re.compile(r"[ A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*")
_LONGEST_WORD = 60
_LONGEST_NAME = 200


def text_header(name: str, text: str) -> str:
    """A header line with free text, folded, in RFC 2047 encoded words where it is not ASCII."""
    return f"{name}: {_encoded(flat(text), name)}\r\n"


def address_header(name: str, display_name: str, address: str) -> str:
    """A header line with exactly one address. Raises ``Refused`` when it is not a mail address."""
    shown = _phrase(one_line(display_name)[:_LONGEST_NAME], name)
    written = mail_address(address)
    return f"{name}: {shown}\r\n <{written}>\r\n" if shown else f"{name}: {written}\r\n"


@lru_cache(maxsize=4096)
def mail_address(address: str) -> str:
    """``address`` as mail servers take it: the domain in ASCII, the part before it as it is.

    Only where that part is not ASCII the header needs RFC 6532. Raises ``Refused``.
    """
    try:
        checked = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        sentence = tr("“{address}” is not an e-mail address.").format(address=one_line(address)[:80])
        raise Refused(tr("The mail cannot be addressed"), sentence, tr("Correct the address.")) from error
    return f"{checked.local_part}@{checked.ascii_domain}"


def _phrase(text: str, header_name: str) -> str:
    if not text.isascii() or "=?" in text or len(text) > _LONGEST_WORD:
        return _encoded_words(text, header_name)
    if _PLAIN_WORDS.fullmatch(text):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _encoded(text: str, header_name: str) -> str:
    is_plain = text.isascii() and "=?" not in text
    if not is_plain or any(len(word) > _LONGEST_WORD for word in text.split(" ")):
        return _encoded_words(text, header_name)
    return Header(text, "us-ascii", maxlinelen=76, header_name=header_name).encode(linesep="\r\n")


def _encoded_words(text: str, header_name: str) -> str:
    return Header(text, "utf-8", maxlinelen=75, header_name=header_name).encode(linesep="\r\n")
