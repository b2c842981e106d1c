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
from enum import IntEnum
from functools import cached_property
from heapq import nlargest, nsmallest
from types import MappingProxyType
from typing import Final

from app.records import dataclass
from app.rules.catalogue import ServiceItem
from app.rules.naming import is_han

MAX_QUERY: Final = 40
_MARK: Final = "\x1f"
_END: Final = "\n"
_OFFICIAL_DIGITS: Final = 4  # fewer digits of an official code find too much
_DEPARTMENT_LETTERS: Final = 2
_MOST_WEIGHTED: Final = 50  # items with a weight that are looked at one by one
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


_Rank = tuple[int, float, int, str]
_Place = tuple[str, tuple[int, ...]]  # a text, and the characters of it that fit
_Fit = tuple[int, bool, _Place]  # an item, whether all of the text fits, and the place
_Units = tuple[int, int, int]  # a line, its first unit that fits, the unit after the last


@dataclass(frozen=True, slots=True)
class _Line:
    """One text in one reading; `places[n]` is the character of `text` that unit n stands for."""

    owner: int
    text: str
    places: tuple[int, ...]


def folded(text: str) -> str:
    """A text as it is compared: one width, one case, letters, digits and characters only; ü is v."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(char for char in plain if char.isalnum() or is_han(char))


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
    """The regular expression of a folded query; see the module's first lines.

    It begins with the mark of a unit or, faster to look for, with the Chinese character at the unit's end.
    """
    parts: list[str] = []
    for index, char in enumerate(query):
        letter = re.escape(char)
        if not index:
            parts.append(letter if is_han(char) else _MARK + letter)
        elif is_han(query[index - 1]):
            parts.append(f"{_MARK}[a-z]*{letter}" if is_han(char) else _MARK + letter)
        elif is_han(char):
            parts.append(f"[^{_MARK}{_END}]*{_MARK}[a-z]*{letter}")
        else:
            parts.append(f"(?:[^{_MARK}{_END}]*{_MARK})?{letter}")
    return "".join(parts)


class _Query:
    """What was typed, ready to be looked for."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.spelt: Final = any("a" <= char <= "z" for char in text)  # else it is looked for as it stands

    @cached_property
    def at_start(self) -> re.Pattern[str]:
        begin = f"{_END}{_MARK}[a-z]*" if is_han(self.text[0]) else _END
        return re.compile(f"{begin}({_pattern(self.text)})")

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Goes on to the end of the line, so that a line fits once."""
        return re.compile(f"({_pattern(self.text)})[^{_END}]*")


class _Texts:
    """Texts of one kind in one long string, short ones first; every text begins after a line end."""

    def __init__(self, texts: Iterable[tuple[int, str, str, tuple[str, ...]]]) -> None:
        """Owner, its code, text, readings."""
        self._lines: list[_Line] = []
        self._of: dict[int, list[int]] = {}
        self._starts = [0]
        self._plain_starts = [0]
        written: list[str] = []
        plain: list[str] = []
        for owner, _, text, readings in sorted(texts, key=lambda entry: (len(entry[2]), entry[1])):
            bare = folded(text)
            for reading in readings or ("",):
                units, places = _units(text, reading)
                self._of.setdefault(owner, []).append(len(self._lines))
                self._lines.append(_Line(owner, text, places))
                written.append(_END + units)
                plain.append(_END + bare)
                self._starts.append(self._starts[-1] + len(units) + 1)
                self._plain_starts.append(self._plain_starts[-1] + len(bare) + 1)
        self._long = "".join(written) + _END
        self._plain = "".join(plain) + _END

    def find(self, query: _Query, *, at_start: bool) -> Iterator[_Fit]:
        """Every text that fits, short ones first; whoever has enough may stop."""
        return self._find(query, 0, len(self._lines), at_start=at_start)

    def find_of(self, owner: int, query: _Query, *, at_start: bool) -> Iterator[_Fit]:
        """The texts of one owner that fit."""
        for index in self._of.get(owner, ()):
            yield from self._find(query, index, index + 1, at_start=at_start)

    def _find(self, query: _Query, low: int, high: int, *, at_start: bool) -> Iterator[_Fit]:
        if query.spelt:
            fits = self._spelt(query.at_start if at_start else query.anywhere, low, high)
        else:
            fits = self._having(query.text, low, high, at_start=at_start)
        for index, first, last in fits:
            line = self._lines[index]
            whole = first == 0 and last == len(line.places)
            yield line.owner, whole, (line.text, line.places[first:last])

    def _spelt(self, look: re.Pattern[str], low: int, high: int) -> Iterator[_Units]:
        """Fits of a pattern in these lines."""
        for match in look.finditer(self._long, self._starts[low], self._starts[high] + 1):
            index = bisect_right(self._starts, match.start(1)) - 1
            start, (begin, end) = self._starts[index], match.span(1)
            first = self._long.count(_MARK, start, begin + 1) - 1
            yield index, first, self._long.count(_MARK, start, end)

    def _having(self, text: str, low: int, high: int, *, at_start: bool) -> Iterator[_Units]:
        """Lines with these characters one after another; a unit is one folded character."""
        wanted = _END + text if at_start else text
        end = self._plain_starts[high] + 1
        at = self._plain.find(wanted, self._plain_starts[low], end)
        while at >= 0:
            index = bisect_right(self._plain_starts, at) - 1
            first = 0 if at_start else at - self._plain_starts[index] - 1
            yield index, first, first + len(text)
            at = self._plain.find(wanted, self._plain_starts[index + 1], end)


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
        self._owners: Final = {item.code: owner for owner, item in enumerate(self.items)}
        owners = list(enumerate(self.items))
        self._names = _Texts(
            (owner, item.code, item.name, readings[owner].get(item.name, ())) for owner, item in owners
        )
        self._aliases = _Texts(
            (owner, item.code, alias, readings[owner].get(alias, ()))
            for owner, item in owners
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
        texts: list[tuple[int, str, str, tuple[str, ...]]] = []
        for _, owner in self._codes:
            name = self.items[owner].department
            if name is None:
                continue
            if name not in known:
                known[name] = len(texts)
                texts.append((len(texts), name, name, readings[owner].get(name, ())))
                self._members.append([])
            self._members[known[name]].append(owner)
        return _Texts(texts)

    def item(self, code: str) -> ServiceItem | None:
        """The current item with this code."""
        owner = self._owners.get(code)
        return None if owner is None else self.items[owner]

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
        query = _Query(typed)
        found = _Finds(self.items, weights, limit, self._owners)
        self._find_code(found, typed)
        self._find_texts(found, query, at_start=True)
        if len(found) < limit:
            self._find_texts(found, query, at_start=False)
        if len(found) < limit and (len(typed) >= _DEPARTMENT_LETTERS or is_han(typed)):
            self._find_department(found, query)
        if len(found) < limit and len(typed) >= _OFFICIAL_DIGITS and any(map(str.isdigit, typed)):
            self._find_official(found, typed)
        return found.best()

    def _find_texts(self, found: _Finds, query: _Query, *, at_start: bool) -> None:
        """Names, then aliases; in each, the items with a weight, and then the shortest texts until enough."""
        places = (
            (self._names, Found.NAME_START, Found.NAME),
            (self._aliases, Found.ALIAS_START, Found.ALIAS),
        )
        for texts, start, inside in places:
            kind = start if at_start else inside
            for owner in found.weighted:
                for _, whole, place in texts.find_of(owner, query, at_start=at_start):
                    found.add(owner, Found.WHOLE if whole else kind, place)
            seen: set[int] = set()
            for owner, whole, place in texts.find(query, at_start=at_start):
                if found.add(owner, Found.WHOLE if whole else kind, place):
                    seen.add(owner)
                    if len(seen) >= found.limit:
                        break

    def _recent(self, limit: int, weights: Mapping[str, float]) -> tuple[Hit, ...]:
        used = sorted((-weight, code) for code, weight in weights.items() if code in self._owners)
        found = [self.items[self._owners[code]] for _, code in used[:limit]]
        return tuple(Hit(item, Found.NAME, item.name, ()) for item in found)

    def _find_code(self, found: _Finds, query: str) -> None:
        index = bisect_left(self._codes, (query, -1))
        while index < len(self._codes) and self._codes[index][0].startswith(query):
            code, owner = self._codes[index]
            found.add(owner, Found.WHOLE if code == query else Found.CODE, (self.items[owner].name, ()))
            index += 1

    def _find_department(self, found: _Finds, query: _Query) -> None:
        for group, _, place in self._departments.find(query, at_start=False):
            members = self._members[group]
            for owner in (*found.weighted.intersection(members), *members[: 2 * found.limit]):
                found.add(owner, Found.DEPARTMENT, place)

    def _find_official(self, found: _Finds, query: str) -> None:
        for code, owner in self._official:
            at = code.casefold().find(query)
            if at >= 0:
                whole = len(code) == len(query)
                places = tuple(range(at, at + len(query)))
                found.add(owner, Found.WHOLE if whole else Found.OFFICIAL_CODE, (code, places))


class _Finds:
    """The best place of every item found so far."""

    def __init__(
        self,
        items: tuple[ServiceItem, ...],
        weights: Mapping[str, float],
        limit: int,
        known: Mapping[str, int],
    ) -> None:
        self._items = items
        self._weights = weights
        self._best: dict[int, tuple[_Rank, Found, _Place]] = {}
        self.limit: Final = limit
        likely = nlargest(
            _MOST_WEIGHTED, (code for code in weights if code in known), key=weights.__getitem__
        )
        self.weighted: Final = frozenset(known[code] for code in likely)

    def __len__(self) -> int:
        return len(self._best)

    def add(self, owner: int, kind: Found, place: _Place) -> bool:
        """Keeps a place unless the item has a better one already; whether it is the best so far.

        An item found by its code shows its name: the characters that fit there too are kept to be shown bold.
        """
        item = self._items[owner]
        rank = (kind.value, -self._weights.get(item.code, 0.0), len(place[0]), item.code)
        best = self._best.get(owner)
        if best is None or rank < best[0]:
            self._best[owner] = rank, kind, place
            return True
        if not best[2][1] and place[0] == item.name:
            self._best[owner] = best[0], best[1], place
        return False

    def best(self) -> tuple[Hit, ...]:
        chosen = nsmallest(self.limit, self._best.items(), key=lambda entry: entry[1][0])
        return tuple(
            Hit(self._items[owner], kind, text, _ranges(places))
            for owner, (_, kind, (text, places)) in chosen
        )
