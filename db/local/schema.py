"""The database's shape: looked at raw at every start, changed by Alembic only when it is behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from app.errors import StoreUnavailable
from db.local.engine import Connection, writing

if TYPE_CHECKING:
    from alembic.config import Config

# Every revision in order; a test compares this with the files under migrations/versions.
REVISIONS: Final = ("first", "second", "third", "consultations", "fresh", "queue")
HEAD: Final = REVISIONS[-1]
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The revision of this database; None for an empty one."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if known is None:
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def bring_up(connection: Connection) -> str | None:
    """Upgrades when behind; gives the revision it came from when changed, "" for a new database.

    StoreUnavailable("newer-schema") when a later program wrote it.
    """
    found = version(connection)
    if found == HEAD:
        return None
    if found is not None and found not in REVISIONS:
        raise StoreUnavailable("newer-schema", found=found, known=HEAD)
    upgrade(connection)
    return found or ""


def upgrade(connection: Connection, to: str = "head") -> None:
    """Runs the migrations in one transaction on this connection."""
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import StaticPool

    engine = create_engine(
        "sqlite://", creator=lambda: _Held(connection), poolclass=StaticPool, module=dbapi2
    )
    with engine.connect() as bound:
        config = configured()
        config.attributes["connection"] = bound
        try:
            with writing(connection):
                command.upgrade(config, to)
        except DBAPIError as error:
            # The store names the database's own errors (a full disk, damage), not SQLAlchemy's.
            raise error.orig or error from error


class _Held:
    """The connection as Alembic sees it: it may not commit half a migration."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Left to `upgrade`."""

    def rollback(self) -> None:
        """Left to `upgrade`."""

    def close(self) -> None:
        """Left to the store."""


def configured() -> Config:
    """Alembic's configuration without a file, so that it works from a wheel and from the bundle."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
