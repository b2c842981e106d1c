"""The search indexes and what is fresh: words of the last decisions, until a pause folds them in.

Adding one row to an FTS5 table rewrites its structure, its averages and a segment of its own: a quarter of
what an acceptance wrote. So a decision only appends the words of its rows to the table `fresh`, and a search
looks into both; of two notes on one row the later counts. Whatever writes many rows at a time goes to the
index at once.
"""

from __future__ import annotations

from typing import Final

from db.local import gram
from db.local.engine import Connection

# An index whose rows change: it can forget a row by its number alone (see `db.local.tables.SEARCH_TABLES`).
_CHANGING: Final = frozenset({"party"})
KINDS: Final = ("case", "party")


class Fresh:
    """The words of one kind of rows, in the index `<kind>_fts` or still in the table `fresh`."""

    def __init__(self, connection: Connection, kind: str) -> None:
        self._sql = connection
        self._kind = kind
        self._verb = "INSERT OR REPLACE" if kind in _CHANGING else "INSERT"

    def note(self, rid: int, text: str) -> None:
        """The words of a row that was just decided; they take the place of the row's former ones."""
        self._sql.execute(
            "INSERT INTO fresh (kind, rid, t) VALUES (?, ?, ?)", (self._kind, rid, _noted(text))
        )

    def write(self, rid: int, text: str) -> None:
        """The same, into the index at once."""
        if self._kind in _CHANGING:
            self._sql.execute("DELETE FROM fresh WHERE kind = ? AND rid = ?", (self._kind, rid))
        self._sql.execute(f"{self._verb} INTO {self._kind}_fts(rowid, t) VALUES (?, ?)", (rid, text))

    def replace(self, rid: int, before: str, after: str) -> None:
        """Other words for a row of an index that keeps no numbers: `before` must be what it has."""
        fresh = self._sql.execute(
            "UPDATE fresh SET t = ? WHERE kind = ? AND rid = ?", (_noted(after), self._kind, rid)
        )
        if fresh.rowcount == 1:
            return
        index = f"{self._kind}_fts"
        self._sql.execute(f"INSERT INTO {index}({index}, rowid, t) VALUES ('delete', ?, ?)", (rid, before))
        self._sql.execute(f"INSERT INTO {index}(rowid, t) VALUES (?, ?)", (rid, after))


def _noted(text: str) -> str:
    """Words between spaces, so that a whole one can be looked for."""
    return f" {gram.small(text)} "


def found_by(kind: str, groups: gram.Query) -> tuple[str, list[str]] | None:
    """SQL for the numbers of the newest rows that have, of every group, at least one token, and its values.

    ?1 is how many rows are wanted; the values follow it. None when nothing can match.
    One statement, so that a row folded in at this moment is found exactly once.
    """
    match = gram.expression(groups)
    if match is None:
        return None
    values, conditions = [match], []
    for group in groups:
        either = []
        for token in sorted({gram.small(kept) for token in group if (kept := gram.folded(token))}):
            values.append(f" {token} ")
            either.append(f"instr(t, ?{len(values) + 1}) > 0")
        conditions.append(f"({' OR '.join(either)})")
    shadowed = known = ""
    if kind in _CHANGING:
        shadowed = f" AND rowid NOT IN (SELECT rid FROM fresh WHERE kind = '{kind}')"
        known = (
            f" AND NOT EXISTS (SELECT 1 FROM fresh later WHERE later.kind = '{kind}'"
            " AND later.rid = fresh.rid AND later.n > fresh.n)"
        )
    return (
        f"SELECT rid FROM (SELECT rowid AS rid FROM {kind}_fts WHERE {kind}_fts MATCH ?2{shadowed}"
        f" ORDER BY rowid DESC LIMIT ?1)"
        f" UNION ALL SELECT rid FROM fresh WHERE kind = '{kind}' AND {' AND '.join(conditions)}{known}",
        values,
    )


def fold(connection: Connection, limit: int) -> int:
    """Moves words into the indexes, in the caller's transaction; gives of how many rows."""
    rows = connection.execute("SELECT n, kind, rid, t FROM fresh ORDER BY n LIMIT ?", (limit,)).fetchall()
    for kind in KINDS:
        words = {rid: text[1:-1] for _, known, rid, text in rows if known == kind}
        verb = "INSERT OR REPLACE" if kind in _CHANGING else "INSERT"
        connection.executemany(f"{verb} INTO {kind}_fts(rowid, t) VALUES (?, ?)", list(words.items()))
    if rows:
        connection.execute("DELETE FROM fresh WHERE n <= ?", (rows[-1][0],))
    return len(rows)
