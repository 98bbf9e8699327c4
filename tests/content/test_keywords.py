from __future__ import annotations

from desktop.content.keywords import NAMES, examples, keywords, values_of
from desktop.models.outgoing import Recipient

_RECIPIENT = Recipient(
    id=1, account_id=2, number="U1234567", title="Fowler", email="", account_type="JOINT", client_id="C1",
    username="f", language="en", phone=" ", city="Köln", country="DE", opened_on="2019-04-02", tws_access=True,
)  # fmt: skip


def test_the_list_and_the_names_agree() -> None:
    assert {keyword.name for keyword in keywords()} == NAMES
    assert all(keyword.meaning and keyword.example for keyword in keywords())


def test_a_recipient_without_a_value_has_no_such_keyword() -> None:
    values = values_of(_RECIPIENT, office_name="Harbor", sender_name="", today="2026-11-20")
    assert values["account_title"] == "Fowler"
    assert values["city"] == "Köln"
    assert set(examples()) - set(values) == {"email", "phone", "sender_name"}
