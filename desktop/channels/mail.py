"""The way out for mail, and how it can fail; what fails decides who is to blame and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(slots=True, eq=False)  # thousands a second: to freeze each takes three times as long
class Letter:
    """One mail for one recipient. ``raw`` is whole lines with CRLF.

    ``label`` is the account number, for a way that files mails. ``may_have_dots`` is False where it is
    known that no line begins with a dot, so that nobody need look for one.
    """

    envelope_from: str
    to: str
    raw: bytes
    label: str
    may_have_dots: bool = True


class Answer(NamedTuple):
    """What became of a letter: ``words`` of whoever took it, or why it was not taken.

    ``failure`` is a Rejected, Deferred, Unconfirmed or Unreachable.
    """

    letter: Letter
    words: str = ""
    failure: Exception | None = None


class MailChannel(Protocol):
    """Carries several mails at once, each to one recipient. Used by one thread.

    What is handed over is answered once, in any order: by ``hear``, or at the latest by ``give_up``.
    """

    @property
    def lanes(self) -> int:
        """How many mails it carries at once, at most."""

    @property
    def room(self) -> int:
        """How many mails may be handed over just now."""

    def open(self) -> None:
        """Make ready to send. Raises Unreachable."""

    def hand(self, letter: Letter) -> None:
        """Take a letter and begin to send it. Opens itself when need be."""

    def hear(self, wait_s: float) -> list[Answer]:
        """What has been answered; waits up to ``wait_s`` seconds for the first of them, or to be woken."""

    def wake(self) -> None:
        """End a wait in ``hear``, or the next one. May be called from any thread."""

    def give_up(self) -> list[Answer]:
        """Wait no longer: what is under way is answered as it stands, and the connections are dropped."""

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """Send one letter and wait for its answer; returns the words of whoever took it.

        Raises Rejected, Deferred, Unreachable or Unconfirmed.
        """

    def close(self) -> None:
        """Let go of the connections; a later letter would open them again. Never raises."""


class Rejected(Exception):
    """This mail will never be taken for this recipient. ``code`` is the server's, 0 where it had no say."""

    def __init__(self, words: str, code: int = 0) -> None:
        super().__init__(words)
        self.words = words
        self.code = code


class Deferred(Exception):
    """This recipient's mail was not taken now; a later try may succeed."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unconfirmed(Exception):
    """The whole mail was handed over, but no answer came: it may or may not arrive."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unreachable(Exception):
    """No mail leaves this way just now, whoever it is for. Nothing was handed over.

    ``sentence`` says what is wrong and ``remedy`` what to do, both as a person reads them.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
