"""Applicants who were here before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from db.local import gram
from db.local.engine import Connection
from db.local.rows import Columns, Row, moment, plain, to_json

PARTY: Final = Columns(
    "party",
    "id kind id_kind id_number name phone record first_seen_at last_seen_at last_item_code last_item_name"
    " visits",
    json="record",
)


class Parties:
    """The table `party`, one row per identity document, and its gram index."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def upsert(
        self,
        id: str,
        record: Mapping[str, Any],
        tokens: Iterable[str],
        *,
        kind: str,
        id_kind: str,
        id_number: str,
        name: str,
        phone: str,
        seen_at: datetime | str,
        item_code: str | None = None,
        item_name: str | None = None,
        visit: bool = True,
    ) -> None:
        """Remembers an applicant as of now; `id` counts only for a new one, else the known row keeps its own.

        `visit` counts one more visit and its item. Ask `known` for the id to put into a case.
        """
        text = gram.indexed(tokens)
        check = gram.check(text)
        former = self._sql.execute(
            "SELECT rid, tok_check FROM party WHERE id_kind = ? AND id_number = ?",
            (plain(id_kind), id_number),
        ).fetchone()
        cursor = self._sql.execute(
            "INSERT INTO party (id, kind, id_kind, id_number, name, phone, record,"
            " first_seen_at, last_seen_at, last_item_code, last_item_name, visits, tok_check)"
            " VALUES (:id, :kind, :id_kind, :id_number, :name, :phone, :record,"
            " :seen, :seen, :code, :item, :visits, :tok_check)"
            " ON CONFLICT (id_kind, id_number) DO UPDATE SET kind = excluded.kind, name = excluded.name,"
            " phone = excluded.phone, record = excluded.record, last_seen_at = excluded.last_seen_at,"
            " last_item_code = coalesce(excluded.last_item_code, last_item_code),"
            " last_item_name = coalesce(excluded.last_item_name, last_item_name),"
            " visits = visits + excluded.visits, tok_check = excluded.tok_check",
            {
                "id": id,
                "kind": plain(kind),
                "id_kind": plain(id_kind),
                "id_number": id_number,
                "name": name,
                "phone": phone,
                "record": to_json(record),
                "seen": moment(seen_at),
                "code": item_code,
                "item": item_name,
                "visits": int(visit),
                "tok_check": check,
            },
        )
        if former is None or former[1] != check:
            rid = cursor.lastrowid if former is None else former[0]
            verb = "INSERT" if former is None else "INSERT OR REPLACE"
            self._sql.execute(f"{verb} INTO party_fts(rowid, t) VALUES (?, ?)", (rid, text))

    def known(self, id_kind: str, id_number: str) -> Row | None:
        """The applicant with this document."""
        found = self._sql.execute(
            f"SELECT {PARTY.listed} FROM party WHERE id_kind = ? AND id_number = ?",
            (str(id_kind), id_number),
        ).fetchone()
        return None if found is None else PARTY.read(found)

    def get(self, id: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {PARTY.listed} FROM party WHERE id = ?",
            (id,),
        ).fetchone()
        return None if found is None else PARTY.read(found)

    def find(self, groups: gram.Query, limit: int = 8) -> list[Row]:
        """Applicants who have, of every group, at least one token; the last remembered first."""
        match = gram.expression(groups)
        if match is None:
            return []
        found = self._sql.execute(
            f"SELECT {PARTY.qualified} FROM party_fts JOIN party ON party.rid = party_fts.rowid"
            " WHERE party_fts MATCH ? ORDER BY party_fts.rowid DESC LIMIT ?",
            (match, limit),
        )
        return [PARTY.read(values) for values in found]
