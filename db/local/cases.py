"""Cases (办件) as rows: taken in, changed by decisions, found again, watched by their clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from app.errors import Conflict
from db.local import gram
from db.local.engine import Connection
from db.local.fresh import Fresh, found_by
from db.local.rows import Columns, Row, Statement, plain, to_json

CASE: Final = Columns(
    '"case"',
    "id case_no status item_code item_version item_name party_id applicant_name id_kind id_number phone"
    " applicant agent answers marks remark ticket counter_no clerk opened_at decided_at"
    " received_on notify_by supplement_by"
    " accepted_on promised_by legal_by deferred_by paused_since pause_until pause_reason paused_days deemed"
    " unpublished_year take_back_until ground authority reason central_no extra version sync_state tok_v",
    json="applicant agent answers marks extra",
)
LINE: Final = Columns(
    '"case"',
    "id case_no status applicant_name id_kind id_number phone item_code item_name opened_at sync_state",
)
_FIXED: Final = frozenset({"id", "case_no", "version", "tok_v"})
_STAND: Final = 'UPDATE "case" SET sync_state = ?2 WHERE id = ?1 AND sync_state <> ?2'
CLOCKS: Final = {
    "notify_by": "status = 'received'",
    "supplement_by": "status = 'correcting'",
    "promised_by": "status IN ('accepted', 'under_review')",
    "legal_by": "status IN ('accepted', 'under_review')",
    "pause_until": "status = 'suspended'",
    "deferred_by": "deferred_by IS NOT NULL",
}


class Cases:
    """The table `case` and its gram index. Rows are dicts with the columns of `CASE`; days and moments are
    text.

    Cases are written by decisions (`Store.decide`) so that the journal can bring them back; reading is free.
    """

    def __init__(self, connection: Connection) -> None:
        self._sql = connection
        self._words = Fresh(connection, "case")

    def insert(self, row: Mapping[str, Any], tokens: Iterable[str], tok_v: int = 1) -> None:
        """A new case; `tokens` are what it can be found by. Conflict("already-there") for a used id or
        number.
        """
        statement, text = self.ready(row, tokens, tok_v)
        self._words.write(self._sql.execute(*statement).lastrowid, text)

    @staticmethod
    def ready(row: Mapping[str, Any], tokens: Iterable[str], tok_v: int = 1) -> tuple[Statement, str]:
        """What `insert` writes, in its last form, for `insert_ready`."""
        text = gram.indexed(tokens)
        values = CASE.values({**row, "tok_v": tok_v})
        values["tok_check"] = gram.check(text)
        return CASE.statement(values), text

    def insert_ready(self, statement: Statement, text: str) -> None:
        """`insert` for a decision: its words are noted now and go into the index in a pause."""
        self._words.note(self._sql.execute(*statement).lastrowid, text)

    def update(self, id: str, version: int, changes: Mapping[str, Any]) -> int:
        """Changes columns of the case that still has `version`; gives the new version.

        Conflict("changed-meanwhile", id, version, found) when it has not; Conflict("no-such-case") when it is
        gone.
        """
        if forbidden := changes.keys() & _FIXED:
            raise ValueError(f"never changed by update: {sorted(forbidden)}")
        values = CASE.values(changes)
        assignments = CASE.set_sql(values)
        cursor = self._sql.execute(
            f'UPDATE "case" SET {assignments}{", " if values else ""}version = version + 1'
            " WHERE id = :_id AND version = :_version",
            {**values, "_id": id, "_version": version},
        )
        if cursor.rowcount == 1:
            return version + 1
        found = self._sql.execute('SELECT version FROM "case" WHERE id = ?', (id,)).fetchone()
        if found is None:
            raise Conflict("no-such-case", id=id)
        raise Conflict("changed-meanwhile", id=id, version=version, found=found[0])

    def reindex(self, id: str, old: Iterable[str], new: Iterable[str], tok_v: int = 1) -> None:
        """Replaces what a case can be found by, after its name, phone or item changed.

        The index keeps no text, so the tokens it was written with must be given; others are a bug.
        """
        found = self._sql.execute('SELECT rid, tok_check FROM "case" WHERE id = ?', (id,)).fetchone()
        if found is None:
            raise Conflict("no-such-case", id=id)
        rid, known = found
        before, after = gram.indexed(old), gram.indexed(new)
        if gram.check(before) != known:
            raise ValueError(f"case {id} was not indexed with these tokens")
        self._words.replace(rid, before, after)
        self._sql.execute(
            'UPDATE "case" SET tok_check = ?, tok_v = ? WHERE rid = ?', (gram.check(after), tok_v, rid)
        )

    def stand(self, id: str, sync_state: str) -> None:
        """How a case stands towards the centre; nothing else of it changes, its version neither."""
        self._sql.execute(_STAND, (id, sync_state))

    def stand_all(self, standings: Iterable[tuple[str, str]]) -> None:
        """The same for many: id and how it stands."""
        self._sql.executemany(_STAND, standings)

    def has(self, id: str) -> bool:
        return self._sql.execute('SELECT 1 FROM "case" WHERE id = ?', (id,)).fetchone() is not None

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of these cases that have a row."""
        found = self._sql.execute(
            'SELECT asked.value FROM json_each(?) asked CROSS JOIN "case" ON "case".id = asked.value',
            (to_json(list(ids)),),
        )
        return {id for (id,) in found}

    def get(self, id: str) -> Row | None:
        return self._one("id = ?", id)

    def by_no(self, case_no: str) -> Row | None:
        return self._one("case_no = ?", case_no)

    def by_central_no(self, central_no: str) -> Row | None:
        return self._one("central_no = ?", central_no)

    def search(self, groups: gram.Query, limit: int = 50) -> list[Row]:
        """The newest cases that have, of every group, at least one token; rows with the columns of `LINE`."""
        return search_cases(self._sql, groups, limit)

    def newest(self, limit: int = 50, before: str | None = None) -> list[Row]:
        """The newest cases; `before` = id of the last one shown, for the next page."""
        found = self._sql.execute(
            f'SELECT {LINE.listed} FROM "case"'
            ' WHERE ?1 IS NULL OR rid < (SELECT rid FROM "case" WHERE id = ?1) ORDER BY rid DESC LIMIT ?2',
            (before, limit),
        )
        return [LINE.read(values) for values in found]

    def due(self, clock: str, until: date | str, limit: int = 200) -> list[Row]:
        """Whole rows of cases whose running `clock` (a name of `CLOCKS`) ends on or before `until`, oldest
        first.
        """
        found = self._sql.execute(
            f'SELECT {CASE.listed} FROM "case" WHERE {CLOCKS[clock]} AND {clock} <= ?'
            f" ORDER BY {clock} LIMIT ?",
            (plain(until), limit),
        )
        return [CASE.read(values) for values in found]

    def without_notify_day(self, limit: int = 200) -> list[Row]:
        """Received cases whose five days could not be counted: their year's holidays were not published."""
        found = self._sql.execute(
            f"SELECT {CASE.listed} FROM \"case\" WHERE status = 'received' AND notify_by IS NULL LIMIT ?",
            (limit,),
        )
        return [CASE.read(values) for values in found]

    def of_party(self, party_id: str, limit: int = 20) -> list[Row]:
        """The newest cases of an applicant, lines only."""
        found = self._sql.execute(
            f'SELECT {LINE.listed} FROM "case" WHERE party_id = ? ORDER BY rid DESC LIMIT ?',
            (party_id, limit),
        )
        return [LINE.read(values) for values in found]

    def last_answers(self, party_id: str, item_code: str) -> dict[str, str] | None:
        """The situation answers of the applicant's newest case of this item (沿用上次)."""
        found = self._sql.execute(
            f'SELECT {CASE.listed} FROM "case" WHERE party_id = ? AND item_code = ?'
            " ORDER BY rid DESC LIMIT 1",
            (party_id, item_code),
        ).fetchone()
        return None if found is None else CASE.read(found)["answers"]

    def with_other_tokens(self, tok_v: int, limit: int = 500) -> list[Row]:
        """Cases still indexed by another version of the tokenizer, for re-indexing in slices."""
        found = self._sql.execute(
            f'SELECT {CASE.listed} FROM "case" WHERE tok_v <> ? LIMIT ?',
            (tok_v, limit),
        )
        return [CASE.read(values) for values in found]

    def _one(self, condition: str, value: str) -> Row | None:
        found = self._sql.execute(
            f'SELECT {CASE.listed} FROM "case" WHERE {condition}',
            (value,),
        ).fetchone()
        return None if found is None else CASE.read(found)


def search_cases(connection: Connection, groups: gram.Query, limit: int) -> list[Row]:
    """The index is read newest first and cut at the limit; never ranked, never counted (sync.md §6)."""
    found = found_by("case", groups)
    if found is None:
        return []
    numbers, values = found
    rows = connection.execute(
        f'SELECT {LINE.listed} FROM "case" WHERE rid IN ({numbers}) ORDER BY rid DESC LIMIT ?1',
        (limit, *values),
    )
    return [LINE.read(row) for row in rows]
