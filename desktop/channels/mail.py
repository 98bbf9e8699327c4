"""The way out for mail, and how it can fail; what fails decides who is to blame and what happens next."""

from __future__ import annotations

from typing import Protocol


class MailChannel(Protocol):
    """Hands one mail at a time to one recipient."""

    def open(self) -> None:
        """Make ready to send. Raises Unreachable."""

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """Hand over ``raw`` (whole lines, CRLF) for ``to``; returns the words of whoever took it.

        ``label`` is the account number, for a way that files mails. Opens itself when need be.
        Raises Rejected, Deferred, Unreachable or Unconfirmed.
        """

    def close(self) -> None:
        """Let go of the connection; ``send`` would open it again. Never raises."""


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
