"""The index of words knows how each text ends, so that one or two letters can be looked for in it

Revision: 0018, after 0017.
"""

import array
import json
import sys
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LETTER_BITS = 21
_ENDINGS = """
    SELECT id, substr(search_text, -2) FROM broker_message WHERE id IN (SELECT value FROM json_each(:ids))
"""
_ENDINGS_POSTGRES = """
    SELECT id, right(search_text, 2) FROM broker_message
    WHERE id IN (SELECT CAST(jsonb_array_elements_text(CAST(:ids AS jsonb)) AS bigint))
"""


def upgrade() -> None:
    store = op.get_bind()
    statement = sa.text(_ENDINGS_POSTGRES if store.dialect.name == "postgresql" else _ENDINGS)
    blocks = store.execute(sa.text("SELECT id, size FROM broker_block")).all()
    for block, size in blocks:
        found = sa.text("SELECT message_ids FROM broker_block WHERE id = :block")
        ids = array.array("q")
        ids.frombytes(store.execute(found, {"block": block}).scalar_one())
        if sys.byteorder == "big":
            ids.byteswap()
        rows = store.execute(statement, {"ids": json.dumps(ids.tolist())})
        endings = {number: ending for number, ending in rows}
        places = defaultdict(list)
        for place, number in enumerate(ids):
            for gram in _grams(endings.get(number, "")):
                places[gram].append(place)
        rows = [
            {"block": block, "gram": gram, "places": _packed(some, size)} for gram, some in places.items()
        ]
        if rows:
            store.execute(sa.text("INSERT INTO broker_gram VALUES (:block, :gram, :places)"), rows)


def _grams(ending: str) -> list[int]:
    """The numbers of the two last letters and of the last one alone, each as the beginning of a gram."""
    letters = [ord(letter) << 2 * _LETTER_BITS for letter in ending]
    if len(ending) > 1:
        letters[0] |= ord(ending[1]) << _LETTER_BITS
    return letters


def _packed(places: list[int], size: int) -> bytes:
    """As ``word_block`` packed them when this was written."""
    if 2 * len(places) < size // 8:
        listed = array.array("H", places)
        if sys.byteorder == "big":
            listed.byteswap()
        return b"\0" + listed.tobytes()
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return b"\1" + bits
