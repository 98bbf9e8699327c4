"""What is to be done for recipients who have no value for a keyword: settled once for each message."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


class MissingWay(enum.StrEnum):
    """STOP: the message is not sent at all while somebody needs the keyword and has no value for it."""

    STOP = "stop"
    DEFAULT = "default"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """``text`` stands in where the way is DEFAULT; when it is empty, so is the place."""

    keyword: str
    way: MissingWay
    text: str = ""


Rules = tuple[MissingRule, ...]


def way_of(rules: Iterable[MissingRule], keyword: str) -> MissingWay:
    """How ``keyword`` is settled; STOP where nobody has settled it."""
    return next((rule.way for rule in rules if rule.keyword == keyword), MissingWay.STOP)


def defaults_of(rules: Iterable[MissingRule]) -> dict[str, str]:
    """The texts that stand in, by keyword."""
    return {rule.keyword: rule.text for rule in rules if rule.way is MissingWay.DEFAULT and rule.text.strip()}


def with_rule(rules: Rules, rule: MissingRule) -> Rules:
    """``rules`` with ``rule`` in the place of an older one for the same keyword."""
    others = (each for each in rules if each.keyword != rule.keyword)
    return tuple(sorted((*others, rule), key=lambda each: each.keyword))


def as_json(rules: Iterable[MissingRule]) -> str:
    """The rules as they are kept with a message; empty for none."""
    kept = [asdict(rule) for rule in rules]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def from_json(text: str) -> Rules:
    """The rules that ``as_json`` has kept."""
    kept = json.loads(text) if text else []
    return tuple(MissingRule(each["keyword"], MissingWay(each["way"]), each["text"]) for each in kept)
