"""The centre's records as last pulled, and how far its feed was read; written only by the puller."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from db.local.engine import Connection

_LATER: Final = "*"  # what waits for a pause, not for another record
_COLUMNS: Final = "entity, id, version, body, deleted"

_PUT: Final = (
    "INSERT INTO base (entity, id, version, body, deleted, waits_for) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (entity, id) DO UPDATE SET version = excluded.version, body = excluded.body,"
    " deleted = excluded.deleted, waits_for = excluded.waits_for"
)


class Based(NamedTuple):
    """A record as the centre had it; `text` is its canonical body, `read` the same as an object."""

    entity: str
    id: str
    version: int
    text: str
    deleted: bool
    read: dict[str, Any] | None = None

    @property
    def body(self) -> dict[str, Any]:
        if self.read is not None:
            return self.read
        body: dict[str, Any] = json.loads(self.text)
        return body


class Cursor(NamedTuple):
    """How far the feed of a scope was read: its epoch and the number of the last change taken."""

    epoch: str
    seq: int


class Base:
    """The tables `base` (the centre's truth), `base_next` (a snapshot on its way in) and `cursor`."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    # -- records ------------------------------------------------------------------------------

    def get(self, entity: str, id: str) -> Based | None:
        found = self._sql.execute(
            f"SELECT {_COLUMNS} FROM base WHERE entity = ? AND id = ?", (entity, id)
        ).fetchone()
        return None if found is None else _based(found)

    def version(self, entity: str, id: str) -> int | None:
        """The centre's version a decision stands on; None for a record that never came from there."""
        found = self._sql.execute(
            "SELECT version FROM base WHERE entity = ? AND id = ?", (entity, id)
        ).fetchone()
        return None if found is None else int(found[0])

    def put(
        self, entity: str, id: str, version: int, body: str, *, deleted: bool = False, later: bool = False
    ) -> None:
        """The record as the centre has it now; `body` canonical. `later`: its rows are made in a pause."""
        self._sql.execute(_PUT, (entity, id, version, body, int(deleted), _LATER if later else None))

    def put_later(self, records: Iterable[Based]) -> None:
        """Many records as the centre has them now; their rows are made in a pause."""
        self._sql.executemany(_PUT, [(*record[:4], int(record.deleted), _LATER) for record in records])

    def of(self, entity: str) -> list[Based]:
        """Every record of an entity that is not deleted; for entities of a hall's day, not for cases."""
        found = self._sql.execute(
            f"SELECT {_COLUMNS} FROM base WHERE entity = ? AND deleted = 0 ORDER BY id", (entity,)
        )
        return [_based(row) for row in found]

    def wait(self, entity: str, id: str, other: str) -> None:
        """Notes that a record cannot be shown before another one (a notice before its case)."""
        self._sql.execute("UPDATE base SET waits_for = ? WHERE entity = ? AND id = ?", (other, entity, id))

    def later(self, limit: int) -> list[Based]:
        """Records whose rows are still to be made, in the order of entity and id."""
        found = self._sql.execute(
            f"SELECT {_COLUMNS} FROM base WHERE waits_for = ? ORDER BY entity, id LIMIT ?", (_LATER, limit)
        )
        return [_based(row) for row in found]

    def now(self, entity: str, id: str) -> None:
        """The rows of a record are made in this transaction."""
        self._sql.execute("UPDATE base SET waits_for = NULL WHERE entity = ? AND id = ?", (entity, id))

    def waiting_for(self, other: str) -> list[Based]:
        """What waited for a record; asked for once, it waits no longer."""
        found = self._sql.execute(
            f"SELECT {_COLUMNS} FROM base WHERE waits_for = ? ORDER BY entity, id", (other,)
        ).fetchall()
        if found:
            self._sql.execute("UPDATE base SET waits_for = NULL WHERE waits_for = ?", (other,))
        return [_based(row) for row in found]

    def page(self, after: tuple[str, str], limit: int) -> list[Based]:
        """Records that are not deleted, in the order of entity and id; for checksums, in slices."""
        found = self._sql.execute(
            f"SELECT {_COLUMNS} FROM base WHERE (entity, id) > (?, ?) AND deleted = 0"
            " ORDER BY entity, id LIMIT ?",
            (*after, limit),
        )
        return [_based(row) for row in found]

    # -- a snapshot ---------------------------------------------------------------------------

    def next_clear(self, limit: int) -> bool:
        """Forgets a part of an earlier snapshot; False when nothing was left of one."""
        gone = self._sql.execute(
            "DELETE FROM base_next WHERE (entity, id) IN (SELECT entity, id FROM base_next LIMIT ?)", (limit,)
        )
        return bool(gone.rowcount)

    def next_add(self, rows: Iterable[tuple[str, str, int, str]]) -> None:
        """Rows of a snapshot: entity, id, version, canonical body."""
        self._sql.executemany(
            "INSERT OR REPLACE INTO base_next (entity, id, version, body) VALUES (?, ?, ?, ?)", rows
        )

    def next_count(self) -> int:
        (count,) = self._sql.execute("SELECT count(*) FROM base_next").fetchone()
        return int(count)

    def fresh(self, after: tuple[str, str], limit: int) -> tuple[list[Based], tuple[str, str] | None]:
        """What the snapshot has otherwise than the base, among its next rows, and where to go on."""
        rows = self._sql.execute(
            "SELECT n.entity, n.id, n.version, n.body, 0,"
            " b.id IS NULL OR b.version <> n.version OR b.body <> n.body OR b.deleted = 1"
            " FROM base_next n LEFT JOIN base b ON b.entity = n.entity AND b.id = n.id"
            " WHERE (n.entity, n.id) > (?, ?) ORDER BY n.entity, n.id LIMIT ?",
            (*after, limit),
        ).fetchall()
        return [_based(row) for row in rows if row[5]], (rows[-1][0], rows[-1][1]) if rows else None

    def gone(self, after: tuple[str, str], limit: int) -> tuple[list[Based], tuple[str, str] | None]:
        """What the base has and the snapshot has not, among its next rows, and where to go on."""
        rows = self._sql.execute(
            "SELECT b.entity, b.id, b.version, b.body, b.deleted, n.id IS NULL AND b.deleted = 0"
            " FROM base b LEFT JOIN base_next n ON n.entity = b.entity AND n.id = b.id"
            " WHERE (b.entity, b.id) > (?, ?) ORDER BY b.entity, b.id LIMIT ?",
            (*after, limit),
        ).fetchall()
        return [_based(row) for row in rows if row[5]], (rows[-1][0], rows[-1][1]) if rows else None

    # -- the cursor ---------------------------------------------------------------------------

    def cursor(self, scope: str) -> Cursor | None:
        found = self._sql.execute("SELECT feed_epoch, seq FROM cursor WHERE scope = ?", (scope,)).fetchone()
        return None if found is None else Cursor(str(found[0]), int(found[1]))

    def put_cursor(self, scope: str, epoch: str, seq: int) -> None:
        self._sql.execute(
            "INSERT OR REPLACE INTO cursor (scope, feed_epoch, seq) VALUES (?, ?, ?)", (scope, epoch, seq)
        )


def _based(row: tuple[Any, ...]) -> Based:
    return Based(str(row[0]), str(row[1]), int(row[2]), str(row[3]), bool(row[4]))
