"""What must be true of a simulated office, however much went wrong: read from the store and from the mail server."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.listing import Order
from desktop.models.phase import MessagePhase
from tests.support.sending import lines

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryLine
    from desktop.models.outgoing import OutgoingMessage
    from desktop.store.store import Store
    from tests.faults.sim_faults import SimulatedServer, Taken
    from tests.faults.sim_office import Desktop, Wanted

S = DeliveryState
_NOTHING_LEFT = frozenset({S.SKIPPED, S.CANCELLED})


@dataclass
class Verdict:
    """The rules, each checked by a method that raises AssertionError and names what broke it."""

    store: Store
    server: SimulatedServer
    desktops: list[Desktop]

    def now(self) -> None:
        """What must hold at every moment."""
        messages = self._messages()
        ids = [wanted.message_id for wanted in self._wanted() if wanted.message_id is not None]
        assert len(ids) == len(set(ids)), "two clicks became one message"
        assert len(messages) <= len(self._wanted()), "one click became two messages"
        for wanted in self._wanted():
            if wanted.message_id is not None:
                self._of_one(wanted, messages[wanted.message_id])
        self._own_data_only()

    def at_the_end(self) -> None:
        """What must hold once nothing goes wrong any more and everything had time."""
        self.now()
        told = self._told()
        for wanted in self._wanted():
            if wanted.was_refused:
                continue
            assert wanted.message_id is not None, "a click was lost"
            message = self._messages()[wanted.message_id]
            assert message.totals.is_settled, f"message {message.id} was forgotten: {message.totals}"
            assert told[message.id] >= (message.phase is not MessagePhase.TAKEN_BACK), (
                f"nobody was told of {message.id}"
            )

    def _of_one(self, wanted: Wanted, message: OutgoingMessage) -> None:
        found = lines(self.store, message.id)
        reached = {(line.account_id, line.channel) for line in found}
        assert len(reached) == len(found), "a recipient stands there twice"
        assert {line.account_id for line in found} <= set(wanted.draft.accounts)
        counted = DeliveryTotals(**Counter(line.state.value for line in found))
        assert counted == message.totals, f"message {message.id} counts {message.totals}, has {counted}"
        mails = self._mails_of(message.id)
        for line in found:
            if line.channel is Channel.EMAIL:
                self._of_one_mail(line, mails.get(line.id, []), resent=self._was_resent(message.id))
        self._moments(wanted, message, mails)

    def _of_one_mail(self, line: DeliveryLine, taken: list[Taken], *, resent: bool) -> None:
        where = f"delivery {line.id} ({line.state})"
        assert len({mail.message_id for mail in taken}) <= 1, f"{where} left under two names"
        if len(taken) > 1:
            # Only a person may choose that, for one that was marked unconfirmed.
            assert resent, f"{where} left {len(taken)} times and nobody chose that"
        if line.state is S.DELIVERED:
            assert taken, f"{where} never left"
        elif line.state in _NOTHING_LEFT or line.state in {S.FAILED, S.QUEUED}:
            assert not taken or resent, f"{where} has left"

    def _moments(self, wanted: Wanted, message: OutgoingMessage, mails: dict[int, list[Taken]]) -> None:
        all_mails = [mail for taken in mails.values() for mail in taken]
        if message.phase is MessagePhase.TAKEN_BACK:
            assert not all_mails, f"message {message.id} was taken back and left"
        for mail in all_mails:
            assert message.release_at is None or mail.latest >= message.release_at, "it left before its time"
            if wanted.draft.send_at is not None:
                assert mail.latest >= wanted.draft.send_at, "it left before it was to"

    def _own_data_only(self) -> None:
        numbers = {line.address: line.number for line in self._all_lines() if line.channel is Channel.EMAIL}
        for mail in self.server.taken:
            own = numbers[mail.to]
            text = mail.raw.replace(b"=\r\n", b"").decode()
            assert own in text, f"a mail to {mail.to} does not name {own}"
            others = [number for number in set(numbers.values()) - {own} if number in text]
            assert not others, f"a mail to {mail.to} names {others}"
            assert text.count("@clients.example") == text.count(mail.to), "another address stands in a mail"

    def _mails_of(self, message_id: int) -> dict[int, list[Taken]]:
        """The mails of one message, by the delivery that their Message-ID names."""
        with self.store.read() as unit:
            uid = unit.messages.origin(message_id)[0]
        found: dict[int, list[Taken]] = {}
        for mail in self.server.taken:
            own, _, delivery = mail.message_id.strip("<>").partition("@")[0].partition(".")
            if own == uid:
                found.setdefault(int(delivery), []).append(mail)
        return found

    def _was_resent(self, message_id: int) -> bool:
        return any(message_id in desktop.resent for desktop in self.desktops)

    def _wanted(self) -> list[Wanted]:
        return [wanted for desktop in self.desktops for wanted in desktop.wanted]

    def _messages(self) -> dict[int, OutgoingMessage]:
        with self.store.read() as unit:
            page = unit.messages.listed(()).page(Order("sent_at"), None, 10_000)
            found = [unit.messages.get(line.id) for line in page]
        return {message.id: message for message in found if message is not None}

    def _all_lines(self) -> list[DeliveryLine]:
        return [line for number in self._messages() for line in lines(self.store, number)]

    def _told(self) -> Counter[int]:
        with self.store.read() as unit:
            page = unit.notices.listed(()).page(Order("at"), None, 10_000)
        return Counter(notice.message_id for notice in page if notice.message_id is not None)
