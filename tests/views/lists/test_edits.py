from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.views.lists.edits import EditKind, edits

IDS = st.lists(st.integers(0, 20), unique=True)


@given(IDS, IDS)
def test_edits_lead_from_one_list_to_the_other(old: list[int], new: list[int]) -> None:
    found = edits(old, new)
    common = [one for one in old if one in new]
    if found is None:
        assert common != [one for one in new if one in old]
        return
    rows = list(old)
    for edit in found:
        if edit.kind is EditKind.REMOVE:
            del rows[edit.first : edit.last + 1]
        else:
            rows[edit.first : edit.first] = new[edit.first : edit.last + 1]
    assert rows == new
