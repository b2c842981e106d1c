"""Rows of one table as the hand-written SQL names them: plain values in, plain dicts out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from db.local.engine import Connection
from db.local.packing import packed, unpacked

Row = dict[str, Any]
Statement = tuple[str, tuple[Any, ...]]


def moment(value: datetime | str) -> str:
    """A moment as stored: ISO 8601, UTC, microseconds, so that text order is time order."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    if at.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_ATOMS: Final = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A value as JSON and SQLite take it: moments and days as text, enums by value, sets sorted."""
    if type(value) in _ATOMS:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, bytes):
        return value
    raise TypeError(f"not a stored value: {type(value).__name__}")


def to_json(value: Any) -> str:
    """JSON text, characters as they are; other values than JSON's own as `plain` makes them."""
    return _ENCODER.encode(value)


def _json_plain(value: Any) -> Any:
    if isinstance(value, bytes):
        raise TypeError("bytes are not JSON")
    return plain(value)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_json_plain)


class Columns:
    """The columns of one table; `json` names those whose text is JSON and is decoded when read, `packs` those
    whose bytes are kept packed.
    """

    def __init__(self, table: str, names: str, json: str = "", packs: str = "") -> None:
        self.table = table
        self.names = tuple(names.split())
        self.json = frozenset(json.split())
        self.packs = frozenset(packs.split()) & frozenset(self.names)
        self.listed = ", ".join(self.names)
        self.qualified = ", ".join(f"{table}.{name}" for name in self.names)
        self._known = frozenset(self.names)
        self._inserts: dict[tuple[str, ...], str] = {}

    def values(self, row: Mapping[str, Any]) -> Row:
        """The row ready for SQL; a name the table does not have is a bug."""
        if not row.keys() <= self._known:
            raise ValueError(f"{self.table} has no column {sorted(row.keys() - self._known)}")
        coded = self.json
        ready = {
            name: to_json(value)
            if name in coded and value is not None
            else (value if type(value) in _ATOMS else plain(value))
            for name, value in row.items()
        }
        for name in self.packs & ready.keys():
            text = ready[name]
            ready[name] = packed(text.encode() if isinstance(text, str) else text)
        return ready

    def insert(self, connection: Connection, ready: Row, verb: str = "INSERT") -> Any:
        """Writes a row made by `values`; gives the cursor."""
        return connection.execute(*self.statement(ready, verb))

    def statement(self, ready: Row, verb: str = "INSERT") -> Statement:
        """What `insert` says to the database, to be said later."""
        names = (verb, *ready)
        statement = self._inserts.get(names)
        if statement is None:
            marks = ", ".join("?" * len(ready))
            statement = f"{verb} INTO {self.table} ({', '.join(ready)}) VALUES ({marks})"
            self._inserts[names] = statement
        return statement, tuple(ready.values())

    def insert_sql(self, names: Iterable[str], verb: str = "INSERT") -> str:
        """INSERT of these columns with named marks, for many rows at once."""
        listed = list(names)
        marks = ", ".join(f":{name}" for name in listed)
        return f"{verb} INTO {self.table} ({', '.join(listed)}) VALUES ({marks})"

    def set_sql(self, names: Iterable[str]) -> str:
        return ", ".join(f"{name} = :{name}" for name in names)

    def read(self, values: tuple[Any, ...]) -> Row:
        """A fetched tuple in the order of `listed` as a dict with JSON decoded."""
        row = dict(zip(self.names, values, strict=True))
        for name in self.packs:
            row[name] = unpacked(row[name])
        for name in self.json:
            if row[name] is not None:
                row[name] = json.loads(row[name])
        return row
