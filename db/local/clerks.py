"""The people who may sign in at this window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import Columns, Row

CLERK: Final = Columns(
    "clerk",
    "id number name role password_hash active failed_tries locked_until created_at last_sign_in_at"
    " verified_until",
)


class Clerks:
    """The table `clerk`."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def insert(self, row: Mapping[str, Any]) -> None:
        """id number name role password_hash created_at. Conflict("already-there") for a used number."""
        values = CLERK.values(row)
        CLERK.insert(self._sql, values)

    def admit(self, row: Mapping[str, Any]) -> None:
        """A clerk as the centre knows them: id number name role password_hash verified_until created_at
        last_sign_in_at. Whoever had the number here under another id keeps the name and is out of use.
        """
        values = CLERK.values({**row, "active": 1, "failed_tries": 0, "locked_until": None})
        self._sql.execute(
            "UPDATE clerk SET active = 0, number = number || '~' || substr(id, -6)"
            " WHERE number = :number AND id <> :id",
            {"number": values["number"], "id": values["id"]},
        )
        kept = {name: value for name, value in values.items() if name not in ("id", "created_at")}
        CLERK.insert(self._sql, values, "INSERT OR IGNORE")
        self._sql.execute(
            f"UPDATE clerk SET {CLERK.set_sql(kept)} WHERE id = :_id", {**kept, "_id": row["id"]}
        )

    def update(self, id: str, changes: Mapping[str, Any]) -> None:
        """Changes any of name role password_hash active failed_tries locked_until last_sign_in_at
        verified_until.
        """
        values = CLERK.values(changes)
        cursor = self._sql.execute(
            f"UPDATE clerk SET {CLERK.set_sql(values)} WHERE id = :_id",
            {**values, "_id": id},
        )
        if cursor.rowcount != 1:
            raise Conflict("no-such-clerk", id=id)

    def get(self, id: str) -> Row | None:
        return self._one("id", id)

    def by_number(self, number: str) -> Row | None:
        return self._one("number", number)

    def list(self) -> list[Row]:
        """Everybody, by number."""
        return [
            CLERK.read(values)
            for values in self._sql.execute(f"SELECT {CLERK.listed} FROM clerk ORDER BY number")
        ]

    def _one(self, column: str, value: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {CLERK.listed} FROM clerk WHERE {column} = ?",
            (value,),
        ).fetchone()
        return None if found is None else CLERK.read(found)
