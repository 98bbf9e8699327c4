from __future__ import annotations

import functools
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from desktop.giving_way import reader_gives_way, thread_gives_way

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows niceness by thread")
def test_a_thread_gives_way_and_so_do_those_that_it_begins() -> None:
    found: list[int] = []

    def look() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        thread_gives_way()
        look()
        _ended(look)

    look()
    _ended(work)
    look()
    own, behind, begun, own_still = found
    assert own == own_still < behind == begun


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows niceness by thread")
def test_who_reads_for_the_window_comes_after_it_and_before_what_works_beside_it() -> None:
    found: list[int] = []

    def work(give_way: Callable[[], None]) -> None:
        give_way()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    for way in (reader_gives_way, thread_gives_way):
        _ended(functools.partial(work, way))
    window = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert window < found[0] < found[1]


def _ended(work: object) -> None:
    assert callable(work)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
