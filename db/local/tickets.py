"""Tickets of the hall's queue and the state of its windows as rows.

A ticket is its JSON body in the form of app/rules/ticket.py; the columns beside it are what is asked for. Who
the ticket belongs to as a person lies in `person`, which no screen but the window that serves him reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.errors import Conflict
from db.local.engine import Connection
from db.local.rows import Columns, Row

TICKET: Final = Columns(
    "ticket",
    "id day number state counter body person version centre_version sync_state",
    json="body person",
)
COUNTER: Final = Columns("queue_counter", "no body version sync_state", json="body")


class Tickets:
    """The tables ticket and queue_counter, and grants of tickets (table grant_)."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection
        # The ids written through this connection, in order: a reader that keeps values reads these again.
        self.touched: list[str] = []

    # -- reading -------------------------------------------------------------------------------

    def get(self, id: str) -> Row | None:
        found = self._sql.execute(f"SELECT {TICKET.listed} FROM ticket WHERE id = ?", (id,)).fetchone()
        return None if found is None else TICKET.read(found)

    def of_day(self, day: str) -> list[Row]:
        """Every ticket of a day, in order of taking."""
        found = self._sql.execute(f"SELECT {TICKET.listed} FROM ticket WHERE day = ? ORDER BY id", (day,))
        return [TICKET.read(values) for values in found]

    def bodies(self, ids: list[str]) -> dict[str, Row]:
        """The rows of these ids."""
        rows: dict[str, Row] = {}
        for begin in range(0, len(ids), 500):
            part = ids[begin : begin + 500]
            marks = ", ".join("?" * len(part))
            for values in self._sql.execute(
                f"SELECT {TICKET.listed} FROM ticket WHERE id IN ({marks})", part
            ):
                row = TICKET.read(values)
                rows[row["id"]] = row
        return rows

    def by_number(self, day: str, number: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {TICKET.listed} FROM ticket WHERE day = ? AND number = ? ORDER BY id LIMIT 1",
            (day, number),
        ).fetchone()
        return None if found is None else TICKET.read(found)

    def live_before(self, day: str) -> list[Row]:
        """Tickets of earlier days that nobody ended."""
        found = self._sql.execute(
            f"SELECT {TICKET.listed} FROM ticket WHERE day < ?"
            " AND state IN ('waiting', 'called', 'serving', 'held') ORDER BY id",
            (day,),
        )
        return [TICKET.read(values) for values in found]

    def counters(self) -> list[Row]:
        """What is known of the hall's windows."""
        found = self._sql.execute(f"SELECT {COUNTER.listed} FROM queue_counter ORDER BY no")
        return [COUNTER.read(values) for values in found]

    def held_grants(self) -> dict[str, str]:
        """ticket id → grant id of what this window may call by itself (sync.md 2.7)."""
        found = self._sql.execute(
            "SELECT ref, grant_id FROM grant_ WHERE kind = 'ticket' AND state = 'held' ORDER BY rowid"
        )
        return dict(found.fetchall())

    # -- writing, by decisions -----------------------------------------------------------------

    def add(self, id: str, body: Mapping[str, Any], person: Mapping[str, Any] | None) -> None:
        """A new ticket."""
        self._write(id, body, person, (1, 0), "local", "INSERT")

    def change(self, id: str, version: int, changes: Mapping[str, Any]) -> None:
        """Changes fields of the ticket that still has `version`. Conflict("changed-meanwhile")."""
        row = self.get(id)
        if row is None:
            raise Conflict("no-such-ticket", id=id)
        if row["version"] != version:
            raise Conflict("changed-meanwhile", id=id, version=version, found=row["version"])
        body = {**row["body"], **changes}
        versions = (version + 1, row["centre_version"])
        self._write(id, body, row["person"], versions, "local", "INSERT OR REPLACE")

    def use_grant(self, grant_id: str) -> None:
        """A granted ticket was called; a used grant never comes back. Conflict("grant-gone")."""
        self._move_grant(grant_id, "used")

    def release_grant(self, grant_id: str) -> None:
        """A granted ticket is given back, in the order of this window's own commands."""
        self._move_grant(grant_id, "released")

    def _move_grant(self, grant_id: str, state: str) -> None:
        done = self._sql.execute(
            "UPDATE grant_ SET state = ? WHERE grant_id = ? AND state = 'held'", (state, grant_id)
        )
        if done.rowcount != 1:
            raise Conflict("grant-gone", grant=grant_id)

    def put_counter(self, no: str, body: Mapping[str, Any]) -> None:
        """What a window is doing, by whoever did it last here."""
        self.project_counter(no, body, "local")

    # -- writing, from the centre ----------------------------------------------------------------

    def project(
        self,
        id: str,
        body: Mapping[str, Any] | None,
        sync_state: str,
        person: Mapping[str, Any] | None = None,
        *,
        centre_version: int = 0,
    ) -> None:
        """The ticket as the centre and this window's own waiting commands have it; None: it is gone.

        An older version than one that was told directly (a call's answer overtakes the feed) is not shown.
        """
        if body is None:
            self.touched.append(id)
            self._sql.execute("DELETE FROM ticket WHERE id = ?", (id,))
            return
        known = self.get(id)
        if known is not None and centre_version < known["centre_version"]:
            return
        # An echo of what this window did itself is no change: whoever read the row may still write it.
        echo = known is not None and known["body"] == dict(body)
        version = 1 if known is None else int(known["version"]) + (not echo)
        kept = person if person is not None else (known["person"] if known else None)
        self._write(id, body, kept, (version, centre_version), sync_state, "INSERT OR REPLACE")

    def project_counter(self, no: str, body: Mapping[str, Any], sync_state: str) -> None:
        known = self._sql.execute("SELECT version FROM queue_counter WHERE no = ?", (no,)).fetchone()
        row = {
            "no": no,
            "body": body,
            "version": int(known[0]) + 1 if known else 1,
            "sync_state": sync_state,
        }
        COUNTER.insert(self._sql, COUNTER.values(row), "INSERT OR REPLACE")

    def forget_people(self, before_day: str) -> int:
        """Who held the tickets of earlier days is nobody's business any more; how many."""
        done = self._sql.execute(
            "UPDATE ticket SET person = NULL WHERE day < ? AND person IS NOT NULL", (before_day,)
        )
        return int(done.rowcount)

    def put_grant(self, grant_id: str, ticket: str, rev: int, at: str) -> None:
        """A ticket this window may call by itself; told again, a used one stays used."""
        self._sql.execute(
            "INSERT INTO grant_ (grant_id, kind, ref, rev, state, got_at)"
            " VALUES (?, 'ticket', ?, ?, 'held', ?) ON CONFLICT (grant_id) DO NOTHING",
            (grant_id, ticket, rev, at),
        )

    def lose_grants(self, ticket: str, rev: int) -> None:
        """The centre says that somebody else has it, by a later grant or a named person's override."""
        self._sql.execute(
            "UPDATE grant_ SET state = 'lost'"
            " WHERE kind = 'ticket' AND ref = ? AND rev <= ? AND state = 'held'",
            (ticket, rev),
        )

    def _write(
        self,
        id: str,
        body: Mapping[str, Any],
        person: Mapping[str, Any] | None,
        versions: tuple[int, int],
        state: str,
        verb: str,
    ) -> None:
        row = {
            "id": id,
            "day": body["day"],
            "number": body["number"],
            "state": body["state"],
            "counter": body["counter"],
            "body": body,
            "person": person,
            "version": versions[0],
            "centre_version": versions[1],
            "sync_state": state,
        }
        self.touched.append(id)
        TICKET.insert(self._sql, TICKET.values(row), verb)
