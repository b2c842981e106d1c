"""The first letter of how a Chinese character is read: names are looked up by their initials (zsl → 张示例).

The table is a small resource made once from a dictionary (see `table`), because importing that dictionary
costs more than starting the desk.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from itertools import product
from typing import Final

_GAP: Final = 8  # characters without a reading that a run may hold before a new run is cheaper
_MOST: Final = 8  # spellings of one name; beyond it the rarer readings are left out

# Readings besides the usual one: «单s» is read s… as a surname; «乐y» may be y… in a given name.
_SURNAMES: Final = (
    "单s 曾z 解x 仇q 区o 查z 翟z 折s 召s 乐y 秘b 覃q 繁p 郇x 尉y 万m 长c 澹t 种c 重c 谌s 隗w 佴n 句g "
    "祭z 乜n 藏z 不f 郗c 适k "
)
_GIVEN_NAMES: Final = (
    "乐y 重c 长c 朝z 行h 茜x 晟s 盛c 曾z 藏z 参s 莘x 颉x 强j 奇j 校j 厦x 石d 泊b 埔b 调t 传z 蔓w 降x "
    "卡q 单s 适k 咖g 伽jq 祭z 率s "
)


def _besides(packed: str) -> Mapping[str, str]:
    return {word[0]: word[1:] for word in packed.split()}


AS_SURNAME: Final = _besides(_SURNAMES)
AS_GIVEN_NAME: Final = _besides(_GIVEN_NAMES)


def letter(reading: str) -> str:
    """The plain first letter of a reading: ā → a, ê → e."""
    return unicodedata.normalize("NFD", reading)[:1].lower()


def table(readings: Mapping[int, str]) -> str:
    """The resource's text from code point → reading: a run of neighbours per line, «-» where unknown."""
    lines: list[str] = []
    start, run = 0, ""
    for code in sorted(readings):
        first = letter(readings[code])
        if not ("a" <= first <= "z"):
            continue
        missing = code - start - len(run)
        if run and missing <= _GAP:
            run += "-" * missing + first
        else:
            if run:
                lines.append(f"{start:X} {run}")
            start, run = code, first
    lines.append(f"{start:X} {run}")
    return "\n".join(lines) + "\n"


class Initials:
    """Looks characters up in the table."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._runs: list[str] = []
        for line in text.splitlines():
            if line and not line.startswith("#"):
                start, run = line.split(" ")
                self._starts.append(int(start, 16))
                self._runs.append(run)

    def of(self, character: str) -> str:
        """The usual first letter of a character; empty when no dictionary has it."""
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return ""
        run, offset = self._runs[place], code - self._starts[place]
        return run[offset].strip("-") if offset < len(run) else ""

    def spellings(self, name: str, *, person: bool = True, longest: int = 8) -> tuple[str, ...]:
        """Every usual way to spell a name by its initials; the first character also as a surname.

        Characters without a known reading are passed over: they are found as characters.
        """
        choices: list[str] = []
        for place, character in enumerate(name):
            letters = self.of(character)
            if person:
                letters += (AS_SURNAME if place == 0 else AS_GIVEN_NAME).get(character, "")
            if letters:
                choices.append(letters)
            if len(choices) == longest:
                break
        spelt: list[str] = []
        for combination in product(*choices):
            spelt.append("".join(combination))
            if len(spelt) == _MOST:
                break
        return tuple(spelt) if choices else ()
