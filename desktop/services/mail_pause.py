"""How long mail rests while its server is out of reach, and what the office is told of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desktop.channels.mail import Unreachable
from desktop.language import tr
from desktop.models.notice import Priority
from desktop.services.delivery_policy import delivery_policy

if TYPE_CHECKING:
    from desktop.store.store import Store


class MailPause:
    """Grows with each failure in a row, ends with the first mail that leaves."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._failures = 0
        self._may_be_known = True
        self.until: datetime | None = None
        self.sentence = ""

    def is_over(self) -> bool:
        """Whether mail may be tried now."""
        return self.until is None or self._store.clock() >= self.until

    def begin(self, trouble: Unreachable) -> None:
        """Rest, longer each time. The office hears of it once, and finds the latest reason where it looks."""
        self._failures += 1
        self.until = self._store.clock() + delivery_policy().pause_after(self._failures)
        self.sentence = trouble.sentence
        self._may_be_known = True
        with self._store.write() as unit:
            if unit.trouble.begin(trouble.sentence, self.until):
                unit.notices.add(
                    tr("E-mail does not leave at the moment"),
                    " ".join(part for part in (trouble.sentence, trouble.remedy, _goes_on()) if part),
                    Priority.HIGH,
                )
            unit.commit()

    def hurry(self) -> None:
        """Rest no longer, since something was changed that may help; whether it did, the next mail will tell."""
        self._failures, self.until = 0, None

    def end(self) -> None:
        """Mail leaves. The office hears of it once, where it had heard of the trouble."""
        self._failures, self.until, self.sentence = 0, None, ""
        if not self._may_be_known:
            return
        with self._store.write() as unit:
            if unit.trouble.end():
                unit.notices.add(tr("E-mail leaves again"), tr("What had waited is being sent now."))
                unit.commit()
        self._may_be_known = False


def _goes_on() -> str:
    return tr("Nothing is lost: it is tried again by itself, and the other channels go on.")
