"""The recipients of a draft: the accounts themselves, and the groups they came from."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.account_group import AppliedGroup
from desktop.models.packed_ids import pack_ids, unpack_ids


@dataclass(frozen=True, slots=True)
class GroupsApplied:
    """Which groups a choice was made with, and what was ticked and unticked by hand besides.

    The latter are account ids as ``ids_as_text`` writes them: a draft of a hundred thousand accounts
    stays small wherever it is kept. Without a group nothing is noted here.
    """

    groups: tuple[AppliedGroup, ...] = ()
    by_hand: str = ""
    not_by_hand: str = ""


NO_GROUPS = GroupsApplied()


@dataclass(frozen=True, slots=True)
class ChosenRecipients:
    """The choice as it stood when it was made: ``accounts`` are ids in the order of their numbers.

    A group that changes afterwards changes nothing here until the choice is made anew.
    """

    accounts: tuple[int, ...] = ()
    groups: GroupsApplied = NO_GROUPS


@dataclass(frozen=True, slots=True)
class GroupDrift:
    """A group that is not what it was when it was applied; ``now`` is None when it was deleted."""

    group: AppliedGroup
    now: int | None


def ids_as_text(ids: Sequence[int]) -> str:
    """``ids`` in their order, packed into letters and digits."""
    return base64.b64encode(pack_ids(ids)).decode() if ids else ""


def ids_from_text(text: str) -> tuple[int, ...]:
    """What ``ids_as_text`` wrote. Raises ValueError for anything else."""
    try:
        return unpack_ids(base64.b64decode(text, validate=True)) if text else ()
    except binascii.Error as error:
        raise ValueError("not packed ids") from error
