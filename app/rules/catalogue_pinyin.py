"""How the searchable texts of an item are read; written into the catalogue on import, not asked at the desk.

pypinyin takes a quarter of a second to import: only checking and importing a file may call this module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.errors import Problem
from app.rules.catalogue import Reading, ServiceItem
from app.rules.catalogue_check import searchable_texts
from app.rules.catalogue_file import catalogue_record, version_of
from app.rules.naming import is_han

UNREAD: Final = (
    "-"  # stands for a character no dictionary gives a reading of; it is found as a character only
)


def reading_of(text: str) -> str:
    """The reading of a text's Chinese characters; one with several readings follows the words it is in."""
    from pypinyin import lazy_pinyin

    return " ".join(syllable for run in _runs(text) for syllable in _syllables(lazy_pinyin(run)))


def _syllables(found: list[str]) -> list[str]:
    """Syllables as the catalogue writes them; pypinyin gives characters it cannot read back unchanged."""
    syllables: list[str] = []
    for part in found:
        if is_han(part[:1]):
            syllables.extend(UNREAD * len(part))
        else:
            syllables.append(part.replace("ü", "v").replace("ê", "e"))
    return syllables


def _runs(text: str) -> list[str]:
    """The stretches of Chinese characters in a text."""
    return "".join(char if is_han(char) else " " for char in text).split()


def searchable(item: ServiceItem) -> tuple[str, ...]:
    """The texts of an item that have something to read."""
    texts = searchable_texts(
        {"name": item.name, "aliases": list(item.aliases), "department": item.department}
    )
    return tuple(text for text in texts if any(map(is_han, text)))


def with_readings(item: ServiceItem) -> ServiceItem:
    """The item with the readings it does not have yet; readings somebody wrote stay."""
    known = {reading.text: reading for reading in item.readings}
    readings = tuple(known.get(text) or Reading(text, (reading_of(text),)) for text in searchable(item))
    if readings == item.readings:
        return item
    whole = replace(item, readings=readings)
    return replace(whole, version=version_of(catalogue_record(whole)))


def reading_problems(item: ServiceItem) -> tuple[Problem, ...]:
    """Syllables no dictionary gives for their character: with them the item would not be found."""
    from pypinyin import Style, pinyin

    problems: list[Problem] = []
    for reading in item.readings:
        chars = [char for char in reading.text if is_han(char)]
        possible = [set(_syllables(pinyin(char, style=Style.NORMAL, heteronym=True)[0])) for char in chars]
        for index, syllables in enumerate(reading.pinyin):
            for char, syllable, known in zip(chars, syllables.split(" "), possible, strict=True):
                if syllable not in known and known != {UNREAD}:
                    facts: dict[str, object] = {
                        "char": char,
                        "found": syllable,
                        "known": tuple(sorted(known)),
                    }
                    problems.append(Problem(f'pinyin["{reading.text}"][{index}]', "pinyin-mismatch", facts))
    return tuple(problems)
