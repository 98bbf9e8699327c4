"""The test databases are what the store tests believe: fresh, copied from the template, gone afterwards."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from tests.support import postgres


def test_every_database_is_fresh() -> None:
    server = postgres.server()
    first, second = server.create(), server.create()
    engine = sa.create_engine(server.url(first))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE only_here (id int)"))
    other = sa.create_engine(server.url(second))
    assert "only_here" in sa.inspect(engine).get_table_names()
    assert "only_here" not in sa.inspect(other).get_table_names()
    for each, name in ((engine, first), (other, second)):
        each.dispose()
        server.drop(name)


def test_dropping_a_database_ends_its_connections() -> None:
    server = postgres.server()
    name = server.create()
    connection = psycopg.connect(server.url(name).replace("+psycopg", ""))
    server.drop(name)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


def test_a_template_is_not_prepared_behind_a_running_server() -> None:
    postgres.server()
    with pytest.raises(AssertionError, match="already made"):
        postgres.prepare_template(lambda url: None)


def test_a_store_url_carries_no_password(store_url: str) -> None:
    url = sa.make_url(store_url)
    assert url.password is None
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
    engine.dispose()
