"""Says in words what a group is: a fixed list, or a rule that is asked anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from desktop.language import tr, trn
from desktop.models.channel import Channel
from desktop.views.kit.delivery_words import channel_word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop.models.account_group import AccountGroup, GroupRule
    from desktop.models.chosen_recipients import GroupDrift


def group_words(group: AccountGroup) -> str:
    """What the group is, in a line."""
    if group.rule is not None:
        return rule_words(group.rule)
    return trn("Fixed list of {n} account", "Fixed list of {n} accounts", group.count)


def rule_words(rule: GroupRule) -> str:
    """The conditions of a rule, in a line."""
    parts = []
    if rule.account_types:
        parts.append(tr("type {types}").format(types=_or(map(type_words, sorted(rule.account_types)))))
    if rule.languages:
        parts.append(
            tr("language {languages}").format(languages=_or(map(language_words, sorted(rule.languages))))
        )
    if rule.channels:
        ways = [channel_word(channel) for channel in Channel if channel in rule.channels]
        parts.append(tr("reachable by {ways}").format(ways=tr(" and ").join(ways)))
    if rule.opened_since is not None:
        parts.append(tr("opened since {day}").format(day=day_words(rule.opened_since)))
    return tr("Rule: {conditions}").format(conditions=", ".join(parts) or tr("every open account"))


def type_words(account_type: str) -> str:
    """The broker's word for a type of account, as one writes it; IRA stays IRA."""
    return account_type if len(account_type) <= len("IRA") else account_type.capitalize()


def language_words(code: str) -> str:
    """The name of a language; the code itself where it is no known one."""
    if not code:
        return tr("not known")
    language = QLocale.codeToLanguage(code)
    if language is QLocale.Language.AnyLanguage:
        return code
    return QLocale.languageToString(language)


def day_words(day: date) -> str:
    """A day as it is written here."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def drift_words(drift: GroupDrift) -> str:
    """What became of a group since it was applied."""
    name = drift.group.name
    if drift.now is None:
        return tr("“{name}” has been deleted since.").format(name=name)
    if drift.now == drift.group.count:
        return tr("“{name}” has other accounts now than when it was chosen.").format(name=name)
    return tr("“{name}” has changed since it was chosen: {now} instead of {then}.").format(
        name=name,
        now=trn("{n} account", "{n} accounts", drift.now),
        then=f"{drift.group.count:,}",
    )


def _or(words: Iterable[str]) -> str:
    return tr(" or ").join(words)
