"""Settings, Office: its name, its time zone, and where its data are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Office
from desktop.services.office import office_of, save_office
from desktop.services.office_day import moment_words
from desktop.settings import OFFICE_NAME, OFFICE_ZONE
from desktop.views.kit.field import Field
from desktop.views.kit.open_place import open_place
from desktop.views.kit.place_line import PlaceLine
from desktop.views.kit.words import Words
from desktop.views.settings.section import Section
from desktop.views.settings.zone_box import ZoneBox, known_zones

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change


class OfficeSection(Section):
    """What clients and colleagues know the office by."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk, opener: Callable[[Path], object] = open_place) -> None:
        super().__init__(desk, tr("Office"))
        self.name = QLineEdit()
        self.zone = ZoneBox()
        self.time_there = Words("", "caption")
        self._build(opener)
        self.zone.currentTextChanged.connect(lambda _text: self._on_zone_changed())
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        self.desk.jobs.read(office_of, self.desk.store, then=self._on_read, owner=self, latest="office")

    def answers(self) -> Any:
        return self.name.text().strip(), self.zone.zone()

    def show_answers(self, stored: Any) -> None:
        name, zone = stored
        self.name.setText(name)
        self.zone.show_zone(zone)
        self._show_time()

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        name, zone = self.answers()
        desk.jobs.write(save_office, desk.store, desk.actor, name, zone, then=then, failed=failed, owner=self)

    def _build(self, opener: Callable[[Path], object]) -> None:
        desk = self.desk
        self.add("name", Field(OFFICE_NAME.label(), self.name))
        zone = self.add("zone", Field(OFFICE_ZONE.label(), self.zone, OFFICE_ZONE.help()))
        self.zone.name_after(zone)
        self.form.addWidget(self.time_there)
        address = desk.store.address
        folder = address.path.parent if address.path is not None else None
        self.place = PlaceLine(address.label, desk.notices, folder, opener=opener)
        self.place.name(tr("Store"))
        self.form.addWidget(Field(tr("Store"), self.place, tr("Where the office’s data are kept.")))
        copies = desk.store.backups
        if copies is None:
            words = tr("The back-ups are made by whoever looks after the database.")
            self.form.addWidget(Words(words, "quiet").wrapped())
            return
        self.copies = PlaceLine(str(copies), desk.notices, copies, opener=opener)
        self.copies.name(tr("Back-ups"))
        words = tr("A copy is made each day and before each change of the store’s form.")
        self.form.addWidget(Field(tr("Back-ups"), self.copies, words))

    def _on_read(self, office: Office | None) -> None:
        known = office or self.desk.office
        self.take((known.name, known.zone))

    def _on_zone_changed(self) -> None:
        self._show_time()
        self.tell_changed()

    def _show_time(self) -> None:
        zone = self.zone.zone()
        if zone and zone not in known_zones():
            self.time_there.setText("")
            return
        time = moment_words(self.desk.now(), zone)
        self.time_there.setText(tr("It is {time} there now.").format(time=time))
