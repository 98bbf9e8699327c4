"""Turns what was checked before a send into sentences with the accounts they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.account import AccountLine
from desktop.models.delivery import SkipReason
from desktop.views.kit.delivery_words import channel_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.models.account import Account
    from desktop.models.send_check import MissingValue, SendCheck, WayCheck


@dataclass(frozen=True, slots=True)
class CheckItem:
    """``icon`` and ``role`` mark it; ``accounts`` are some of ``count``."""

    icon: str
    role: str
    sentence: str
    accounts: tuple[AccountLine, ...] = ()
    count: int = 0


def check_items(check: SendCheck) -> list[CheckItem]:
    """How many each channel reaches, who is skipped and why, who is left out."""
    items = [item for way in check.ways for item in _way_items(way)]
    if check.not_open:
        count = len(check.not_open)
        sentence = trn(
            "{n} account is not open any more. It is left out.",
            "{n} accounts are not open any more. They are left out.",
            count,
        )
        items.append(CheckItem("skip", "text-quiet", sentence, tuple(map(_line, check.not_open)), count))
    return items


def missing_items(missing: Sequence[MissingValue]) -> list[CheckItem]:
    """The keywords without a value, each with its line and accounts."""
    if not missing:
        return [CheckItem("check", "success", tr("Every keyword has a value for every account."))]
    return [CheckItem("warning", "warning", _missing_words(each), each.first, each.count) for each in missing]


def skip_words(reason: SkipReason, count: int) -> str:
    """Why ``count`` accounts are skipped, and that they are."""
    return {
        SkipReason.NO_EMAIL: trn(
            "{n} account has no e-mail address. It will be skipped.",
            "{n} accounts have no e-mail address. They will be skipped.",
            count,
        ),
        SkipReason.INVALID_EMAIL: trn(
            "The e-mail address of {n} account cannot be right. It will be skipped.",
            "The e-mail addresses of {n} accounts cannot be right. They will be skipped.",
            count,
        ),
        SkipReason.NO_TWS_ACCESS: trn(
            "{n} account has no TWS access. It will be skipped.",
            "{n} accounts have no TWS access. They will be skipped.",
            count,
        ),
        SkipReason.NOT_OPEN: trn(
            "{n} account is not open any more. It is left out.",
            "{n} accounts are not open any more. They are left out.",
            count,
        ),
    }[reason]


def skip_words_of_one(reason: SkipReason) -> str:
    """Why the account that is shown gets nothing this way."""
    return {
        SkipReason.NO_EMAIL: tr("This account has no e-mail address. It will be skipped."),
        SkipReason.INVALID_EMAIL: tr("This e-mail address cannot be right. The account will be skipped."),
        SkipReason.NO_TWS_ACCESS: tr("This account has no TWS access. It will be skipped."),
        SkipReason.NOT_OPEN: tr("This account is not open any more. It is left out."),
    }[reason]


def _way_items(way: WayCheck) -> Iterator[CheckItem]:
    words = tr("{channel}: {accounts}").format(
        channel=channel_word(way.channel), accounts=trn("{n} account", "{n} accounts", way.reached)
    )
    yield CheckItem("check" if way.reached else "skip", "success" if way.reached else "text-quiet", words)
    for reason, count in way.skipped.items():
        named = tuple(line for line, why in way.first_skipped if why is reason)
        yield CheckItem("skip", "warning", skip_words(reason, count), named, count)


def _missing_words(missing: MissingValue) -> str:
    accounts = trn("{n} account", "{n} accounts", missing.count)
    if missing.in_subject:
        return tr("Missing: {keyword} for {accounts} (subject)").format(
            keyword=missing.keyword, accounts=accounts
        )
    return tr("Missing: {keyword} for {accounts} (line {line})").format(
        keyword=missing.keyword, accounts=accounts, line=f"{missing.line:,}"
    )


def _line(account: Account) -> AccountLine:
    details = account.details
    return AccountLine(
        account.id, details.number, details.title, details.email, details.username, details.tws_access
    )
