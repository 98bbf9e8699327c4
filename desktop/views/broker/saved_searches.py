"""The searches that a person has kept at this computer, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.broker_search import BrokerSearch, search_of

if TYPE_CHECKING:
    from desktop.views.remembered import Remembered


class SavedSearches:
    """For the office of one store; what cannot be read is left out."""

    def __init__(self, remembered: Remembered, office: str) -> None:
        self._remembered = remembered
        self._key = f"broker/searches {office}"

    def all(self) -> dict[str, BrokerSearch]:
        """By name, in the order of their names."""
        kept = self._remembered.value(self._key, {})
        found = {}
        for name, values in kept.items() if isinstance(kept, dict) else ():
            try:
                found[str(name)] = search_of(values)
            except (KeyError, TypeError, ValueError):
                continue
        return dict(sorted(found.items(), key=lambda each: each[0].casefold()))

    def keep(self, name: str, search: BrokerSearch) -> None:
        """Under a new name. Raises Refused where the name is empty or taken."""
        self._put({**self.all(), self._new(name): search})

    def rename(self, before: str, name: str) -> None:
        """Raises Refused where the new name is empty or taken."""
        if name.strip() != before:
            self._put(
                {self._new(name) if each == before else each: kept for each, kept in self.all().items()}
            )

    def delete(self, name: str) -> None:
        self._put({each: kept for each, kept in self.all().items() if each != name})

    def _new(self, name: str) -> str:
        name = " ".join(name.split())
        if not name:
            raise Refused(tr("The search was not kept"), tr("Give it a name."))
        if name.casefold() in (each.casefold() for each in self.all()):
            raise Refused(tr("The search was not kept"), tr("There is a search of this name already."))
        return name

    def _put(self, searches: dict[str, BrokerSearch]) -> None:
        self._remembered.set_value(self._key, {name: search.kept() for name, search in searches.items()})
