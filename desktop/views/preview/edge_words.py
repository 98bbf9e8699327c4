"""Says why a recipient is worth looking at, and what a branch of the text asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.survey import Edge, Met
from desktop.views.kit.language_names import language_name

if TYPE_CHECKING:
    from desktop.models.survey import Boundary, Branch, EdgeReason


def boundary_words(boundary: Boundary) -> str:
    """All reasons for one recipient."""
    return "; ".join(_reason_words(reason) for reason in boundary.reasons)


def branch_words(branch: Branch) -> str:
    """When the branch is taken."""
    asked = ", ".join(tr("“{condition}”").format(condition=each) for each in branch.conditions)
    words = {
        Met.HOLDS: tr("Where {condition} holds"),
        Met.FAILS: tr("Where {condition} does not hold"),
        Met.NONE_HOLDS: tr("Where none of these holds: {condition}"),
    }[branch.met]
    return words.format(condition=asked)


def _reason_words(reason: EdgeReason) -> str:
    if reason.branch is not None:
        return branch_words(reason.branch)
    if reason.edge is Edge.LANGUAGE:
        return _version_words(reason.language)
    return {
        Edge.LONGEST_TITLE: tr("Longest title"),
        Edge.MISSING: tr("No value for “{keyword}”"),
        Edge.RIGHT_TO_LEFT: tr("“{keyword}” runs from right to left"),
        Edge.OTHER_LETTERS: tr("“{keyword}” is not in Latin letters"),
    }[reason.edge].format(keyword=reason.keyword)


def _version_words(language: str) -> str:
    if not language:
        return tr("Gets the default language")
    return tr("Gets {language}").format(language=language_name(language))
