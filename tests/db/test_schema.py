"""Models, migrations and hand-written SQL say the same; the start loads none of the heavy libraries."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from app.clock import FrozenClock
from app.errors import StoreUnavailable
from db.local import (
    cases,
    catalogue,
    certificates,
    clerks,
    consultations,
    drafts,
    events,
    inbox,
    notices,
    outbox,
    parties,
    queue_tables,
    scans,
    schema,
    settings,
    tickets,
    unfinished,
    uploads,
)
from db.local.engine import DATABASE, connect
from db.local.rows import Columns
from db.local.sealing import derived
from db.local.store import Store
from db.local.tables import LOCAL, SEARCH_TABLES
from tests.db.hall import KEY, opened

MODULES = (
    cases, catalogue, certificates, clerks, consultations, drafts, events, inbox, notices, outbox, parties,
    queue_tables, scans, settings, tickets, unfinished, uploads,
)  # fmt: skip


def plain_connection() -> Any:
    return dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)


@pytest.fixture
def migrated() -> Iterator[Any]:
    connection = plain_connection()
    schema.upgrade(connection)
    yield connection
    connection.close()


def shape(connection: Any) -> dict[str, Any]:
    """Tables with their columns, and the text of indexes and rules, written in one way."""
    found: dict[str, Any] = {}
    for kind, name, text in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if name == "alembic_version" or "alembic_version" in name:
            continue
        if kind == "table" and "_fts" not in name:
            found[name] = [
                connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall(),
                connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall(),
                sorted(row[2:] for row in connection.execute(f'PRAGMA index_list("{name}")')),
                sorted(re.findall(r"CHECK \(.*?\)\)?", text)),
                "WITHOUT ROWID" in text,
            ]
        else:
            found[name] = re.sub(r"\s+", " ", text or "").replace('"', "")
    return found


def test_migrations_and_models_say_the_same(migrated: Any) -> None:
    declared = plain_connection()
    engine = create_engine("sqlite://", creator=lambda: declared, poolclass=StaticPool, module=dbapi2)
    LOCAL.create_all(engine)
    for statement in SEARCH_TABLES:
        declared.execute(statement)

    assert shape(migrated) == shape(declared)
    declared.close()


def test_alembic_would_generate_nothing_more(migrated: Any) -> None:
    engine = create_engine("sqlite://", creator=lambda: migrated, poolclass=StaticPool, module=dbapi2)
    with engine.connect() as bound:
        context = MigrationContext.configure(
            bound, opts={"include_name": lambda name, kind, _: kind != "table" or "_fts" not in str(name)}
        )
        assert compare_metadata(context, LOCAL) == []


def test_the_known_revisions_are_the_files_in_order() -> None:
    script = ScriptDirectory.from_config(schema.configured())
    assert tuple(r.revision for r in reversed(list(script.walk_revisions()))) == schema.REVISIONS


def test_a_migration_can_be_taken_back(migrated: Any) -> None:
    from alembic import command

    engine = create_engine(
        "sqlite://", creator=lambda: schema._Held(migrated), poolclass=StaticPool, module=dbapi2
    )
    with engine.connect() as bound:
        config = schema.configured()
        config.attributes["connection"] = bound
        command.downgrade(config, "base")
    assert set(shape(migrated)) == set()


def test_a_failing_migration_leaves_the_database_as_it_was(migrated: Any) -> None:
    migrated.execute("DELETE FROM alembic_version")
    before = shape(migrated)
    with pytest.raises(Exception, match="already exists"):
        schema.upgrade(migrated)
    assert shape(migrated) == before
    assert not migrated.in_transaction


def test_every_column_a_repository_names_is_in_its_table(migrated: Any) -> None:
    for module in MODULES:
        for name, columns in inspect.getmembers(module, lambda value: isinstance(value, Columns)):
            table = columns.table.strip('"')
            known = {row[1] for row in migrated.execute(f'PRAGMA table_info("{table}")')}
            assert set(columns.names) <= known, (module.__name__, name)


def test_a_newer_schema_is_refused_and_left_alone(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    connection = connect(folder / DATABASE, derived(KEY, "database"))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(StoreUnavailable) as refused:
        Store.open(folder, KEY, clock)

    assert refused.value.code == "newer-schema"
    assert refused.value.facts == {"found": "9999", "known": schema.HEAD}


def test_opening_a_known_store_loads_no_heavy_library(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    script = f"""
import sys
from pathlib import Path
from app.clock import SystemClock
from db.local.store import Store
Store.open(Path({str(folder)!r}), bytes.fromhex({KEY.hex()!r}), SystemClock()).close()
heavy = {{"sqlalchemy", "sqlmodel", "pydantic", "alembic", "cryptography", "keyring"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
