"""The bytes of a catalogue file: decoded and read as JSON, with every way to be no readable JSON named."""

from __future__ import annotations

import json
from typing import Final

from app.errors import Problem
from app.records import dataclass

MAX_BYTES: Final = 4 * 1024 * 1024  # 500 materials with long notes take about a tenth of it
_MAX_DIGITS: Final = 15  # more digits than any figure of an item has; int() of a huge text is slow
_UTF16_32: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class Doubled(dict[str, object]):
    """An object that states one key more than once; the last value is kept, the names are remembered."""

    def __init__(self, pairs: list[tuple[str, object]], doubled: tuple[str, ...]) -> None:
        super().__init__(pairs)
        self.doubled = doubled


@dataclass(frozen=True, slots=True)
class NoNumber:
    """A number no figure of an item can be: NaN, Infinity, or one of very many digits."""

    text: str


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    doubled: list[str] = []
    for key, _ in pairs:
        if key in seen and key not in doubled:
            doubled.append(key)
        seen.add(key)
    return Doubled(pairs, tuple(doubled))


def _integer(digits: str) -> int | NoNumber:
    return int(digits) if len(digits) <= _MAX_DIGITS else NoNumber(digits[:_MAX_DIGITS] + "…")


def read_json(data: bytes) -> tuple[object, tuple[Problem, ...]]:
    """The JSON value in a file's bytes, or None with the one reason why there is none.

    A UTF-8 byte order mark (Windows editors write one) is passed over.
    """
    if len(data) > MAX_BYTES:
        return None, (Problem("", "too-big", {"bytes": len(data), "limit": MAX_BYTES}),)
    if data.startswith(_UTF16_32):
        return None, (Problem("", "not-utf8", {"line": 1}),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (Problem("", "not-utf8", {"line": line}),)
    if not text.strip():
        return None, (Problem("", "empty-file"),)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=NoNumber, parse_int=_integer)
    except json.JSONDecodeError as error:
        facts: dict[str, object] = {"line": error.lineno, "column": error.colno, "why": error.msg}
        return None, (Problem("", "not-json", facts),)
    except RecursionError:
        return None, (Problem("", "too-deep"),)
    return value, ()
