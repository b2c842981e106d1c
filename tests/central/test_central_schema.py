"""The migrations make what the models say, on both databases, and every commit is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.errors import Unavailable
from db.central.bulk import insert_many
from db.central.engine import in_memory, open_engine, reading, writing
from db.central.schema import HEAD, REVISIONS, bring_up, configured, create_all, version
from db.central.tables import CENTRAL


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    url = f"sqlite:///{tmp_path / 'central.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    opened = open_engine(url)
    yield opened
    opened.dispose()


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    assert version(engine) is None
    assert bring_up(engine) == ""
    assert version(engine) == HEAD
    assert bring_up(engine) is None
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), CENTRAL) == []


def test_the_quick_way_makes_the_same_tables(engine: Engine) -> None:
    create_all(engine)
    assert set(inspect(engine).get_table_names()) == set(CENTRAL.tables)


def test_several_workers_starting_at_once_migrate_once(postgres_url: str) -> None:
    engines = [open_engine(postgres_url) for _ in range(3)]
    workers = [threading.Thread(target=bring_up, args=(engine,)) for engine in engines]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert {version(engine) for engine in engines} == {HEAD}
    for engine in engines:
        engine.dispose()


def test_every_revision_is_listed() -> None:
    scripts = ScriptDirectory.from_config(configured())
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == list(REVISIONS)


def test_a_database_of_a_later_program_is_left_alone(engine: Engine) -> None:
    bring_up(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'tenth'"))
    with pytest.raises(Unavailable, match="newer-schema"):
        bring_up(engine)


def test_an_embedded_database_is_durable_and_keeps_its_keys(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    create_all(engine)
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    with pytest.raises(IntegrityError), writing(engine) as connection:
        insert_many(connection, "clerk", "hall id number name role created_at", [("9999", *"abcde")])
    engine.dispose()


def test_a_writer_holds_the_embedded_database_from_its_first_word(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    create_all(engine)
    other = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    with writing(engine), other.connect() as second:
        second.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(OperationalError, match="locked"):
            second.exec_driver_sql("INSERT INTO hall VALUES ('3201', 'x', 'y')")
    engine.dispose()
    other.dispose()


def test_a_reader_sees_one_state_however_often_it_looks(engine: Engine) -> None:
    create_all(engine)
    with reading(engine) as connection:
        count = text("SELECT count(*) FROM hall")
        before = connection.execute(count).scalar()
        with writing(engine) as writer:
            insert_many(writer, "hall", "code name created_at", [("3201", "x", "y")])
        assert connection.execute(count).scalar() == before
    with engine.connect() as connection:
        assert connection.execute(count).scalar() == 1


def test_many_rows_that_break_a_key_are_told_as_any_other(engine: Engine) -> None:
    create_all(engine)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        insert_many(connection, "hall", "code name created_at", [("3201", "x", "y"), ("3201", "x", "y")])
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM hall")).scalar() == 0


@pytest.mark.parametrize("url", ["mysql://localhost/x", "postgresql+asyncpg://localhost/x"])
def test_other_databases_are_not_ours(url: str) -> None:
    with pytest.raises(ValueError, match="centre"):
        open_engine(url)


def test_a_database_in_memory_is_one_connection() -> None:
    engine = open_engine("sqlite://")
    assert in_memory(engine)
    create_all(engine)
    assert "record" in inspect(engine).get_table_names()
    engine.dispose()
