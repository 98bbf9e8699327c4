"""The zone is named beside a moment, and once."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desktop.views.kit.moments import whole_minute, whole_moment

_MOMENT = datetime(2026, 11, 20, 7, 32, 5, tzinfo=UTC)


def test_a_zone_is_told_with_what_its_clocks_have() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert whole_moment(_MOMENT, tokyo).endswith("16:32:05 (Asia/Tokyo, UTC+09:00)")
    assert whole_minute(_MOMENT, tokyo).endswith("16:32 (Asia/Tokyo, UTC+09:00)")


def test_utc_is_named_once() -> None:
    for zone in (UTC, ZoneInfo("UTC")):
        assert whole_moment(_MOMENT, zone).endswith("07:32:05 (UTC)")
        assert whole_minute(_MOMENT, zone).endswith("07:32 (UTC)")
