"""Search as you type on its own connection: the newest query wins, the older one stops."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from db.local import gram
from db.local.cases import search_cases
from db.local.engine import Connection, connect, sql_trouble
from db.local.parties import Parties
from db.local.rows import Row

_Question = Callable[[Connection], list[Row]]


class Searcher:
    """Reads committed rows beside the store's own connection; may be called from any thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection: Connection | None = None
        self._turn = threading.Lock()
        self._newest_guard = threading.Lock()
        self._newest = 0

    def cases(self, groups: gram.Query, limit: int = 50) -> list[Row] | None:
        """The newest cases that match; None when a newer question took over meanwhile."""
        return self._ask(lambda connection: search_cases(connection, groups, limit))

    def parties(self, groups: gram.Query, limit: int = 8) -> list[Row] | None:
        """Known applicants that match; None when a newer question took over meanwhile."""
        return self._ask(lambda connection: Parties(connection).find(groups, limit))

    def close(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _ask(self, question: _Question) -> list[Row] | None:
        with self._newest_guard:
            self._newest += 1
            mine = self._newest
            if self._connection is not None:
                self._connection.interrupt()
        with self._turn:
            if mine != self._newest:
                return None
            if self._connection is None:
                self._connection = connect(self._path, self._key, read_only=True)
            with sql_trouble(self._path):
                try:
                    return question(self._connection)
                except dbapi2.OperationalError as error:
                    if (
                        getattr(error, "sqlite_errorcode", None) == dbapi2.SQLITE_INTERRUPT
                        and mine != self._newest
                    ):
                        return None
                    raise
