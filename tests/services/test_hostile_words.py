"""Words and addresses that mean harm, or nothing at all: one mail to one recipient, or a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.channels.smtp import SmtpChannel
from desktop.models.channel import channels_of
from desktop.models.delivery import DeliveryState
from desktop.models.language_variant import LanguageVariant
from desktop.models.listing import Order
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.outgoing import MessageDraft
from desktop.services.delivering import Deliverer
from desktop.services.sending import send
from desktop.services.sent import content_of, message_of
from desktop.services.sent_lines import sent_list
from desktop.services.templates import create_template, template_content
from desktop.services.ways import Ways
from tests.support.fake_mail import FakeMail
from tests.support.sending import lines, sent_message
from tests.support.stores import add_accounts, add_user, details, without_undo

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.smtp import SmtpServer

_HARMFUL = [
    "a@b.example\r\nBcc: evil@x.example", "a@b.example>\r\nRCPT TO:<evil@x.example", "a@b.example,c@d.example",
    "a@b.example;c@d.example", "Name <a@b.example>", "a@b.example NOTIFY=SUCCESS", "a@b.example(comment)",
    '"a\r\nRCPT TO:<e@x.example>"@c.example', "a\u202e@b.example", "a@@b.example", "a@[127.0.0.1]", "@", " a@b.example",
]  # fmt: skip


def test_an_address_reaches_one_mailbox_or_none(sqlite_store: Store, smtp_server: SmtpServer) -> None:
    listed = [details(n, email=address) for n, address in enumerate([*_HARMFUL, "ada@b.example"], 1)]
    message = sent_message(sqlite_store, accounts=listed)
    server = MailServer("127.0.0.1", smtp_server.port, MailSecurity.NONE)
    ways = Ways(smtp=SmtpChannel, folder=lambda: SmtpChannel(server), password=lambda: None)
    worker = Deliverer(sqlite_store, ways, "me")
    worker.step()
    worker.close()
    assert [mail.recipients for mail in smtp_server.mails] == [("ada@b.example",)]
    assert b"evil@" not in smtp_server.mails[0].content
    found = {line.address: line for line in lines(sqlite_store, message)}
    assert found["ada@b.example"].state is DeliveryState.DELIVERED
    for address in _HARMFUL:
        assert found[address].state is DeliveryState.FAILED
        assert "is not an e-mail address" in found[address].words


@pytest.mark.parametrize("junk", ["\x00", "\ud83d"])
def test_what_no_store_can_hold_is_left_out_of_words(store: Store, junk: str) -> None:
    user = add_user(store)
    without_undo(store)
    draft = MessageDraft(
        channels=channels_of("WEB"),
        accounts=add_accounts(store, [details(1)]),
        reply_to=user.email,
        subject=f"Ne{junk}ws",
        content=f"He{junk}llo",
        template_name=f"Lett{junk}er",
        variants=(LanguageVariant("de", f"Neu{junk}es", f"Ha{junk}llo"),),
    )
    create_template(store, user, template_content(draft))
    message = send(store, user, draft).message_id
    assert message_of(store, message).subject == "News"
    Deliverer(store, FakeMail().ways(), "me").step()
    for line in lines(store, message):
        content = content_of(store, line.id)
        assert content is not None
        assert b"Hello" in content.raw
    found = sent_list(store).page(Order("sent_at"), f"news {junk}", None, 10)
    assert [each.id for each in found] == [message]
