from __future__ import annotations

import os
import sys
import threading

import pytest

from desktop.giving_way import thread_gives_way


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


def _ended(work: object) -> None:
    assert callable(work)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
