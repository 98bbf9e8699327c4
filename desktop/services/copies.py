"""A user's election of full copies by e-mail: every new message of the broker, or those of some types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.copy_election import CopyElection, CopyWish
from desktop.models.office import Role, User
from desktop.services.email_address import is_email
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store

ABOUT_TYPES = "types"
"""What a refusal is about: the types chosen."""
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CopyChoices:
    """What a user has elected, the types there are to choose from, and what anybody has elected before."""

    wish: CopyWish
    types: Sequence[tuple[str, str]]
    history: Sequence[CopyElection]


def copy_choices(store: Store, user: User) -> CopyChoices:
    """The choices of ``user``. Types that were elected are among those offered, with their names, by name."""
    with store.read() as unit:
        elected = unit.copies.wish_of(user.id)
        known = dict(unit.broker.types())
        history = unit.copies.history(_MOST_SHOWN)
    wish = CopyWish() if elected is None else elected.wish
    named = {**{kind: kind for kind in wish.types or ()}, **known}
    offered = sorted(((kind, name or kind) for kind, name in named.items()), key=lambda each: each[1].lower())
    return CopyChoices(wish, offered, history)


def elect_copies(store: Store, actor: User, wish: CopyWish) -> Change:
    """From now on ``actor`` gets what ``wish`` says, of what comes in after this. Raises Refused."""
    require(actor, Role.VIEWER)
    title = tr("Nothing was changed")
    if wish.is_on and not is_email(actor.email):
        raise Refused(
            title, tr("You have no e-mail address here."), tr("An administrator can add it in the settings.")
        )
    if wish.is_on and wish.types is not None and not wish.types:
        sentence = tr("No type is chosen.")
        raise Refused(
            title, sentence, tr("Choose at least one, or messages of all types."), about=ABOUT_TYPES
        )
    with store.write(actor.name) as unit:
        unit.copies.elect(actor, wish)
        return unit.commit()
