"""What is known of the scanned papers whose bytes lie in the blob folder.

An archived PDF has no row here: its notice names it, and only ever one notice does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, moment

SCAN: Final = Columns("scan", "sha256 size media_type name pages added_at added_by")


class Scans:
    """The table `scan`; the bytes are written first, by `Store.blobs.put`."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(
        self,
        sha256: str,
        *,
        size: int,
        media_type: str,
        name: str,
        added_at: datetime | str,
        added_by: str,
        pages: int | None = None,
    ) -> None:
        """Remembers a stored blob; the same bytes keep their first entry."""
        self._sql.execute(
            "INSERT OR IGNORE INTO scan (sha256, size, media_type, name, pages, added_at, added_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (sha256, size, media_type, name, pages, moment(added_at), added_by),
        )

    def get(self, sha256: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {SCAN.listed} FROM scan WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        return None if found is None else SCAN.read(found)
