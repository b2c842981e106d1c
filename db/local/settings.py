"""Choices made at this window, as rows."""

from __future__ import annotations

import json
from typing import Any

from db.local.engine import Connection
from db.local.rows import to_json


class SettingRows:
    """The table `setting`: any JSON value under a name."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def get(self, name: str, default: Any = None) -> Any:
        found = self._sql.execute("SELECT v FROM setting WHERE k = ?", (name,)).fetchone()
        return default if found is None else json.loads(found[0])

    def put(self, name: str, value: Any) -> None:
        self._sql.execute("INSERT OR REPLACE INTO setting (k, v) VALUES (?, ?)", (name, to_json(value)))

    def all(self) -> dict[str, Any]:
        return {k: json.loads(v) for k, v in self._sql.execute("SELECT k, v FROM setting ORDER BY k")}
