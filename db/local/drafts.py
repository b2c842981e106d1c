"""Unfinished visits (暂存) as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, moment

DRAFT: Final = Columns("draft", "id title item_code item_name owner case_no saved_at record", json="record")


class Drafts:
    """The table `draft`; `record` is what `app.rules.visit.draft_record` gives."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(
        self,
        id: str,
        record: Mapping[str, Any],
        *,
        title: str,
        owner: str,
        saved_at: datetime | str,
        item_code: str | None = None,
        item_name: str | None = None,
        case_no: str | None = None,
    ) -> None:
        """Saves a visit, new or again."""
        values = DRAFT.values(
            {
                "id": id,
                "title": title,
                "item_code": item_code,
                "item_name": item_name,
                "owner": owner,
                "case_no": case_no,
                "saved_at": moment(saved_at),
                "record": record,
            }
        )
        DRAFT.insert(self._sql, values, "INSERT OR REPLACE")

    def get(self, id: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {DRAFT.listed} FROM draft WHERE id = ?",
            (id,),
        ).fetchone()
        return None if found is None else DRAFT.read(found)

    def list(self, owner: str | None = None) -> list[Row]:
        """Visits that are not finished, the last saved first; of one clerk when `owner` is given."""
        found = self._sql.execute(
            f"SELECT {DRAFT.listed} FROM draft WHERE ?1 IS NULL OR owner = ?1 ORDER BY saved_at DESC",
            (owner,),
        )
        return [DRAFT.read(values) for values in found]

    def delete(self, id: str) -> bool:
        """Forgets a visit; False when there was none."""
        return bool(self._sql.execute("DELETE FROM draft WHERE id = ?", (id,)).rowcount == 1)
