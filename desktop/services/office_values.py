"""The office and its zone as its settings tell them, without what changing them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop import settings
from desktop.models.office import Office
from desktop.services.office_zone import zone_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo


def office_in(values: Mapping[str, Any]) -> Office | None:
    """The office that these settings describe; None when none has been founded."""
    name = settings.OFFICE_NAME.of(values)
    if not name:
        return None
    return Office(name, settings.OFFICE_ZONE.of(values), settings.OFFICE_IS_SAMPLE.of(values))


def zone_in(values: Mapping[str, Any]) -> tzinfo:
    """The zone in which dates are shown: the office's, or this computer's where it has none."""
    return zone_named(settings.OFFICE_ZONE.of(values))
