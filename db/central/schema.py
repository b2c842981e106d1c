"""The shape of the centre's database: made and changed by Alembic, by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from app.errors import Unavailable
from db.central import queue_tables  # noqa: F401 (the metadata is whole only with these)
from db.central.engine import is_sqlite, writing
from db.central.tables import CENTRAL

# Every revision in order; a test compares this with the files under migrations/versions.
REVISIONS: Final = ("first", "seats", "tickets")
HEAD: Final = REVISIONS[-1]
MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x5743_4C4B  # any number of ours: one worker migrates, the others wait


def version(engine: Engine) -> str | None:
    """The revision of this database; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up(engine: Engine) -> str | None:
    """Upgrades when behind; gives the revision it came from when changed, "" for a new database.

    Unavailable("newer-schema") when a later program wrote it.
    """
    found = version(engine)
    if found == HEAD:
        return None
    if found is not None and found not in REVISIONS:
        raise Unavailable("newer-schema", found=found, known=HEAD)
    config = configured()
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return found or ""


def create_all(engine: Engine) -> None:
    """All tables at once, without migrations: for databases that live as long as a test."""
    with writing(engine) as connection:
        CENTRAL.create_all(connection)


def configured() -> Config:
    """Alembic's configuration without a file, so that it works from a wheel."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
