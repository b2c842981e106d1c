"""Numbers printed on paper: the case number with its check character, and the notice number.

Both carry the device's code, so that a window cut off from everything can issue final numbers
that no other window can issue (design: no coordination, gaps are allowed, a number never changes).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from app.records import dataclass

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS: Final = 36

_HALL: Final = re.compile(r"[0-9A-Z]{4}")
_DEVICE: Final = re.compile(r"[0-9A-Z]{3}")
# Dashes may be missing: a wedge scanner set to "no symbols" and a person typing both leave them out.
_CASE_NO: Final = re.compile(r"([0-9A-Z]{4})-?([0-9]{6})-?([0-9A-Z]{3})-?([0-9]{4,8})-?([0-9A-Z])")
_FOLD: Final[dict[int, int | str]] = {
    **{0xFF01 + offset: 0x21 + offset for offset in range(94)},  # full-width ASCII
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-"),
}


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number taken apart."""

    hall: str
    day: date
    device: str
    counter: int
    check: str

    def __str__(self) -> str:
        return f"{self.hall}-{self.day:%y%m%d}-{self.device}-{self.counter:04d}-{self.check}"


def check_character(text: str) -> str:
    """The ISO 7064 MOD 37,36 check character of alphanumeric text.

    It catches every single wrong character and every swap of neighbours but 0↔Z.
    """
    product = _MODULUS
    for character in text:
        total = (product + ALPHABET.index(character)) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return ALPHABET[(_MODULUS + 1 - product) % _MODULUS]


def case_series(day: date) -> str:
    """The series a case counter belongs to: it starts again every day."""
    return f"case:{day:%y%m%d}"


def notice_series(year: int) -> str:
    """The series a notice counter belongs to: it starts again every year."""
    return f"notice:{year}"


def case_number(hall: str, day: date, device: str, counter: int) -> str:
    """The number of a case: hall, day of issue, device, counter of that device and day, check character.

    Past 9999 the counter simply grows a digit, so it never runs out.
    """
    if not _HALL.fullmatch(hall):
        raise ValueError(f"a hall code has four characters 0-9 A-Z, not {hall!r}")
    if not _DEVICE.fullmatch(device):
        raise ValueError(f"a device code has three characters 0-9 A-Z, not {device!r}")
    if not 0 < counter < 10**8:
        raise ValueError(f"a counter runs from 1 to 99999999, not {counter}")
    stem = f"{hall}{day:%y%m%d}{device}{counter:04d}"
    return f"{hall}-{day:%y%m%d}-{device}-{counter:04d}-{check_character(stem)}"


def fold(text: str) -> str:
    """Typed or scanned text as numbers are written: half-width, upper case, plain dashes, no spaces."""
    return "".join(text.translate(_FOLD).upper().split())


def parse_case_number(text: str) -> CaseNumber | None:
    """A case number from scanned or typed text; None when it is not one or its check character is wrong."""
    found = _CASE_NO.fullmatch(fold(text))
    if found is None:
        return None
    hall, day_text, device, counter, check = found.groups()
    if check_character(f"{hall}{day_text}{device}{counter}") != check or int(counter) == 0:
        return None
    try:
        day = date(2000 + int(day_text[:2]), int(day_text[2:4]), int(day_text[4:6]))
    except ValueError:
        return None
    number = CaseNumber(hall, day, device, int(counter), check)
    # "00012" is no counter we write: one case has one spelling.
    return number if len(counter) == 4 or counter[0] != "0" else None


def looks_like_case_number(text: str) -> bool:
    """Whether text has the shape of a case number, be its check character right or wrong.

    Without dashes eighteen digits are a person's number, not ours.
    """
    folded = fold(text)
    return _CASE_NO.fullmatch(folded) is not None and ("-" in folded or not folded[:-1].isdigit())


def notice_number(word: str, year: int, device: str, counter: int) -> str:
    """The number of a notice: 机关代字〔年份〕device-counter号; the device inside needs no coordination."""
    if not _DEVICE.fullmatch(device):
        raise ValueError(f"a device code has three characters 0-9 A-Z, not {device!r}")
    if counter < 1:
        raise ValueError(f"a counter starts at 1, not {counter}")
    return f"{word}〔{year}〕{device}-{counter:05d}号"
