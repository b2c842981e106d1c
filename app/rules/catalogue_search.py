"""Finding a service item as the clerk types: characters, full pinyin, initials, all mixed, codes, department.

All texts of a kind stand in one long string that one regular expression runs over. A Chinese character is
written there as a mark, its syllable and itself (`\\x1ffang房`): each typed letter goes on in the syllable or
starts the next one. Readings come with the catalogue; nothing here knows pinyin.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import nsmallest
from types import MappingProxyType
from typing import Final

from app.rules.catalogue import ServiceItem
from app.rules.catalogue_check import is_han

MAX_QUERY: Final = 40
_MARK: Final = "\x1f"
_END: Final = "\n"
_OFFICIAL_DIGITS: Final = 4  # fewer digits of an official code find too much
_DEPARTMENT_LETTERS: Final = 2
_NO_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({})


class Found(IntEnum):
    """Where an item was found; better places first."""

    WHOLE = 0  # the whole name, alias or code
    NAME_START = 1
    CODE = 2
    ALIAS_START = 3
    NAME = 4
    ALIAS = 5
    DEPARTMENT = 6
    OFFICIAL_CODE = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found: the text that fits and the ranges of its characters (start, end) to show bold."""

    item: ServiceItem
    found: Found
    text: str
    ranges: tuple[tuple[int, int], ...]


_Rank = tuple[int, float, int, int, str]
_Place = tuple[str, tuple[int, ...]]  # a text, and the characters of it that fit


@dataclass(frozen=True, slots=True)
class _Line:
    """One text in one reading; `places[n]` is the character of `text` that unit n stands for."""

    owner: int
    text: str
    places: tuple[int, ...]


def folded(text: str) -> str:
    """A text as it is compared: one width, one case, letters, digits and characters only; ü is v."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(filter(str.isalnum, plain))


def _units(text: str, reading: str) -> tuple[str, tuple[int, ...]]:
    """A text as it stands in the long string, and which character each unit stands for."""
    syllables = iter(reading.split())
    units: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        syllable = next(syllables, "-") if is_han(char) else "-"
        for letter in folded(char):
            units.append(_MARK + letter if syllable == "-" else _MARK + syllable + letter)
            places.append(place)
    return "".join(units), tuple(places)


def _pattern(query: str) -> str:
    """The regular expression of a folded query, beginning at a unit; see the module's first lines."""
    parts: list[str] = []
    inside = False  # whether the unit under way may go on with a letter
    for index, char in enumerate(query):
        letter = re.escape(char)
        if not index:
            parts.append(_MARK + (f"[a-z]*{letter}" if is_han(char) else letter))
        elif is_han(char):
            parts.append(f"[^{_MARK}{_END}]*{_MARK}[a-z]*{letter}")
        elif inside:
            parts.append(f"(?:[^{_MARK}{_END}]*{_MARK})?{letter}")
        else:
            parts.append(_MARK + letter)
        inside = not is_han(char)
    return "".join(parts)


class _Query:
    """What was typed, ready to be looked for."""

    def __init__(self, text: str) -> None:
        pattern = _pattern(text)
        self.text: Final = text
        self.at_start: Final = re.compile(f"{_END}({pattern})")
        self.anywhere: Final = re.compile(
            f"({pattern})[^{_END}]*"
        )  # goes on to the line's end: one hit a line
        runs = "".join(char if is_han(char) else " " for char in text).split()
        self.run: Final = max(runs, key=len, default="")  # what a text must have to be worth a closer look


class _Texts:
    """Texts of one kind in one long string; every text begins after a line end."""

    def __init__(self, texts: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
        self._lines: list[_Line] = []
        self._starts: list[int] = []
        self._plain_starts: list[int] = []
        written: list[str] = []
        plain: list[str] = []
        length = plain_length = 0
        for owner, text, readings in texts:
            bare = folded(text)
            for reading in readings or ("",):
                units, places = _units(text, reading)
                self._lines.append(_Line(owner, text, places))
                self._starts.append(length)
                self._plain_starts.append(plain_length)
                written.append(_END + units)
                plain.append(_END + bare)
                length += len(units) + 1
                plain_length += len(bare) + 1
        self._starts.append(length)
        self._plain_starts.append(plain_length)
        self._long = "".join(written) + _END
        self._plain = "".join(plain) + _END

    def find(self, query: _Query, *, at_start: bool) -> Iterator[tuple[int, bool, int, _Place]]:
        """Owner, whether the whole text fits, the first unit, and the place, of every text that fits."""
        look = query.at_start if at_start else query.anywhere
        for index, match in self._having(query.run, look) if query.run else self._all(look):
            line = self._lines[index]
            first = 0 if at_start else self._long.count(_MARK, self._starts[index], match.start(1))
            last = first + match.group(1).count(_MARK)
            whole = first == 0 and last == len(line.places)
            yield line.owner, whole, first, (line.text, line.places[first:last])

    def _all(self, look: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        for match in look.finditer(self._long):
            yield bisect_right(self._starts, match.start(1)) - 1, match

    def _having(self, run: str, look: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Fits in the texts that have these characters one after another; far fewer than all."""
        at = self._plain.find(run)
        while at >= 0:
            index = bisect_right(self._plain_starts, at) - 1
            match = look.search(self._long, self._starts[index], self._starts[index + 1] + 1)
            if match is not None:
                yield index, match
            at = self._plain.find(run, self._plain_starts[index + 1])


def _ranges(places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Characters one after another as ranges; what is left out between (brackets, commas) parts them."""
    ranges: list[tuple[int, int]] = []
    for place in places:
        if ranges and place <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], place + 1))
        else:
            ranges.append((place, place + 1))
    return tuple(ranges)


class CatalogueIndex:
    """The current items, ready to be searched; immutable, so that the window and an import may share it."""

    def __init__(self, items: Iterable[ServiceItem]) -> None:
        self.items: Final = tuple(items)
        readings = [{reading.text: reading.pinyin for reading in item.readings} for item in self.items]
        self._by_code: Final = {item.code: item for item in self.items}
        self._names = _Texts(
            (owner, item.name, readings[owner].get(item.name, ())) for owner, item in enumerate(self.items)
        )
        self._aliases = _Texts(
            (owner, alias, readings[owner].get(alias, ()))
            for owner, item in enumerate(self.items)
            for alias in item.aliases
        )
        self._codes = sorted((folded(item.code), owner) for owner, item in enumerate(self.items))
        self._official = [
            (code, owner)
            for owner, item in enumerate(self.items)
            for code in (item.implementation_code, item.basic_code)
            if code is not None
        ]
        self._members: list[list[int]] = []
        self._departments = self._by_department(readings)

    def _by_department(self, readings: list[dict[str, tuple[str, ...]]]) -> _Texts:
        """Departments once each; `_members` lists the items of each, by code."""
        known: dict[str, int] = {}
        texts: list[tuple[int, str, tuple[str, ...]]] = []
        for _, owner in self._codes:
            name = self.items[owner].department
            if name is None:
                continue
            if name not in known:
                known[name] = len(texts)
                texts.append((len(texts), name, readings[owner].get(name, ())))
                self._members.append([])
            self._members[known[name]].append(owner)
        return _Texts(texts)

    def item(self, code: str) -> ServiceItem | None:
        """The current item with this code."""
        return self._by_code.get(code)

    def search(
        self, text: str, limit: int = 8, weights: Mapping[str, float] = _NO_WEIGHTS
    ) -> tuple[Hit, ...]:
        """The best items for what was typed, best first; among equals the one with the greater weight.

        `weights`: how often or how lately this window used an item, by item code. Nothing typed gives the
        weighted items alone.
        """
        typed = folded(text[: 4 * MAX_QUERY])[:MAX_QUERY]
        if limit <= 0:
            return ()
        if not typed:
            return self._recent(limit, weights)
        found = _Finds(self.items, weights)
        query = _Query(typed)
        self._find_code(found, typed)
        for owner, whole, first, place in self._names.find(query, at_start=True):
            found.add(owner, Found.WHOLE if whole else Found.NAME_START, first, place)
        for owner, whole, first, place in self._aliases.find(query, at_start=True):
            found.add(owner, Found.WHOLE if whole else Found.ALIAS_START, first, place)
        if len(found) < limit:
            for owner, _, first, place in self._names.find(query, at_start=False):
                found.add(owner, Found.NAME, first, place)
            for owner, _, first, place in self._aliases.find(query, at_start=False):
                found.add(owner, Found.ALIAS, first, place)
        if len(found) < limit and (len(typed) >= _DEPARTMENT_LETTERS or is_han(typed)):
            self._find_department(found, query, limit)
        if len(found) < limit and len(typed) >= _OFFICIAL_DIGITS and any(map(str.isdigit, typed)):
            self._find_official(found, typed)
        return found.best(limit)

    def _recent(self, limit: int, weights: Mapping[str, float]) -> tuple[Hit, ...]:
        used = sorted((-weight, code) for code, weight in weights.items() if code in self._by_code)
        found = [self._by_code[code] for _, code in used[:limit]]
        return tuple(Hit(item, Found.NAME, item.name, ()) for item in found)

    def _find_code(self, found: _Finds, query: str) -> None:
        index = bisect_left(self._codes, (query, -1))
        while index < len(self._codes) and self._codes[index][0].startswith(query):
            code, owner = self._codes[index]
            found.add(owner, Found.WHOLE if code == query else Found.CODE, 0, (self.items[owner].name, ()))
            index += 1

    def _find_department(self, found: _Finds, query: _Query, limit: int) -> None:
        for group, _, first, place in self._departments.find(query, at_start=False):
            taken = 0
            for owner in self._members[group]:
                if taken < limit or self.items[owner].code in found.weights:
                    taken += found.add(owner, Found.DEPARTMENT, first, place)
                elif not found.weights:
                    break

    def _find_official(self, found: _Finds, query: str) -> None:
        for code, owner in self._official:
            at = code.casefold().find(query)
            if at >= 0:
                whole = len(code) == len(query)
                places = tuple(range(at, at + len(query)))
                found.add(owner, Found.WHOLE if whole else Found.OFFICIAL_CODE, at, (code, places))


class _Finds:
    """The best place of every item found so far."""

    def __init__(self, items: tuple[ServiceItem, ...], weights: Mapping[str, float]) -> None:
        self._items = items
        self.weights = weights
        self._best: dict[int, tuple[_Rank, Found, _Place]] = {}

    def __len__(self) -> int:
        return len(self._best)

    def add(self, owner: int, kind: Found, first: int, place: _Place) -> bool:
        """Keeps a place unless the item has a better one; whether the item is new.

        An item found by its code shows its name: the characters that fit there too are kept to be shown bold.
        """
        item = self._items[owner]
        rank = (kind.value, -self.weights.get(item.code, 0.0), first, len(item.name), item.code)
        best = self._best.get(owner)
        if best is None or rank < best[0]:
            self._best[owner] = rank, kind, place
        elif not best[2][1] and place[0] == item.name:
            self._best[owner] = best[0], best[1], place
        return best is None

    def best(self, limit: int) -> tuple[Hit, ...]:
        chosen = nsmallest(limit, self._best.items(), key=lambda entry: entry[1][0])
        return tuple(
            Hit(self._items[owner], kind, text, _ranges(places))
            for owner, (_, kind, (text, places)) in chosen
        )
