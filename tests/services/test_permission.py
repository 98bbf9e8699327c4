"""Who may do what is said in one sentence, whether it is asked before or after."""

from __future__ import annotations

import pytest

from desktop.errors import Refused
from desktop.models.office import NOBODY, Role, User
from desktop.services.permission import ASKERS, require_any, why_not

SENTENCES = {
    (Role.ADMIN,): "an administrator",
    (Role.SENDER,): "a sender or an administrator",
    (Role.APPROVER,): "an approver or an administrator",
    ASKERS: "a sender, an approver, a support user or an administrator",
}


def user(role: Role, *, active: bool = True) -> User:
    return User(1, "vi", "Vi Ewer", "vi@office.example", role, active, "")


@pytest.mark.parametrize(("roles", "who"), SENTENCES.items())
def test_whoever_may_not_is_told_who_may(roles: tuple[Role, ...], who: str) -> None:
    assert why_not(user(Role.VIEWER), *roles) == why_not(NOBODY, *roles) == f"This takes {who}."
    with pytest.raises(Refused, match=f"“Vi Ewer” is a viewer; this takes {who}."):
        require_any(user(Role.VIEWER), roles)


@pytest.mark.parametrize("roles", SENTENCES)
def test_whoever_may_is_told_nothing(roles: tuple[Role, ...]) -> None:
    for role in (*roles, Role.ADMIN):
        assert not why_not(user(role), *roles)
        require_any(user(role), roles)


def test_whoever_is_not_active_may_nothing_more() -> None:
    with pytest.raises(Refused, match="not an active user"):
        require_any(user(Role.ADMIN, active=False), ASKERS)


def test_whoever_may_ask_is_known_alike_wherever_it_is_looked_up() -> None:
    assert [role for role in Role if user(role).may_ask] == [
        role for role in Role if not why_not(user(role), *ASKERS)
    ]
