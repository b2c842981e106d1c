"""Applicants who were here before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from db.local import gram
from db.local.engine import Connection
from db.local.fresh import Fresh, found_by
from db.local.rows import Columns, Row, Statement, moment, plain, to_json

PARTY: Final = Columns(
    "party",
    "id kind id_kind id_number name phone record first_seen_at last_seen_at last_item_code last_item_name"
    " visits",
    json="record",
)


_KNOWN: Final = "SELECT rid, tok_check FROM party WHERE id_kind = ? AND id_number = ?"
_UPSERT: Final = (
    "INSERT INTO party (id, kind, id_kind, id_number, name, phone, record,"
    " first_seen_at, last_seen_at, last_item_code, last_item_name, visits, tok_check)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id_kind, id_number) DO UPDATE SET kind = excluded.kind, name = excluded.name,"
    " phone = excluded.phone, record = excluded.record, last_seen_at = excluded.last_seen_at,"
    " last_item_code = coalesce(excluded.last_item_code, last_item_code),"
    " last_item_name = coalesce(excluded.last_item_name, last_item_name),"
    " visits = visits + excluded.visits, tok_check = excluded.tok_check"
)


class Parties:
    """The table `party`, one row per identity document, and its gram index."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection
        self._words = Fresh(connection, "party")

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
        statement, text = self.ready(
            id,
            record,
            tokens,
            kind=kind,
            id_kind=id_kind,
            id_number=id_number,
            name=name,
            phone=phone,
            seen_at=seen_at,
            item_code=item_code,
            item_name=item_name,
            visit=visit,
        )
        self._upsert(statement, text, self._words.write)

    @staticmethod
    def ready(
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
    ) -> tuple[Statement, str]:
        """What `upsert` writes, in its last form, for `upsert_ready`."""
        text = gram.indexed(tokens)
        seen = moment(seen_at)
        identity = (plain(kind), plain(id_kind), id_number, name, phone)
        last = (item_code, item_name, int(visit), gram.check(text))
        return (_UPSERT, (id, *identity, to_json(record), seen, seen, *last)), text

    def upsert_ready(self, statement: Statement, text: str) -> None:
        """`upsert` for a decision: its words are noted now and go into the index in a pause."""
        self._upsert(statement, text, self._words.note)

    def _upsert(self, statement: Statement, text: str, words: Callable[[int, str], None]) -> None:
        values = statement[1]
        former = self._sql.execute(_KNOWN, values[2:4]).fetchone()
        cursor = self._sql.execute(*statement)
        if former is None or former[1] != values[-1]:
            words(cursor.lastrowid if former is None else former[0], text)

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
        found = found_by("party", groups)
        if found is None:
            return []
        numbers, values = found
        rows = self._sql.execute(
            f"SELECT {PARTY.listed} FROM party WHERE rid IN ({numbers}) ORDER BY rid DESC LIMIT ?1",
            (limit, *values),
        )
        return [PARTY.read(row) for row in rows]
