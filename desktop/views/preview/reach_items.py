"""Turns who gets a message, and who does not, into sentences with the accounts they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.account import AccountLine
from desktop.models.delivery import SkipReason
from desktop.views.kit.delivery_words import channel_word
from desktop.views.preview.check_item import AccountsOf, CheckItem, CheckLine, Standing
from desktop.views.preview.edge_words import boundary_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.models.account import Account
    from desktop.models.send_check import SendCheck, WayCheck
    from desktop.models.survey import Boundary

_NAMED = 3


def reach_items(check: SendCheck) -> list[CheckItem]:
    """How many each channel reaches, who is skipped and why, who is left out."""
    items = [_way_item(way) for way in check.ways]
    if check.not_open:
        count = len(check.not_open)
        sentence = trn(
            "{n} account is not open any more. It is left out.",
            "{n} accounts are not open any more. They are left out.",
            count,
        )
        lines = account_lines(
            map(_line, check.not_open[:_NAMED]), count, AccountsOf(reason=SkipReason.NOT_OPEN)
        )
        items.append(CheckItem("not-open", Standing.LOOK, sentence, lines, count=count))
    return items


def worker_item(*, is_embedded: bool) -> CheckItem:
    """That nothing would leave now, and what to do; an embedded store is delivered from by the program itself."""
    way = tr("An administrator starts one: message-center worker")
    if is_embedded:
        way = tr("Restart the program: it delivers by itself.")
    lines = (
        CheckLine(tr("Sent now, the message waits, and leaves by itself as soon as a worker runs.")),
        CheckLine(way),
    )
    sentence = tr("Nothing leaves now: no worker delivers for this office.")
    return CheckItem("worker", Standing.LOOK, sentence, lines)


def edge_item(boundaries: Sequence[Boundary]) -> CheckItem:
    """Those at the edges, each with its reason."""
    count = len(boundaries)
    sentence = trn("Look at {n} recipient first", "Look at {n} recipients first", count)
    lines: list[CheckLine] = []
    for boundary in boundaries:
        lines += [account_line(boundary.account), CheckLine(boundary_words(boundary))]
    return CheckItem("edges", Standing.LOOK, sentence, tuple(lines), count=count)


def account_lines(accounts: Iterable[AccountLine], count: int, whole: AccountsOf) -> tuple[CheckLine, ...]:
    """The first of ``count`` accounts by name, and a way to the ``whole`` where there are more."""
    lines = [account_line(account) for account in accounts]
    if count > len(lines):
        lines.append(CheckLine(trn("Show {n} account", "Show all {n} accounts", count), accounts=whole))
    return tuple(lines)


def account_line(account: AccountLine) -> CheckLine:
    """A way to one account."""
    title = " ".join(account.title.split())
    spoken = tr("Look at {title}, {number}").format(title=title, number=account.number)
    return CheckLine(f"{account.number}  {title}", account=account.id, spoken=spoken)


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
        SkipReason.MISSING_VALUE: trn(
            "{n} account has no value for a keyword. It will be skipped.",
            "{n} accounts have no value for a keyword. They will be skipped.",
            count,
        ),
    }[reason]


def skip_title(reason: SkipReason) -> str:
    """What they have in common who are skipped for ``reason``."""
    return {
        SkipReason.NO_EMAIL: tr("No e-mail address"),
        SkipReason.INVALID_EMAIL: tr("An e-mail address that cannot be right"),
        SkipReason.NO_TWS_ACCESS: tr("No TWS access"),
        SkipReason.NOT_OPEN: tr("Not open any more"),
        SkipReason.MISSING_VALUE: tr("No value for a keyword"),
    }[reason]


def skip_words_of_one(reason: SkipReason) -> str:
    """Why the account that is shown gets nothing this way."""
    return {
        SkipReason.NO_EMAIL: tr("This account has no e-mail address. It will be skipped."),
        SkipReason.INVALID_EMAIL: tr("This e-mail address cannot be right. The account will be skipped."),
        SkipReason.NO_TWS_ACCESS: tr("This account has no TWS access. It will be skipped."),
        SkipReason.NOT_OPEN: tr("This account is not open any more. It is left out."),
        SkipReason.MISSING_VALUE: tr("This account has no value for a keyword. It will be skipped."),
    }[reason]


def _way_item(way: WayCheck) -> CheckItem:
    every = way.reached + sum(way.skipped.values())
    accounts = trn("{n} account", "{n} accounts", way.reached)
    if way.skipped:
        accounts = trn("{reached} of {n} account", "{reached} of {n} accounts", every)
    words = tr("{channel}: {accounts}").format(
        channel=channel_word(way.channel), accounts=accounts.replace("{reached}", f"{way.reached:,}")
    )
    standing = Standing.LOOK if way.skipped else Standing.OK
    return CheckItem(f"way-{way.channel}", standing, words, tuple(_skipped_lines(way)), count=way.reached)


def _skipped_lines(way: WayCheck) -> Iterator[CheckLine]:
    for reason, count in sorted(way.skipped.items(), key=lambda each: list(SkipReason).index(each[0])):
        named = [line for line, why in way.first_skipped if why is reason][:_NAMED]
        yield CheckLine(skip_words(reason, count))
        yield from account_lines(named, count, AccountsOf(reason=reason, channel=way.channel))


def _line(account: Account) -> AccountLine:
    details = account.details
    return AccountLine(
        account.id, details.number, details.title, details.email, details.username, details.tws_access
    )
