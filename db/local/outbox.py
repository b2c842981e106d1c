"""The outbox: what was done here, in device order, waiting for the centre (sync.md 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from db.local.engine import Connection
from db.local.rows import Columns, Row

COMMAND: Final = Columns(
    "outbox",
    "dev_seq cmd_id kind cmd_version entity entity_id base_version payload payload_sha256 actor at_wall"
    " boot_id at_mono_ms state result acked_at attempts last_error status entity_version code ahead",
)
PENDING: Final = Columns(
    "outbox", "dev_seq cmd_id kind entity entity_id actor at_wall state attempts last_error"
)


class Outbox:
    """The table `outbox`. Commands come in through `Store.decide` alone, so that the journal has each of
    them.
    """

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def append(self, row: Mapping[str, Any]) -> None:
        """A command with its number; for `Store.decide`, which has journalled it."""
        values = COMMAND.values(row)
        COMMAND.insert(self._sql, values)

    def pending(self, limit: int = 500) -> list[Row]:
        """dev_seq cmd_id kind entity entity_id actor at_wall state case_no of what the centre has not
        answered.
        """
        found = self._sql.execute(
            f'SELECT {PENDING.qualified}, "case".case_no FROM outbox'
            ' LEFT JOIN "case" ON "case".id = outbox.entity_id'
            " WHERE outbox.state = 'pending' ORDER BY outbox.dev_seq LIMIT ?",
            (limit,),
        )
        return [{**PENDING.read(values[:-1]), "case_no": values[-1]} for values in found]

    def count(self) -> int:
        """How many commands the centre has not answered."""
        (count,) = self._sql.execute("SELECT count(*) FROM outbox WHERE state = 'pending'").fetchone()
        return int(count)

    def oldest(self) -> str | None:
        """When the oldest unanswered command was given."""
        found = self._sql.execute(
            "SELECT at_wall FROM outbox WHERE state = 'pending' ORDER BY dev_seq LIMIT 1"
        ).fetchone()
        return None if found is None else str(found[0])

    def get(self, cmd_id: str) -> Row | None:
        """One whole command; payload and result are bytes."""
        found = self._sql.execute(
            f"SELECT {COMMAND.listed} FROM outbox WHERE cmd_id = ?",
            (cmd_id,),
        ).fetchone()
        return None if found is None else COMMAND.read(found)

    def of_entity(self, entity_id: str) -> list[Row]:
        """Commands about one record, in order."""
        found = self._sql.execute(
            f"SELECT {COMMAND.listed} FROM outbox WHERE entity_id = ? ORDER BY dev_seq",
            (entity_id,),
        )
        return [COMMAND.read(values) for values in found]
