"""Notices (文书) as they were made, and every print after the first (补打)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import Columns, Row, Statement, moment

NOTICE: Final = Columns(
    "notice",
    "id case_id kind number copies pages pdf_sha256 content made_at made_by printed_at printed_by reprints",
    json="content",
    packs="content",
)


class Notices:
    """The tables `notice` and `reprint`. `content` is the JSON the PDF was made from, frozen when it was
    made.
    """

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def insert(self, row: Mapping[str, Any]) -> None:
        """A new notice: id case_id kind number copies pages pdf_sha256 content made_at made_by."""
        self.insert_ready(*self.ready(row))

    @staticmethod
    def ready(row: Mapping[str, Any]) -> Statement:
        """What `insert` writes, in its last form, for `insert_ready`."""
        return NOTICE.statement(NOTICE.values(row))

    def insert_ready(self, sql: str, values: tuple[Any, ...]) -> None:
        self._sql.execute(sql, values)

    def get(self, id: str) -> Row | None:
        return self._one("id", id)

    def by_number(self, number: str) -> Row | None:
        return self._one("number", number)

    def of_case(self, case_id: str) -> list[Row]:
        """A case's notices in the order they were made."""
        found = self._sql.execute(
            f"SELECT {NOTICE.listed} FROM notice WHERE case_id = ? ORDER BY made_at, number",
            (case_id,),
        )
        return [NOTICE.read(values) for values in found]

    def unprinted(self, limit: int = 100) -> list[Row]:
        """Notices made but never marked printed, newest first: what a crash before the printer left."""
        found = self._sql.execute(
            f"SELECT {NOTICE.listed} FROM notice WHERE printed_at IS NULL ORDER BY made_at DESC LIMIT ?",
            (limit,),
        )
        return [NOTICE.read(values) for values in found]

    def mark_printed(self, id: str, at: datetime | str, clerk: str) -> None:
        """The first print came out; a second mark keeps the first moment."""
        self._sql.execute(
            "UPDATE notice SET printed_at = coalesce(printed_at, ?), printed_by = coalesce(printed_by, ?)"
            " WHERE id = ?",
            (moment(at), clerk, id),
        )

    def add_reprint(self, id: str, at: datetime | str, clerk: str, reason: str) -> int:
        """Logs a 补打; gives which reprint it is. Conflict("no-such-notice")."""
        if self._sql.execute("UPDATE notice SET reprints = reprints + 1 WHERE id = ?", (id,)).rowcount != 1:
            raise Conflict("no-such-notice", id=id)
        self._sql.execute(
            "INSERT INTO reprint (notice_id, at, clerk, reason) VALUES (?, ?, ?, ?)",
            (id, moment(at), clerk, reason),
        )
        (count,) = self._sql.execute("SELECT reprints FROM notice WHERE id = ?", (id,)).fetchone()
        return int(count)

    def reprints(self, id: str) -> list[Row]:
        """at, clerk, reason of every reprint, oldest first."""
        found = self._sql.execute(
            "SELECT at, clerk, reason FROM reprint WHERE notice_id = ? ORDER BY id", (id,)
        )
        return [{"at": at, "clerk": clerk, "reason": reason} for at, clerk, reason in found]

    def _one(self, column: str, value: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {NOTICE.listed} FROM notice WHERE {column} = ?",
            (value,),
        ).fetchone()
        return None if found is None else NOTICE.read(found)
