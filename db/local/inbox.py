"""The conflict inbox (待处理): what the centre refused or could not merge, until a named person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import Columns, Row, moment, to_json

INBOX: Final = Columns(
    "inbox",
    "id kind cmd_id command_kind entity entity_id case_no mine theirs theirs_by base code facts state at"
    " device_code counter_no clerk decided_by decided_at choices note version",
    json="mine theirs theirs_by base facts choices",
)


class Inbox:
    """The table `inbox`; entries come from the centre, and are closed by decisions."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(self, row: Mapping[str, Any]) -> None:
        """An entry as it is now."""
        INBOX.insert(self._sql, INBOX.values(row), "INSERT OR REPLACE")

    def get(self, id: str) -> Row | None:
        found = self._sql.execute(f"SELECT {INBOX.listed} FROM inbox WHERE id = ?", (id,)).fetchone()
        return None if found is None else INBOX.read(found)

    def open(self, limit: int = 500) -> list[Row]:
        """Entries that wait for a person, the oldest first."""
        found = self._sql.execute(
            f"SELECT {INBOX.listed} FROM inbox WHERE state = 'open' ORDER BY at, id LIMIT ?", (limit,)
        )
        return [INBOX.read(values) for values in found]

    def count(self) -> int:
        """How many entries wait for a person."""
        (count,) = self._sql.execute("SELECT count(*) FROM inbox WHERE state = 'open'").fetchone()
        return int(count)

    def has_open(self, entity_id: str) -> bool:
        """Whether an entry about a record waits for a person."""
        found = self._sql.execute(
            "SELECT 1 FROM inbox WHERE entity_id = ? AND state = 'open' LIMIT 1", (entity_id,)
        )
        return found.fetchone() is not None

    def having_open(self, entity_ids: Iterable[str]) -> set[str]:
        """Those of these records about which an entry waits for a person."""
        found = self._sql.execute(
            "SELECT i.entity_id FROM json_each(?) asked CROSS JOIN inbox i"
            " ON i.entity_id = asked.value AND i.state = 'open'",
            (to_json(list(entity_ids)),),
        )
        return {id for (id,) in found}

    def of_entity(self, entity_id: str, limit: int = 100) -> list[Row]:
        """Every entry about a record, closed ones too, the oldest first."""
        found = self._sql.execute(
            f"SELECT {INBOX.listed} FROM inbox WHERE entity_id = ? ORDER BY at, id LIMIT ?",
            (entity_id, limit),
        )
        return [INBOX.read(values) for values in found]

    def of_command(self, cmd_id: str) -> Row | None:
        """The entry a command of this window ended in, as long as it is open."""
        found = self._sql.execute(
            f"SELECT {INBOX.listed} FROM inbox WHERE cmd_id = ? AND state = 'open'", (cmd_id,)
        ).fetchone()
        return None if found is None else INBOX.read(found)

    def close(
        self,
        id: str,
        *,
        by: str,
        at: datetime | str,
        choices: Mapping[str, str] | None = None,
        note: str = "",
    ) -> None:
        """A person decided; Conflict("already-closed") when somebody was earlier.

        The case it is about is shown as waiting for the centre when no other entry about it is open.
        """
        closed = self._sql.execute(
            "UPDATE inbox SET state = 'closed', decided_by = ?, decided_at = ?, choices = ?, note = ?"
            " WHERE id = ? AND state = 'open'",
            (by, moment(at), to_json(choices or {}), note, id),
        )
        if closed.rowcount != 1:
            raise Conflict("already-closed", id=id)
        self._sql.execute(
            "UPDATE \"case\" SET sync_state = 'local' WHERE sync_state = 'conflict'"
            " AND id = (SELECT entity_id FROM inbox WHERE id = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM inbox WHERE state = 'open' AND entity_id = \"case\".id)",
            (id,),
        )

    def delete(self, id: str) -> None:
        self._sql.execute("DELETE FROM inbox WHERE id = ?", (id,))
