"""A way out that sends each letter as it is handed over, in the shape of those that carry many at once."""

from __future__ import annotations

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed, Unreachable

_LANES = 4


class OneByOne:
    """What a MailChannel needs besides ``open`` and ``send``."""

    _answered: tuple[Answer, ...] = ()

    @property
    def lanes(self) -> int:
        """See MailChannel. More than one, so that the record of several is one transaction."""
        return _LANES

    @property
    def room(self) -> int:
        """See MailChannel."""
        return max(_LANES - len(self._answered), 0)

    def hand(self, letter: Letter) -> None:
        """See MailChannel."""
        self._answered += (self._sent(letter),)

    def hear(self, wait_s: float) -> list[Answer]:
        """See MailChannel."""
        answered, self._answered = self._answered, ()
        return list(answered)

    def wake(self) -> None:
        """Nobody waits in ``hear``."""

    def give_up(self) -> list[Answer]:
        """See MailChannel."""
        return self.hear(0)

    def close(self) -> None:
        """Nothing is held open."""

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """See MailChannel."""
        raise NotImplementedError

    def _sent(self, letter: Letter) -> Answer:
        try:
            words = self.send(letter.envelope_from, letter.to, letter.raw, letter.label)
        except (Rejected, Deferred, Unconfirmed, Unreachable) as failure:
            return Answer(letter, failure=failure)
        return Answer(letter, words)
