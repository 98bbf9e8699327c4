"""Looks once over all recipients of a draft: who stands at its edges, who lacks what, what nobody gets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from desktop.content.keywords import COLUMNS
from desktop.content.letters_of import is_in_other_letters, is_right_to_left
from desktop.content.message_branches import MessageLook, Spot
from desktop.content.message_versions import message_looks
from desktop.models.missing_rule import defaults_of
from desktop.models.office import User
from desktop.models.outgoing import MessageDraft
from desktop.models.survey import Boundary, Edge, EdgeReason, MissingSpot, SubjectFacts, Survey
from desktop.services.letters import Letter, letter_of
from desktop.services.missing import settled

if TYPE_CHECKING:
    from desktop.store.store import Store

# In these a person reads words; numbers and addresses are in Latin letters as a rule.
_READ = ("account_title", "city")
Values = dict[str, str]


class Reporter(Protocol):
    """How a long look tells how far it is, and hears that it was called off."""

    def report(self, done: int, total: int, words: str = "") -> None: ...

    def check(self) -> None: ...


def survey(store: Store, actor: User, draft: MessageDraft, *, progress: Reporter) -> Survey:
    """Read every chosen account that is open, once. Stops when ``progress`` says so.

    The texts of ``draft`` have no problems.
    """
    with store.read() as unit:
        finder = _Finder(letter_of(unit, draft, actor), draft)
        columns = [COLUMNS[name] for name in finder.keywords]
        total = len(draft.accounts)
        progress.report(0, total)
        for part in unit.survey.open_accounts(draft.accounts, columns):
            progress.check()
            finder.take(part)
            progress.report(finder.looked, total)
        progress.check()
        lines = {line.id: line for line in unit.survey.lines(finder.chosen())}
    progress.report(total, total)
    return finder.survey(lines)


class _Finder:
    """Takes the accounts in order of number; of several that fit, the first is chosen."""

    def __init__(self, letter: Letter, draft: MessageDraft) -> None:
        self._branches = message_looks(draft.subject, draft.content, draft.variants)
        # Apart, for what stands in may be the same for all: those looks are other looks.
        self._settled = message_looks(draft.subject, draft.content, draft.variants)
        self._has_versions = bool(draft.variants)
        self._rules = draft.missing
        self._same = {name: value for name, value in letter.same_values().items() if value.strip()}
        self._defaults = defaults_of(draft.missing)
        self.keywords = tuple(dict.fromkeys(("account_title", *self._branches.keywords)))
        self._read = tuple(name for name in _READ if name in self.keywords)
        self.looked = 0
        self._edges: dict[tuple[Edge, str], tuple[int, str]] = {}
        self._longest_title = 0
        self._spots: dict[Spot, int] = {}
        self._lacking: dict[str, array[int]] = {}
        self._skipped: set[int] = set()
        self._unsettled: set[str] = set()
        self._branch_first: dict[int, int] = {}
        self._subject: tuple[int, int] = (0, 0)
        self._no_subject: list[int] = []
        self._without_subject = 0
        self._longest_in = self._empty_in = ""

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Look at some more accounts: the id, then the value of each keyword."""
        for row in rows:
            self.looked += 1
            self._take(row[0], dict(zip(self.keywords, row[1:], strict=True)))

    def _take(self, account: int, own: Values) -> None:
        self._look_at_words(account, own)
        values, language = self._same | own, own.get("language", "")
        if self._has_versions:
            version = self._branches.version(language)
            self._edges.setdefault((Edge.LANGUAGE, version), (account, version))
        look = self._branches.look(values, language)
        found = set(look.spots)
        if self._defaults:
            values |= {
                name: text for name, text in self._defaults.items() if not values.get(name, "").strip()
            }
            look = self._settled.look(values, language)
            found.update(look.spots)
        if found:
            self._note_missing(account, found)
        if look.spots:
            self._settle(account, look.spots)
        for number in look.taken:
            self._branch_first.setdefault(number, account)
        self._measure(account, look, values, language)

    def _look_at_words(self, account: int, own: Values) -> None:
        length = len(own["account_title"])
        if length > self._longest_title and (length := len(" ".join(own["account_title"].split()))) > (
            self._longest_title
        ):
            self._longest_title = length
            self._edges[Edge.LONGEST_TITLE, ""] = (account, "account_title")
        for name in self._read:
            value = own[name]
            if value.isascii():
                continue
            for edge, shows in (
                (Edge.RIGHT_TO_LEFT, is_right_to_left),
                (Edge.OTHER_LETTERS, is_in_other_letters),
            ):
                if (edge, "") not in self._edges and shows(value):
                    self._edges[edge, ""] = (account, name)

    def _note_missing(self, account: int, found: Iterable[Spot]) -> None:
        for spot in found:
            self._spots[spot] = self._spots.get(spot, 0) + 1
        for keyword in {spot.keyword for spot in found}:
            self._lacking.setdefault(keyword, array("q")).append(account)
            self._edges.setdefault((Edge.MISSING, keyword), (account, keyword))

    def _settle(self, account: int, spots: Iterable[Spot]) -> None:
        """As it will be when the message is sent; see ``settle_missing``."""
        skips, stops = settled(self._rules, {spot.keyword for spot in spots})
        self._unsettled.update(stops)
        if skips:
            self._skipped.add(account)

    def _measure(self, account: int, look: MessageLook, values: Mapping[str, str], language: str) -> None:
        length = look.length + sum(len(values[name].strip()) for name in look.plain)
        if length > self._subject[0]:
            self._subject = (length, account)
            self._longest_in = self._branches.version(language)
        if length == 0:
            self._without_subject += 1
            if not self._no_subject:
                self._no_subject.append(account)
                self._empty_in = self._branches.version(language)

    def chosen(self) -> list[int]:
        """All accounts that are named in the survey."""
        named = [account for account, _ in self._edges.values()]
        return list(
            dict.fromkeys([*named, *self._branch_first.values(), self._subject[1], *self._no_subject])
        )

    def survey(self, lines: Mapping[int, Any]) -> Survey:
        """What was found; ``lines`` are those of ``chosen``."""
        branches = self._branches.branches
        unmet = (each for number, each in enumerate(branches) if number not in self._branch_first)
        return Survey(
            looked=self.looked,
            boundaries=self._boundaries(lines),
            spots=tuple(
                MissingSpot(spot.keyword, spot.line, spot.column, not spot.in_content, count, spot.language)
                for spot, count in sorted(self._spots.items(), key=lambda each: (each[0].language, each[0]))
            ),
            lacking=self._lacking,
            skipped=frozenset(self._skipped),
            unsettled=tuple(sorted(self._unsettled)),
            unmet=tuple(each for each in unmet if each.has_text) if self.looked else (),
            unused=self._branches.unused,
            subject=SubjectFacts(
                self._subject[0],
                lines.get(self._subject[1]),
                self._without_subject,
                lines.get(self._no_subject[0]) if self._no_subject else None,
                self._longest_in,
                self._empty_in,
            ),
        )

    def _boundaries(self, lines: Mapping[int, Any]) -> tuple[Boundary, ...]:
        rank = list(Edge).index
        found: dict[int, list[EdgeReason]] = {}
        for (edge, _), (account, about) in sorted(self._edges.items(), key=lambda each: rank(each[0][0])):
            reason = EdgeReason(edge, language=about) if edge is Edge.LANGUAGE else EdgeReason(edge, about)
            found.setdefault(account, []).append(reason)
        for number, account in sorted(self._branch_first.items()):
            reason = EdgeReason(Edge.BRANCH, branch=self._branches.branches[number])
            found.setdefault(account, []).append(reason)
        return tuple(
            Boundary(lines[account], tuple(reasons)) for account, reasons in found.items() if account in lines
        )
