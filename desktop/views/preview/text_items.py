"""Turns what was found in the words of a message into sentences that lead to their places."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.subject_words import brief_subject
from desktop.services.alike import NAMED
from desktop.services.check_policy import check_policy
from desktop.views.kit.moments import short_moment
from desktop.views.preview.check_item import AccountsOf, CheckItem, CheckLine, Standing, TextPlace
from desktop.views.preview.edge_words import branch_words
from desktop.views.preview.reach_items import account_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from desktop.content.links import OpenLink
    from desktop.models.missing_rule import Rules
    from desktop.models.survey import Branch, MissingSpot, SubjectFacts, Survey, UnusedName
    from desktop.services.alike import AlikeMessage


def missing_items(survey: Survey, rules: Rules) -> list[CheckItem]:
    """The keywords without a value, each with its places, its accounts, and how it is settled."""
    if not survey.spots:
        return [CheckItem("missing", Standing.OK, tr("Every keyword has a value for every account"))]
    return [_missing_item(keyword, survey, rules) for keyword in survey.lacking]


def unused_items(survey: Survey) -> list[CheckItem]:
    """What stands in the text and nobody will read."""
    found = [*map(_unmet_item, survey.unmet), *map(_unused_item, survey.unused)]
    return found or [CheckItem("used", Standing.OK, tr("Every part of the text is for somebody"))]


def subject_items(facts: SubjectFacts) -> list[CheckItem]:
    """How long the subject gets, and for whom it is empty."""
    policy = check_policy()
    found = []
    if facts.empty:
        words = trn(
            "The subject is empty for {n} account", "The subject is empty for {n} accounts", facts.empty
        )
        first = (account_line(facts.empty_for),) if facts.empty_for else ()
        found.append(
            CheckItem(
                "subject-empty",
                Standing.PROBLEM,
                words,
                (*first, _subject_place(facts.empty_in)),
                count=facts.empty,
            )
        )
    longest = (account_line(facts.longest_for),) if facts.longest_for else ()
    length = f"{facts.longest:,}"
    if facts.longest > policy.subject_long:
        words = tr("The subject is long: {length} characters").format(length=length)
        limit = f"{policy.subject_longest:,}"
        cut = tr("Lists show the first words only, and some programs keep no more than {limit}.")
        standing = Standing.PROBLEM if facts.longest > policy.subject_longest else Standing.LOOK
        lines = (CheckLine(cut.format(limit=limit)), *longest, _subject_place(facts.longest_in))
        found.append(CheckItem("subject-long", standing, words, lines))
    if not found:
        words = tr("Subject: at most {length} characters").format(length=length)
        found.append(CheckItem("subject", Standing.OK, words, longest))
    return found


def _subject_place(language: str) -> CheckLine:
    return CheckLine(tr("Go to the subject"), place=TextPlace(True, 1, 1, language))


def link_items(links: Sequence[tuple[str, OpenLink]]) -> list[CheckItem]:
    """The links that are not https, each with the language of the words in which it stands."""
    if not links:
        return [CheckItem("links", Standing.OK, tr("No link without https"))]
    words = trn("{n} link without https", "{n} links without https", len(links))
    lines = [CheckLine(tr("What is sent over an open line can be read and changed on its way."))]
    for language, link in links:
        place = TextPlace(False, link.place.line, link.place.column, language)
        line = f"{place.line:,}"
        where = tr("Line {line}: {address}").format(line=line, address=link.address)
        if language:
            where = tr("Line {line} ({language}): {address}").format(
                language=language, line=line, address=link.address
            )
        lines.append(CheckLine(where, place=place))
    return [CheckItem("links", Standing.LOOK, words, tuple(lines))]


def alike_items(alike: Sequence[AlikeMessage], zone: tzinfo, now: datetime) -> list[CheckItem]:
    """What some of these accounts got lately that says much the same, all of it behind one sentence."""
    days = check_policy().alike_for.days
    if not alike:
        words = trn("Nothing like it in the last {n} day", "Nothing like it in the last {n} days", days)
        return [CheckItem("alike", Standing.OK, words)]
    named = alike[:NAMED]
    if len(alike) == 1:
        shared = alike[0].shared
        words = trn(
            "{n} of these accounts got much the same", "{n} of these accounts got much the same", shared
        )
    elif len(alike) == len(named):
        words = trn(
            "{n} message much like it went to some of these accounts",
            "{n} messages much like it went to some of these accounts",
            len(alike),
        )
    else:
        words = trn(
            "More than {n} message much like it went to some of these accounts; the newest:",
            "More than {n} messages much like it went to some of these accounts; the newest:",
            len(named),
        )
    lines = chain.from_iterable(_alike_lines(each, short_moment(each.sent_at, zone, now)) for each in named)
    return [CheckItem("alike", Standing.LOOK, words, tuple(lines))]


def _alike_lines(each: AlikeMessage, moment: str) -> tuple[CheckLine, CheckLine]:
    subject = brief_subject(each.subject)
    told = trn(
        "“{subject}”, sent {moment} by {name} to {n} of these accounts.",
        "“{subject}”, sent {moment} by {name} to {n} of these accounts.",
        each.shared,
    ).format(subject=subject, moment=moment, name=each.sent_by)
    spoken = tr("Show “{subject}”").format(subject=subject)
    return CheckLine(told), CheckLine(tr("Show"), message=each.message_id, spoken=spoken)


def _missing_item(keyword: str, survey: Survey, rules: Rules) -> CheckItem:
    count = len(survey.lacking[keyword])
    rule = next((rule for rule in rules if rule.keyword == keyword), MissingRule(keyword, MissingWay.STOP))
    stops = keyword in survey.unsettled and rule.way is MissingWay.STOP
    words = tr("No value for “{keyword}”: {accounts}").format(
        keyword=keyword, accounts=trn("{n} account", "{n} accounts", count)
    )
    shown = trn("Show this account", "Show these {n} accounts", count)
    lines = (CheckLine(shown, accounts=AccountsOf(keyword)), *_spot_lines(keyword, survey.spots))
    standing = Standing.PROBLEM if stops else Standing.LOOK
    return CheckItem(f"missing-{keyword}", standing, words, lines, rule, count)


def _spot_lines(keyword: str, spots: Sequence[MissingSpot]) -> Iterator[CheckLine]:
    for spot in spots:
        if spot.keyword == keyword:
            place = TextPlace(spot.in_subject, spot.line, spot.column, spot.language)
            count = trn("{n} account", "{n} accounts", spot.count)
            words = tr("{place}: {accounts}").format(place=_place_words(place), accounts=count)
            yield CheckLine(words, place=place)


def _unmet_item(branch: Branch) -> CheckItem:
    place = TextPlace(branch.in_subject, branch.line, branch.column, branch.language)
    lines = (CheckLine(branch_words(branch)), CheckLine(_place_words(place), place=place))
    words = tr("A part that nobody gets")
    return CheckItem(f"unmet-{place}", Standing.LOOK, words, lines)


def _unused_item(unused: UnusedName) -> CheckItem:
    place = TextPlace(unused.in_subject, unused.line, unused.column, unused.language)
    words = tr("“{name}” is set and never used").format(name=unused.name)
    return CheckItem(f"unused-{place}", Standing.LOOK, words, (CheckLine(_place_words(place), place=place),))


def _place_words(place: TextPlace) -> str:
    where = {"line": f"{place.line:,}", "column": f"{place.column:,}"}
    if not place.language:
        part = tr("Subject, column {column}") if place.in_subject else tr("Line {line}, column {column}")
        return part.format(**where)
    part = tr("Line {line}, column {column} ({language})")
    if place.in_subject:
        part = tr("Subject, column {column} ({language})")
    return part.format(language=place.language, **where)
