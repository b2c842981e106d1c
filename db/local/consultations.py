"""Lawyers, their mornings, bookings and the waiting list as rows (周三律师咨询).

A record is its JSON body in the form of app/rules/{roster,consultation}.py; the columns beside it are what is
asked for, taken out of the body here. A seat is never given twice: whoever writes a booking that keeps a seat
asks for it in the same transaction. The rules are loaded with the first consultation, not with the desk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import Columns, Row

LAWYER: Final = Columns("consult_lawyer", "id name active body version sync_state", json="body")
DAY: Final = Columns("consult_day", "id published body version sync_state", json="body")
BOOKING: Final = Columns(
    "consult_booking",
    "id day seat lawyer status name_key phone id_number case_id slip_no body version sync_state",
    json="body",
)
WAIT: Final = Columns(
    "consult_wait", "id day state registered_at case_id body version sync_state", json="body"
)
TABLES: Final = {columns.table: columns for columns in (LAWYER, DAY, BOOKING, WAIT)}


def _asked(table: str, body: Mapping[str, Any]) -> Row:
    """The columns a body is found by."""
    match table:
        case "consult_lawyer":
            return {"name": body["name"], "active": int(body["active"])}
        case "consult_day":
            return {"published": int(body["published"])}
        case "consult_booking":
            from app.rules.consultation import plain_name

            day, _, lawyer, _ = body["seat"].split("-")
            return {
                "day": f"{day[:4]}-{day[4:6]}-{day[6:]}",
                "seat": body["seat"],
                "lawyer": lawyer,
                "status": body["status"],
                "name_key": plain_name(body["name"]),
                "phone": body["phone"],
                "id_number": body["id_number"],
                "case_id": body["case_id"],
                "slip_no": body["slip_no"],
            }
        case "consult_wait":
            return {
                "day": body["day"],
                "state": body["state"],
                "registered_at": body["registered_at"],
                "case_id": body["case_id"],
            }
    raise ValueError(f"no table of consultations: {table}")


class Consultations:
    """The tables consult_lawyer, consult_day, consult_booking and consult_wait."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    # -- writing, by decisions -----------------------------------------------------------------

    def add(self, table: str, id: str, body: Mapping[str, Any]) -> None:
        """A new record. Conflict("seat-taken") when it is a booking that keeps a seat somebody has."""
        self._guard(table, id, body)
        self._write(TABLES[table], id, body, 1, "local", "INSERT")

    def change(self, table: str, id: str, version: int, changes: Mapping[str, Any]) -> None:
        """Changes fields of the record that still has `version`.

        Conflict("changed-meanwhile"), Conflict("no-such-record"), Conflict("seat-taken").
        """
        row = self.get(table, id)
        if row is None:
            raise Conflict("no-such-record", entity=table, id=id)
        if row["version"] != version:
            raise Conflict("changed-meanwhile", id=id, version=version, found=row["version"])
        body = {**row["body"], **changes}
        self._guard(table, id, body)
        self._write(TABLES[table], id, body, version + 1, "local", "INSERT OR REPLACE")

    def use_grant(self, grant_id: str) -> None:
        """A hold on a seat is used up; a used one never comes back. Conflict("hold-gone")."""
        done = self._sql.execute(
            "UPDATE grant_ SET state = 'used' WHERE grant_id = ? AND state = 'held'", (grant_id,)
        )
        if done.rowcount != 1:
            raise Conflict("hold-gone", grant=grant_id)

    def _guard(self, table: str, id: str, body: Mapping[str, Any]) -> None:
        if table != BOOKING.table:
            return
        from app.rules.consultation import OCCUPYING

        keeping = sorted(status.value for status in OCCUPYING)
        if body["status"] not in keeping:
            return
        marks = ", ".join("?" * len(keeping))
        found = self._sql.execute(
            f"SELECT id FROM consult_booking WHERE seat = ? AND id <> ? AND status IN ({marks})",
            (body["seat"], id, *keeping),
        ).fetchone()
        if found is not None:
            raise Conflict("seat-taken", seat=body["seat"], by=found[0])

    def _write(
        self, columns: Columns, id: str, body: Mapping[str, Any], version: int, state: str, verb: str
    ) -> None:
        row = {
            "id": id,
            **_asked(columns.table, body),
            "body": body,
            "version": version,
            "sync_state": state,
        }
        columns.insert(self._sql, columns.values(row), verb)

    # -- writing, from the centre ----------------------------------------------------------------

    def project(self, table: str, id: str, body: Mapping[str, Any] | None, sync_state: str) -> None:
        """The record as the centre and the window's own waiting commands have it; None: it is gone."""
        columns = TABLES[table]
        if body is None:
            self._sql.execute(f"DELETE FROM {columns.table} WHERE id = ?", (id,))
            return
        known = self._sql.execute(f"SELECT version FROM {columns.table} WHERE id = ?", (id,)).fetchone()
        version = int(known[0]) + 1 if known else 1
        self._write(columns, id, body, version, sync_state, "INSERT OR REPLACE")

    def put_grant(self, grant_id: str, seat: str, rev: int, at: str) -> None:
        """A seat this window may confirm by itself; told again, a used one stays used (sync.md 2.7)."""
        self._sql.execute(
            "INSERT INTO grant_ (grant_id, kind, ref, rev, state, got_at) VALUES (?, 'slot', ?, ?, 'held', ?)"
            " ON CONFLICT (grant_id) DO NOTHING",
            (grant_id, seat, rev, at),
        )

    def end_grant(self, grant_id: str, state: str) -> None:
        """The centre says a hold is over: released, lost, or used by a command it has."""
        kept = state if state in ("used", "released", "lost") else "lost"
        self._sql.execute(
            "UPDATE grant_ SET state = ? WHERE grant_id = ? AND state = 'held'", (kept, grant_id)
        )

    def drop_grant(self, grant_id: str) -> None:
        """A hold is given back, in the order of this window's commands. Conflict("hold-gone")."""
        done = self._sql.execute(
            "UPDATE grant_ SET state = 'released' WHERE grant_id = ? AND state = 'held'", (grant_id,)
        )
        if done.rowcount != 1:
            raise Conflict("hold-gone", grant=grant_id)

    # -- reading ---------------------------------------------------------------------------------

    def get(self, table: str, id: str) -> Row | None:
        columns = TABLES[table]
        found = self._sql.execute(f"SELECT {columns.listed} FROM {table} WHERE id = ?", (id,)).fetchone()
        return None if found is None else columns.read(found)

    def lawyers(self) -> list[Row]:
        """Every lawyer, those who left too, by the order they came."""
        found = self._sql.execute(f"SELECT {LAWYER.listed} FROM consult_lawyer ORDER BY id")
        return [LAWYER.read(values) for values in found]

    def days(self, first: str, last: str) -> list[Row]:
        """The rosters of these days, both ends included."""
        found = self._sql.execute(
            f"SELECT {DAY.listed} FROM consult_day WHERE id BETWEEN ? AND ? ORDER BY id", (first, last)
        )
        return [DAY.read(values) for values in found]

    def bookings(self, first: str, last: str) -> list[Row]:
        """Bookings of these days, whatever became of them, by seat."""
        return self._bookings("day BETWEEN ? AND ? ORDER BY seat, id", (first, last))

    def with_lawyer(self, lawyer: str, limit: int = 2000) -> list[Row]:
        """A lawyer's bookings, the newest day first: whom he or she knows."""
        return self._bookings("lawyer = ? ORDER BY day DESC, id LIMIT ?", (lawyer, limit))

    def of_client(self, name: str, phone: str, id_number: str, since: str) -> list[Row]:
        """Bookings that may be this person's, from a day on: same document, or same name and phone."""
        from app.rules.consultation import plain_name

        return self._bookings(
            "day >= ?1 AND ((?2 <> '' AND id_number = ?2) OR (?3 <> '' AND phone = ?3 AND name_key = ?4))"
            " ORDER BY seat, id",
            (since, id_number, phone, plain_name(name)),
        )

    def of_case(self, case_id: str) -> list[Row]:
        return self._bookings("case_id = ? ORDER BY seat, id", (case_id,))

    def by_slip(self, slip_no: str) -> Row | None:
        found = self._bookings("slip_no = ?", (slip_no,))
        return found[0] if found else None

    def waiting(self, first: str, last: str) -> list[Row]:
        """The waiting list of these days, by the time of registering."""
        found = self._sql.execute(
            f"SELECT {WAIT.listed} FROM consult_wait WHERE day BETWEEN ? AND ? ORDER BY registered_at, id",
            (first, last),
        )
        return [WAIT.read(values) for values in found]

    def held_grants(self) -> dict[str, str]:
        """The seats this window may confirm by itself: seat → grant."""
        found = self._sql.execute("SELECT ref, grant_id FROM grant_ WHERE kind = 'slot' AND state = 'held'")
        return {str(ref): str(grant_id) for ref, grant_id in found}

    def holds_elsewhere(self, day: str, device_id: str) -> frozenset[str]:
        """The seats of a day that the centre keeps for other windows, as far as this one has heard."""
        first = day.replace("-", "")
        found = self._sql.execute(
            "SELECT body FROM base WHERE entity = 'seat_hold' AND deleted = 0 AND id >= ? AND id < ?",
            (f"{first}-", f"{first}."),
        )
        holds = [json.loads(body) for (body,) in found]
        return frozenset(
            str(hold.get("seat"))
            for hold in holds
            if hold.get("state") == "held" and hold.get("device") != device_id
        )

    def _bookings(self, condition: str, values: Iterable[Any]) -> list[Row]:
        found = self._sql.execute(
            f"SELECT {BOOKING.listed} FROM consult_booking WHERE {condition}", (*values,)
        )
        return [BOOKING.read(row) for row in found]
