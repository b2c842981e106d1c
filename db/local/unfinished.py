"""Decisions that were journalled and never done: a person keeps or discards each (sync.md §4)."""

from __future__ import annotations

from datetime import datetime

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import moment


class Unfinished:
    """The table `unfinished`; an envelope is the journal record's plain bytes."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(self, cmd_id: str, dev_seq: int, found_at: datetime, envelope: bytes) -> None:
        self._sql.execute(
            "INSERT OR IGNORE INTO unfinished (cmd_id, dev_seq, found_at, envelope) VALUES (?, ?, ?, ?)",
            (cmd_id, dev_seq, moment(found_at), envelope),
        )

    def get(self, cmd_id: str) -> bytes:
        """Conflict("no-such-unfinished") when it was kept or discarded already."""
        found = self._sql.execute("SELECT envelope FROM unfinished WHERE cmd_id = ?", (cmd_id,)).fetchone()
        if found is None:
            raise Conflict("no-such-unfinished", cmd_id=cmd_id)
        return bytes(found[0])

    def list(self) -> list[bytes]:
        """All of them, oldest first."""
        found = self._sql.execute("SELECT envelope FROM unfinished ORDER BY found_at, dev_seq")
        return [bytes(envelope) for (envelope,) in found]

    def count(self) -> int:
        (count,) = self._sql.execute("SELECT count(*) FROM unfinished").fetchone()
        return int(count)

    def delete(self, cmd_id: str) -> None:
        self._sql.execute("DELETE FROM unfinished WHERE cmd_id = ?", (cmd_id,))
