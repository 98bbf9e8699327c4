"""Header lines of a mail, written so that no text, whatever it holds, can begin another line."""

from __future__ import annotations

import re
from email.header import Header
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from desktop.content.cleaning import flat, one_line
from desktop.errors import Refused
from desktop.language import tr

_PLAIN_WORDS = re.compile(r"[ A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*")
# What needs no checking in full: a sure sign of an address in lower case without quotes or other letters.
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9]|-(?!-)){0,40}(?<!-)\.){1,4}[a-z]{2,20}"
)
_LONGEST_PLAIN = 60
_SPECIAL_ENDINGS = frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)
_LONGEST_LINE = 76
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
    if _is_plain(address):
        return address
    try:
        checked = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        sentence = tr("“{address}” is not an e-mail address.").format(address=one_line(address)[:80])
        raise Refused(tr("The mail cannot be addressed"), sentence, tr("Correct the address.")) from error
    return f"{checked.local_part}@{checked.ascii_domain}"


def _is_plain(address: str) -> bool:
    is_plain = len(address) <= _LONGEST_PLAIN and _PLAIN_ADDRESS.fullmatch(address) is not None
    return is_plain and address.rpartition(".")[2] not in _SPECIAL_ENDINGS


def _phrase(text: str, header_name: str) -> str:
    if not text.isascii() or "=?" in text or len(text) > _LONGEST_WORD:
        return _encoded_words(text, header_name)
    if _PLAIN_WORDS.fullmatch(text):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _encoded(text: str, header_name: str) -> str:
    is_plain = text.isascii() and "=?" not in text
    if is_plain and len(text) <= _LONGEST_WORD and len(header_name) + 2 + len(text) <= _LONGEST_LINE:
        return text
    if not is_plain or any(len(word) > _LONGEST_WORD for word in text.split(" ")):
        return _encoded_words(text, header_name)
    return Header(text, "us-ascii", maxlinelen=76, header_name=header_name).encode(linesep="\r\n")


def _encoded_words(text: str, header_name: str) -> str:
    return Header(text, "utf-8", maxlinelen=75, header_name=header_name).encode(linesep="\r\n")
