"""Service items as this window keeps them; every version a case was taken under stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, moment

ITEM: Final = Columns("catalogue_item", "code version name body imported_at imported_by current", json="body")


class CatalogueItems:
    """The table `catalogue_item`; `body` is the item's record in the catalogue file's form."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(
        self, items: Iterable[Mapping[str, Any]], *, imported_at: datetime | str, imported_by: str
    ) -> None:
        """Stores items (code, version, name, body) and makes these versions the current ones of their
        codes.
        """
        for item in items:
            values = ITEM.values({**item, "imported_at": moment(imported_at), "imported_by": imported_by})
            self._sql.execute("UPDATE catalogue_item SET current = 0 WHERE code = ?", (values["code"],))
            ITEM.insert(self._sql, {**values, "current": 1}, "INSERT OR REPLACE")

    def withdraw(self, code: str) -> bool:
        """Takes an item out of the current catalogue; cases keep the versions they have."""
        return bool(
            self._sql.execute(
                "UPDATE catalogue_item SET current = 0 WHERE code = ? AND current = 1", (code,)
            ).rowcount
        )

    def current(self) -> list[Row]:
        """The current version of every item, by code."""
        found = self._sql.execute(f"SELECT {ITEM.listed} FROM catalogue_item WHERE current = 1 ORDER BY code")
        return [ITEM.read(values) for values in found]

    def get(self, code: str, version: str | None = None) -> Row | None:
        """One item in this version, or in the current one."""
        found = self._sql.execute(
            f"SELECT {ITEM.listed} FROM catalogue_item"
            " WHERE code = ?1 AND ((?2 IS NULL AND current = 1) OR version = ?2)",
            (code, version),
        ).fetchone()
        return None if found is None else ITEM.read(found)

    def fingerprint(self) -> tuple[int, str | None]:
        """Count of current items and the last import: tells whether a catalogue in memory is still right."""
        count, last = self._sql.execute(
            "SELECT count(*), max(imported_at) FROM catalogue_item WHERE current = 1"
        ).fetchone()
        return int(count), last
