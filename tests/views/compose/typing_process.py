"""An editor in a process of its own, in which somebody types without a pause, for a test to kill: ``STORE``.

Each line of output is the moment of a keystroke, in seconds of the clock that all processes share.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from desktop import paths
from desktop.app import application
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.models.office import Office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.compose.editor_page import EditorPage
from desktop.views.theme.theme import Theme

_KEY_MS = 20


def main() -> int:
    app = application()
    theme = Theme(paths.resources())
    theme.install(app)
    store = open_store(StoreAddress.parse(sys.argv[1]))
    with store.read() as unit:
        (actor,) = unit.office.users()
    desk = Desk(
        store=store,
        actor=actor,
        office=Office("Harbor Advisors", "Europe/Berlin"),
        zone=ZoneInfo("Europe/Berlin"),
        jobs=Jobs(),
        refresh=Refresh(store.origin),
        notices=NoticeBus(),
        mail_folder=Path(),
    )
    page = EditorPage(desk)
    page.show()
    content = page.form.message.content

    def press() -> None:
        QTest.keyClicks(content, "x")
        sys.stdout.write(f"{time.monotonic()}\n")
        sys.stdout.flush()

    keys = QTimer(interval=_KEY_MS)
    keys.timeout.connect(press)
    keys.start()
    return app.exec()


sys.exit(main())
