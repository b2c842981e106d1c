"""What happened: a case's timeline, and the audit of looking, reprinting and signing in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, moment, to_json

EVENT = Columns("event", "case_id n at kind clerk facts cmd_id", json="facts")
AUDIT = Columns("audit", "id at clerk what subject facts", json="facts")

_NEXT_EVENT: Final = (
    "INSERT INTO event (case_id, n, at, kind, clerk, facts, cmd_id)"
    " VALUES (?1, coalesce((SELECT max(n) FROM event WHERE case_id = ?1), 0) + 1, ?2, ?3, ?4, ?5, ?6)"
)


class Events:
    """The table `event`: appended, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def append(
        self,
        case_id: str,
        *,
        at: datetime | str,
        kind: str,
        clerk: str,
        facts: Mapping[str, Any] | None = None,
        cmd_id: str | None = None,
    ) -> None:
        """One line of a case's timeline; `cmd_id` = the command that made it, so that it is never twice."""
        self.append_ready(*self.ready(case_id, at=at, kind=kind, clerk=clerk, facts=facts, cmd_id=cmd_id))

    @staticmethod
    def ready(
        case_id: str,
        *,
        at: datetime | str,
        kind: str,
        clerk: str,
        facts: Mapping[str, Any] | None = None,
        cmd_id: str | None = None,
    ) -> tuple[Any, ...]:
        """What `append` writes, in its last form, for `append_ready`."""
        return case_id, moment(at), str(kind), clerk, to_json(facts or {}), cmd_id

    def append_ready(self, *values: Any) -> None:
        self._sql.execute(_NEXT_EVENT, values)

    def has(self, case_id: str, cmd_id: str) -> bool:
        """Whether the timeline has the line of this command."""
        found = self._sql.execute("SELECT 1 FROM event WHERE case_id = ? AND cmd_id = ?", (case_id, cmd_id))
        return found.fetchone() is not None

    def stand(self, case_id: str, cmd_id: str, *, refused: bool) -> None:
        """Whether the centre refused what a line tells; the line stays, for it was done."""
        self._sql.execute(
            "UPDATE event SET facts = CASE WHEN ?3 THEN json_set(facts, '$.refused', json('true'))"
            " ELSE json_remove(facts, '$.refused') END WHERE case_id = ?1 AND cmd_id = ?2"
            " AND (json_extract(facts, '$.refused') IS NOT NULL) <> ?3",
            (case_id, cmd_id, int(refused)),
        )

    def of_case(self, case_id: str) -> list[Row]:
        """The timeline, in the order things were done (not by the clock, which may jump)."""
        found = self._sql.execute(
            f"SELECT {EVENT.listed} FROM event WHERE case_id = ? ORDER BY n",
            (case_id,),
        )
        return [EVENT.read(values) for values in found]


class AuditLog:
    """The table `audit`: appended, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def append(
        self,
        *,
        at: datetime | str,
        clerk: str,
        what: str,
        subject: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Who (`clerk` = id, or the number tried at a failed sign-in) did what to which record."""
        self._sql.execute(
            "INSERT INTO audit (at, clerk, what, subject, facts) VALUES (?, ?, ?, ?, ?)",
            (moment(at), clerk, str(what), subject, to_json(facts or {})),
        )

    def newest(self, limit: int = 100, what: str | None = None, subject: str | None = None) -> list[Row]:
        found = self._sql.execute(
            f"SELECT {AUDIT.listed} FROM audit WHERE (?1 IS NULL OR what = ?1)"
            " AND (?2 IS NULL OR subject = ?2) ORDER BY id DESC LIMIT ?3",
            (what, subject, limit),
        )
        return [AUDIT.read(values) for values in found]
