"""The command ``worker`` takes what is dropped into the office's folder, beside the deliveries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop import cli
from desktop.commands import worker as command
from desktop.models.broker_filter import BrokerFilter
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.listing import Order
from desktop.services import asker, asking
from desktop.services.broker_messages import broker_list
from desktop.services.feed import feed_watch
from desktop.services.inquiries import submit
from desktop.settings import FEED_FOLDER, INQUIRY_FOLDER
from desktop.store.store import utc_now
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, add_user, details, opened

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    import pytest

    from desktop.services.asking import HandedOver
    from desktop.services.feed.feed_watch import FeedNews
    from desktop.services.ways import Ways
    from desktop.store.store import Store

GOOD, FAULTY = "a good.jsonl", "b faulty.jsonl"


def prepared(store_url: str, folder: Path) -> None:
    """An office with a folder in which a good file and a faulty one lie, and with an inquiry that waits."""
    store = opened(store_url, utc_now)
    add_accounts(store, [details(1)])
    with store.write() as unit:
        unit.office.save_settings(
            {FEED_FOLDER.key: str(folder), INQUIRY_FOLDER.key: str(folder.with_name("asked"))}
        )
        unit.commit()
    submit(store, add_user(store), InquiryDraft("Fees", "Which?"))
    store.close()
    folder.mkdir()
    values = {"U0000001": {"amount": "1"}}
    (folder / GOOD).write_bytes(lines([message(1, values)]))
    (folder / FAULTY).write_bytes(lines([message(2, values), b"{broken"]))


def test_on_a_shared_store_it_takes_files_and_hands_inquiries_over(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "feed"
    prepared(postgres_url, folder)
    ends: list[threading.Event] = []
    taken: list[str] = []
    said, handing = command._say_fed, asking.hand_over

    def say(news: FeedNews) -> None:
        said(news)
        taken.extend([news.taken.name] if news.taken else [])
        end_when_done()

    def hand(store: Store, ways: Ways) -> HandedOver:
        handed = handing(store, ways)
        end_when_done()
        return handed

    def end_when_done() -> None:
        if len(taken) == 2 and (tmp_path / "asked").exists():
            ends[0].set()

    monkeypatch.setattr(feed_watch, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(command, "_end_calmly", ends.append)
    monkeypatch.setattr(command, "_say_fed", say)
    monkeypatch.setattr(asker, "hand_over", hand)
    monkeypatch.setattr(asker, "_EVERY", timedelta())
    assert cli.main(["worker", "--store", postgres_url]) == 0
    assert taken == [GOOD, FAULTY]
    assert sorted(path.name for path in (folder / "done").iterdir()) == [GOOD, f"{GOOD}.report.txt"]
    assert sorted(path.name for path in (folder / "refused").iterdir()) == [FAULTY, f"{FAULTY}.report.txt"]
    assert "line 2: " in (folder / "refused" / f"{FAULTY}.report.txt").read_text("utf-8")
    assert f"{FAULTY}: 1 record taken. 1 refused." in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == ["done", "refused"]
    assert len(list((tmp_path / "asked").glob("*.jsonl"))) == 1
    store = opened(postgres_url, utc_now)
    assert len(broker_list(store).page(Order("at"), BrokerFilter(), None, 10)) == 2
    store.close()


def test_on_one_computer_it_leaves_both_to_the_window(tmp_path: Path) -> None:
    folder, path = tmp_path / "feed", str(tmp_path / "office.db")
    prepared(path, folder)
    assert cli.main(["worker", "--once", "--store", path]) == 0
    assert sorted(each.name for each in folder.iterdir()) == [GOOD, FAULTY]
    assert not (tmp_path / "asked").exists()
