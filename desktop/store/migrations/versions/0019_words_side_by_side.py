"""The index of words knows which letters stand on both sides of a space, so that a phrase is found quickly in it

Revision: 0019, after 0018.
"""

import array
import itertools
import json
import sys
from collections import defaultdict
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SIDE = 2
_TEXTS = """
    SELECT id, search_text FROM broker_message WHERE id IN (SELECT value FROM json_each(:ids))
"""
_TEXTS_POSTGRES = """
    SELECT id, search_text FROM broker_message
    WHERE id = ANY (ARRAY(SELECT CAST(jsonb_array_elements_text(CAST(:ids AS jsonb)) AS bigint)))
"""
_INSERT = "INSERT INTO broker_gram (block_id, gram, places) VALUES (:block, :gram, :places)"


def upgrade() -> None:
    store = op.get_bind()
    statement = sa.text(_TEXTS_POSTGRES if store.dialect.name == "postgresql" else _TEXTS)
    blocks = store.execute(sa.text("SELECT id, size FROM broker_block")).all()
    for block, size in blocks:
        found = sa.text("SELECT message_ids FROM broker_block WHERE id = :block")
        ids = array.array("q")
        ids.frombytes(store.execute(found, {"block": block}).scalar_one())
        if sys.byteorder == "big":
            ids.byteswap()
        texts = dict(map(tuple, store.execute(statement, {"ids": json.dumps(ids.tolist())})))
        places = defaultdict(list)
        for place, number in enumerate(ids):
            for gram in _grams(texts.get(number, "")):
                places[gram].append(place)
        numbered = sorted((_number(gram), gram) for gram in places)
        rows = [
            {"block": block, "gram": number, "places": _packed(places[gram], size)}
            for number, gram in numbered
        ]
        if rows:
            store.execute(sa.text(_INSERT), rows)


def _grams(text: str) -> set[str]:
    """Two plain letters, a space, and two more."""
    pairs = itertools.pairwise(text.split(" "))
    grams = {f"{word[-_SIDE:]} {following[:_SIDE]}" for word, following in pairs}
    return {gram for gram in grams if len(gram) == 2 * _SIDE + 1 and gram.isascii()}


def _number(gram: str) -> int:
    """As ``word_block`` numbered it when this was written."""
    return ~(int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "little") >> 1)


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
