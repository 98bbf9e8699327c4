"""Which recipients are chosen: by hand, by the groups that are included, and never those of an excluded one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from desktop.services.recipient_rows import both, count_of, either, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.models.account_group import AppliedGroup
    from desktop.services.recipient_rows import RowBits, RowLayout


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A group as it is applied, with the rows of its open accounts."""

    group: AppliedGroup
    rows: RowBits


@dataclass(frozen=True)
class RecipientSelection:
    """Ticks over the rows of an index. Each verb returns another one, so that the one before can come back.

    ``by_hand`` are ticked, ``not_by_hand`` unticked although an included group has them. What is in
    an excluded group is never ticked, whatever else says so, and comes back when the group is let go.
    """

    layout: RowLayout
    by_hand: RowBits
    not_by_hand: RowBits
    groups: tuple[GroupRows, ...] = ()

    @classmethod
    def of(cls, layout: RowLayout, rows: RowBits | None = None) -> RecipientSelection:
        """Ticked by hand, without a group."""
        return cls(layout, layout.nobody if rows is None else rows, layout.nobody)

    @cached_property
    def included(self) -> RowBits:
        return self._union(each.rows for each in self.groups if not each.group.excluded)

    @cached_property
    def excluded(self) -> RowBits:
        return self._union(each.rows for each in self.groups if each.group.excluded)

    @cached_property
    def ticked(self) -> RowBits:
        """What comes of it all."""
        if not self.groups:
            return self.by_hand
        asked_for = either(without(self.included, self.not_by_hand), self.by_hand)
        return without(asked_for, self.excluded)

    @cached_property
    def count(self) -> int:
        return count_of(self.ticked)

    @property
    def kept_out(self) -> int:
        """How many accounts the excluded groups keep out."""
        return count_of(self.excluded)

    def has(self, row: int) -> bool:
        """Whether a row is ticked."""
        at, bit = self.layout.bit(row)
        return bool(self.ticked[at] & bit)

    def is_excluded(self, row: int) -> bool:
        """Whether an excluded group keeps a row out."""
        at, bit = self.layout.bit(row)
        return bool(self.groups) and bool(self.excluded[at] & bit)

    def put(self, rows: RowBits, *, on: bool) -> RecipientSelection:
        """Tick or untick these rows by hand."""
        if on:
            return replace(
                self, by_hand=either(self.by_hand, rows), not_by_hand=without(self.not_by_hand, rows)
            )
        against = either(self.not_by_hand, both(rows, self.included)) if self.groups else self.not_by_hand
        return replace(self, by_hand=without(self.by_hand, rows), not_by_hand=against)

    def with_group(self, applied: GroupRows) -> RecipientSelection:
        """Apply a group; one that was applied before is applied anew."""
        others = self._but(applied.group.group_id)
        # Including a group means all of it, also those that were unticked before.
        against = self.not_by_hand if applied.group.excluded else without(self.not_by_hand, applied.rows)
        return replace(self, groups=(*others, applied), not_by_hand=against)

    def without_group(self, group_id: int) -> RecipientSelection:
        """Let a group go."""
        return replace(self, groups=self._but(group_id))

    def nobody(self) -> RecipientSelection:
        """Nothing ticked and no group included; what is excluded stays excluded."""
        kept = tuple(each for each in self.groups if each.group.excluded)
        return replace(self.of(self.layout), groups=kept)

    def _but(self, group_id: int) -> tuple[GroupRows, ...]:
        return tuple(each for each in self.groups if each.group.group_id != group_id)

    def _union(self, sets: Iterable[RowBits]) -> RowBits:
        return reduce(either, sets, self.layout.nobody)
