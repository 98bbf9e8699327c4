"""A way for inquiries that leads nowhere: it remembers what it was given, or refuses as told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.fake_mail import FakeMail

if TYPE_CHECKING:
    from desktop.channels.inquiry_channel import InquiryRecord, NotHandedOver
    from desktop.services.ways import Ways


@dataclass
class FakeInquiries:
    """``trouble`` is raised as long as it stands there."""

    taken: list[InquiryRecord] = field(default_factory=list)
    trouble: NotHandedOver | None = None
    folders: list[str] = field(default_factory=list)

    def hand_over(self, record: InquiryRecord) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.taken.append(record)
        return f"{record.id}.jsonl"

    def ways(self) -> Ways:
        """Ways of which the one for inquiries leads here."""

        def channel(folder: str) -> FakeInquiries:
            self.folders.append(folder)
            return self

        ways = FakeMail().ways()
        return type(ways)(ways.smtp, ways.folder, ways.password, channel)
