"""Who this device is and how far it has counted (sync.md 2.2, device_state)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from db.local.engine import Connection
from db.local.journal import Place

_NUMBER: Final = "no:"


class DeviceState:
    """The table `device_state`: device_id, device_code, next_seq, no:<series>, journal place, newest
    moment.
    """

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def get(self, name: str) -> str | None:
        found = self._sql.execute("SELECT v FROM device_state WHERE k = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def put(self, name: str, value: str) -> None:
        self._sql.execute("INSERT OR REPLACE INTO device_state (k, v) VALUES (?, ?)", (name, value))

    def enrolment(self) -> dict[str, Any] | None:
        """What the centre said when it took this device: device_id hall hall_name url at.

        None for a device it does not know yet, such as one that begins anew over an older store.
        """
        told = json.loads(self.get("enrolled") or "{}")
        return told if told and told["device_id"] == self.get("device_id") else None

    def put_enrolment(self, told: Mapping[str, Any]) -> None:
        self.put("enrolled", json.dumps(dict(told), ensure_ascii=False))

    def next_seq(self) -> int:
        """The number of the next command: 1, 2, 3 …, without gaps."""
        return int(self.get("next_seq") or 1)

    def highest(self, series: str) -> int:
        """The highest number of a series that was ever taken; 0 for a new series."""
        return int(self.get(_NUMBER + series) or 0)

    def raise_number(self, series: str, number: int) -> None:
        """Counts a series up to a number, never down."""
        if number > self.highest(series):
            self.put(_NUMBER + series, str(number))

    def counted(
        self, *, next_seq: int, numbers: Mapping[str, int], at: str, place: Place | None = None
    ) -> None:
        """All counters of one decision: series never go down, `at` only forward."""
        values = {"next_seq": str(next_seq)}
        if place is not None:
            values["journal"] = _placed(place)
        for series, number in numbers.items():
            if number > self.highest(series):
                values[_NUMBER + series] = str(number)
        if at > (self.get("newest_at") or ""):
            values["newest_at"] = at
        # One by one: several rows in one REPLACE would make SQLite keep a statement journal.
        for name, value in values.items():
            self.put(name, value)

    def numbers(self) -> dict[str, int]:
        """The highest number of every series."""
        found = self._sql.execute("SELECT k, v FROM device_state WHERE k GLOB 'no:*' ORDER BY k")
        return {k.removeprefix(_NUMBER): int(v) for k, v in found}

    def journal_place(self) -> Place | None:
        """The last journal record this database knows of."""
        text = self.get("journal")
        if text is None:
            return None
        n, cmd_id, file, offset = text.split("|")
        return Place(int(n), cmd_id, file, int(offset))

    def put_journal_place(self, place: Place) -> None:
        self.put("journal", _placed(place))

    def forget(self, name: str) -> None:
        self._sql.execute("DELETE FROM device_state WHERE k = ?", (name,))


def _placed(place: Place) -> str:
    return f"{place.n}|{place.cmd_id}|{place.file}|{place.offset}"
