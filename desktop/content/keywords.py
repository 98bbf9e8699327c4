"""The keywords of the office's own messages: their names, meanings, and a recipient's values."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.language import tr
from desktop.models.outgoing import Recipient


@dataclass(frozen=True, slots=True)
class Keyword:
    """A name that may stand in ``{{ }}``, with what it means and a value as an example."""

    name: str
    meaning: str
    example: str


def keywords() -> tuple[Keyword, ...]:
    """All keywords, in the order in which they are offered, in the chosen language."""
    return (
        Keyword(
            "account_title", tr("Name of the account, as its holder is addressed"), "Fowler Family Trust"
        ),
        Keyword("account_number", tr("Account number"), "U1234567"),
        Keyword("account_type", tr("Type of account, in the broker's words"), "TRUST"),
        Keyword("client_id", tr("Number under which the office knows the client"), "C-10482"),
        Keyword("username", tr("User name with which the client logs in"), "fowler482"),
        Keyword("email", tr("E-mail address of the account"), "a.fowler@mail.example"),
        Keyword("phone", tr("Telephone number of the account"), "+1 312 555 0148"),
        Keyword("language", tr("Language of the client, as a two-letter code"), "en"),
        Keyword("city", tr("City of the account's address"), "Chicago"),
        Keyword("country", tr("Country of the account's address, as a two-letter code"), "US"),
        Keyword("opened_on", tr("Day on which the account was opened"), "2019-04-02"),
        Keyword("office_name", tr("Name of your office"), "Harbor Advisors"),
        Keyword("sender_name", tr("Name of the user whose signature the message bears"), "Jordan Avery"),
        Keyword("today", tr("Day on which the message is sent"), "2026-11-20"),
    )


NAMES = frozenset(
    {
        "account_title",
        "account_number",
        "account_type",
        "client_id",
        "username",
        "email",
        "phone",
        "language",
        "city",
        "country",
        "opened_on",
        "office_name",
        "sender_name",
        "today",
    }
)


def examples() -> dict[str, str]:
    """The example value of every keyword: what a message looks like before it has recipients."""
    return {keyword.name: keyword.example for keyword in keywords()}


def values_of(recipient: Recipient, *, office_name: str, sender_name: str, today: str) -> dict[str, str]:
    """The values for one recipient; a keyword without a value is left out.

    ``today`` is a date as text; as ``YYYY-MM-DD`` it can be reshaped with the ``date`` filter.
    """
    values = {
        "account_title": recipient.title,
        "account_number": recipient.number,
        "account_type": recipient.account_type,
        "client_id": recipient.client_id,
        "username": recipient.username,
        "email": recipient.email,
        "phone": recipient.phone,
        "language": recipient.language,
        "city": recipient.city,
        "country": recipient.country,
        "opened_on": recipient.opened_on,
        "office_name": office_name,
        "sender_name": sender_name,
        "today": today,
    }
    if all(map(str.strip, values.values())):
        return values
    return {name: value for name, value in values.items() if value.strip()}


COLUMNS = {
    "account_title": "title",
    "account_number": "number",
    "account_type": "account_type",
    "client_id": "client_id",
    "username": "username",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "city": "city",
    "country": "country",
    "opened_on": "opened_on",
}
"""The keywords that differ between recipients, and the fields of a Recipient that fill them."""
