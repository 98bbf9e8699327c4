"""What an older store holds of templates becomes their first remembered version."""

from __future__ import annotations

from pathlib import Path

from desktop.models.template_version import VersionKind
from tests.support.clock import Clock
from tests.support.older_stores import lay_older
from tests.support.stores import opened

_TEMPLATES = """
INSERT INTO template
(id, version, name, subject, content, channels, branded, changed_by, changed_at, deleted_at) VALUES
(1, 3, 'Letter', 'Hello', 'Dear client', 'WE', true, 'Ada', 1000000, NULL),
(2, 1, 'Gone', 'Bye', 'Bye', 'E', false, 'Ben', 2000000, 3000000)
"""
_MESSAGES = """
INSERT INTO outgoing_message (uid, branded, sent_at, recipients, template_id) VALUES
('a', true, 5000000, 1, 1), ('b', true, 7000000, 1, 1), ('c', true, 6000000, 1, NULL)
"""


def test_templates_of_an_older_store_are_remembered_and_counted(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'office.db').as_posix()}"
    lay_older(url, "0001", _TEMPLATES, _MESSAGES)
    store = opened(url, Clock())
    with store.read() as unit:
        letter = unit.templates.by_id([1])[1]
        assert (letter.used, letter.folder_id) == (2, None)
        assert letter.last_used_at is not None
        assert letter.last_used_at.timestamp() == 7
        (line,) = unit.templates.versions(1)
        assert (line.version, line.kind, line.changed_by) == (3, VersionKind.CHANGED, "Ada")
        kept = unit.templates.version(1, 3)
        assert kept is not None
        assert kept.content == letter.content
        assert [each.kind for each in unit.templates.versions(2)] == [VersionKind.DELETED]
    store.close()
