"""Identity documents as a person or an organisation shows them: kinds, check digits, what is wrong, masking.

Facts and vectors: GB 11643 and GB 32100 with the permits beside them. Names and phones are in `naming`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Final

from app.errors import Problem
from app.records import dataclass


class IdKind(StrEnum):
    """Kinds of identity document (domain/codes.md §1-5)."""

    RESIDENT_ID = "resident_id"  # 居民身份证 GB 11643
    HMT_RESIDENCE = "hmt_residence"  # 港澳台居民居住证
    FOREIGN_RESIDENT = "foreign_resident"  # 外国人永久居留身份证
    HM_PERMIT = "hm_permit"  # 港澳居民来往内地通行证
    TW_PERMIT = "tw_permit"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"  # 护照
    CREDIT_CODE = "credit_code"  # 统一社会信用代码 GB 32100


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong or doubtful about what was typed: a code and the facts its sentence needs."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    def problem(self, where: str) -> Problem:
        return Problem(where, self.code, dict(self.facts))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was typed in its normal form; faults stand against a decision, warnings are only told."""

    value: str
    faults: tuple[Flaw, ...] = ()
    warnings: tuple[Flaw, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.faults


class Typing(StrEnum):
    """How far a number is while it is being typed."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"  # right so far
    WRONG = "wrong"  # no further key can make it right
    COMPLETE = "complete"


LONGEST: Final = 64  # nothing longer is a document number; a paste beyond it is cut and refused
_EARLIEST_YEAR: Final = 1850  # the standard's own example was born in 1880
_OLD_AGE: Final = 120
_WEIGHTS_18: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS_18: Final = "10X98765432"
_CREDIT_CHARSET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_HMT_AREAS: Final = ("810000", "820000", "830000")
_HALF_WIDTH: Final[dict[int, int | str]] = {
    **{0xFF01 + offset: 0x21 + offset for offset in range(94)},
    0x3000: " ",
}

_SHAPES: Final = {
    IdKind.HM_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    # Eight digits for life since 2008-09-25; older ones ten digits and the issuer in brackets.
    IdKind.TW_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}(?:\([0-9A-Z]\))?"),
    # Other countries' numbers have no common rule: letters and digits, one digit at least.
    IdKind.PASSPORT: re.compile(r"(?=[A-Z]*[0-9])[0-9A-Z]{5,15}"),
}


def fold_width(text: str) -> str:
    """Full-width letters, digits and signs as their half-width twins."""
    return text.translate(_HALF_WIDTH)


def character_name(character: str) -> str:
    """A character as a sentence can name it without showing it: U+E000."""
    return f"U+{ord(character):04X}"


def check_digit_18(stem: str) -> str:
    """The check digit over seventeen digits (ISO 7064 MOD 11-2, GB 11643)."""
    return _CHECKS_18[sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS_18, strict=True)) % 11]


def check_character_credit(stem: str) -> str:
    """The check character over seventeen characters of a credit code (GB 32100, MOD 31)."""
    total = sum(
        _CREDIT_CHARSET.index(character) * weight
        for character, weight in zip(stem, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_CHARSET[(31 - total % 31) % 31]


def check_character_organisation(stem: str) -> str:
    """The check character over the eight characters of an organisation code (GB 11714)."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(stem, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def _real_date(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST_YEAR else None


def birth_date(kind: IdKind, number: str) -> date | None:
    """The day of birth inside a number that has one; None for the others."""
    if kind in (IdKind.RESIDENT_ID, IdKind.HMT_RESIDENCE) and len(number) == 18:
        return _real_date(number[6:14])
    return None


def upgrade_15(number: str) -> str:
    """An old number of fifteen digits as the eighteen of today: 19 inserted, check digit added."""
    stem = f"{number[:6]}19{number[6:]}"
    return stem + check_digit_18(stem)


def _birth_flaws(digits: str, today: date | None) -> tuple[list[Flaw], list[Flaw]]:
    day = _real_date(digits)
    if day is None:
        return [Flaw("impossible-date", {"date": digits})], []
    if today is not None and day > today:
        return [Flaw("future-birth", {"date": day})], []
    if today is not None and today.year - day.year > _OLD_AGE:
        return [], [Flaw("very-old", {"date": day})]
    return [], []


def _eighteen(value: str, today: date | None) -> Checked:
    """What the 18-digit numbers have in common: digits, day of birth, check digit."""
    for place, character in enumerate(value):
        if not ("0" <= character <= "9" or (character == "X" and place == 17)):
            return Checked(value, (Flaw("wrong-character", {"character": character, "place": place + 1}),))
    if len(value) != 18:
        return Checked(value, (Flaw("wrong-length", {"length": len(value), "expected": 18}),))
    faults, warnings = _birth_flaws(value[6:14], today)
    if check_digit_18(value[:17]) != value[17]:
        faults.append(Flaw("check-digit", {"number_ends": value[17]}))
    return Checked(value, tuple(faults), tuple(warnings))


def _resident(value: str, today: date | None) -> Checked:
    if len(value) == 15 and value.isascii() and value.isdigit():
        upgraded = upgrade_15(value)
        checked = _eighteen(upgraded, today)
        if not checked.ok:
            return Checked(value, checked.faults)
        return Checked(upgraded, (), (*checked.warnings, Flaw("upgraded-15", {"typed": value})))
    checked = _eighteen(value, today)
    if value[:1] == "9":
        return Checked(value, (Flaw("other-kind", {"kind": IdKind.FOREIGN_RESIDENT}), *checked.faults))
    if value[:1] == "0":
        return Checked(value, (Flaw("wrong-character", {"character": "0", "place": 1}), *checked.faults))
    if value[:6] in _HMT_AREAS:
        hint = Flaw("other-kind", {"kind": IdKind.HMT_RESIDENCE})
        return Checked(value, checked.faults, (*checked.warnings, hint))
    return checked


def _hmt_residence(value: str, today: date | None) -> Checked:
    checked = _eighteen(value, today)
    if len(value) >= 6 and value[:6] not in _HMT_AREAS:
        return Checked(value, (Flaw("wrong-area", {"area": value[:6]}), *checked.faults), checked.warnings)
    return checked


def _foreign_resident(value: str, today: date | None) -> Checked:
    if value[:1].isalpha():  # the 2017 card: three letters of the country, twelve digits
        if re.fullmatch(r"[A-Z]{3}[0-9]{12}", value):
            return Checked(value)
        return Checked(value, (Flaw("wrong-shape", {"expected": "ABC123456789012"}),))
    checked = _eighteen(value, today)
    # The inner split of the 2023 number is not verified: a strange day of birth is only told.
    dates = tuple(flaw for flaw in checked.faults if flaw.code in ("impossible-date", "future-birth"))
    faults = tuple(flaw for flaw in checked.faults if flaw not in dates)
    if value and value[0] != "9":
        faults = (Flaw("wrong-character", {"character": value[0], "place": 1}), *faults)
    return Checked(value, faults, (*dates, *checked.warnings))


def _credit_code(value: str, today: date | None) -> Checked:  # noqa: ARG001 (one signature for all kinds)
    for place, character in enumerate(value):
        if character not in _CREDIT_CHARSET:
            return Checked(value, (Flaw("wrong-character", {"character": character, "place": place + 1}),))
    if len(value) != 18:
        return Checked(value, (Flaw("wrong-length", {"length": len(value), "expected": 18}),))
    warnings: list[Flaw] = []
    if not value[2:8].isdigit():
        warnings.append(Flaw("area-not-digits", {"area": value[2:8]}))
    if check_character_credit(value[:17]) != value[17]:
        # Some codes issued early fail their own check: the clerk compares with the paper and goes on.
        inner = check_character_organisation(value[8:16]) == value[16]
        warnings.append(Flaw("credit-check", {"organisation_part_agrees": inner}))
    return Checked(value, (), tuple(warnings))


def _by_shape(kind: IdKind) -> Callable[[str, date | None], Checked]:
    def check(value: str, today: date | None) -> Checked:  # noqa: ARG001
        if _SHAPES[kind].fullmatch(value):
            return Checked(value)
        return Checked(value, (Flaw("wrong-shape", {"kind": kind}),))

    return check


_CHECKS: Final[Mapping[IdKind, Callable[[str, date | None], Checked]]] = {
    IdKind.RESIDENT_ID: _resident,
    IdKind.HMT_RESIDENCE: _hmt_residence,
    IdKind.FOREIGN_RESIDENT: _foreign_resident,
    IdKind.HM_PERMIT: _by_shape(IdKind.HM_PERMIT),
    IdKind.TW_PERMIT: _by_shape(IdKind.TW_PERMIT),
    IdKind.PASSPORT: _by_shape(IdKind.PASSPORT),
    IdKind.CREDIT_CODE: _credit_code,
}


def normal_document(text: str) -> str:
    """A number as it is stored: half-width, upper case, without spaces and the invisible marks chats add."""
    seen = "".join(c for c in fold_width(text) if unicodedata.category(c) != "Cf" and not c.isspace())
    return "".join(c.upper() if c.isascii() else c for c in seen)


def check_document(kind: IdKind, text: str, today: date | None = None) -> Checked:
    """All that is wrong or doubtful about a number; without `today` a future birth is not looked for."""
    controls = [c for c in text if unicodedata.category(c) == "Cc" and not c.isspace()]
    if controls:
        cleaned = normal_document(text.translate({ord(c): None for c in controls}))[:LONGEST]
        return Checked(cleaned, (Flaw("control-character", {"character": character_name(controls[0])}),))
    value = normal_document(text)
    if not value:
        return Checked("", (Flaw("empty"),))
    if len(value) > LONGEST:
        return Checked(value[:LONGEST], (Flaw("too-long", {"length": len(value), "limit": 18}),))
    return _CHECKS[kind](value, today)


def kinds_matching(text: str, today: date | None = None) -> tuple[IdKind, ...]:
    """The kinds of document a number can be, those without any doubt first."""
    results = [(kind, check_document(kind, text, today)) for kind in IdKind]
    fitting = [(kind, checked) for kind, checked in results if checked.ok]
    # Sorting is stable: among equals the order of IdKind, most usual at the window first.
    return tuple(kind for kind, checked in sorted(fitting, key=lambda pair: bool(pair[1].warnings)))


def _date_may_follow(digits: str, today: date | None) -> bool:
    """Whether the beginning of a YYYYMMDD can still become a day in the past."""
    last = today or date.max
    for year in range(_EARLIEST_YEAR, min(last.year, 2199) + 1):
        if not f"{year:04d}".startswith(digits[:4]):
            continue
        if len(digits) <= 4:
            return True
        for month in range(1, 13):
            if not f"{month:02d}".startswith(digits[4:6]):
                continue
            days = [day for n in range(1, 32) if (day := _real_date(f"{year:04d}{month:02d}{n:02d}"))]
            if any(f"{day.day:02d}".startswith(digits[6:8]) and day <= last for day in days):
                return True
    return False


def _may_become_eighteen(value: str, today: date | None, *, dated: bool) -> bool:
    stem = value[:17]
    if not (stem.isascii() and stem.isdigit() and len(value) < 18):
        return False
    return not dated or _date_may_follow(stem[6:14], today)


def _may_become(kind: IdKind, value: str, today: date | None) -> bool:
    """Whether further keys can make a complete number out of what is typed."""
    match kind:
        case IdKind.RESIDENT_ID:
            if value[0] in "09":
                return False
            old = len(value) < 15 and value.isdigit() and _date_may_follow(f"19{value[6:12]}", today)
            return _may_become_eighteen(value, today, dated=True) or old
        case IdKind.HMT_RESIDENCE:
            begins = any(area.startswith(value[:6]) for area in _HMT_AREAS)
            return begins and _may_become_eighteen(value, today, dated=True)
        case IdKind.FOREIGN_RESIDENT:
            if value[0].isalpha():
                return len(value) < 15 and bool(re.fullmatch(r"[A-Z]{1,3}|[A-Z]{3}[0-9]*", value))
            return value[0] == "9" and _may_become_eighteen(value, today, dated=False)
        case IdKind.CREDIT_CODE:
            return len(value) < 18 and all(character in _CREDIT_CHARSET for character in value)
        case IdKind.HM_PERMIT:
            return bool(re.fullmatch(r"[HM][0-9]{0,9}", value))
        case IdKind.TW_PERMIT:
            return bool(re.fullmatch(r"[0-9]{1,9}|[0-9]{10}(?:\((?:[0-9A-Z]\)?)?)?", value))
        case IdKind.PASSPORT:
            return len(value) < 15 and bool(re.fullmatch(r"[0-9A-Z]+", value))


def typing_state(kind: IdKind, text: str, today: date | None = None) -> Typing:
    """How far a number is at this key: nobody is told "wrong" while it can still become right.

    Fifteen digits of a resident's number count as incomplete, since most go on to eighteen;
    leaving the field (`check_document`) accepts and upgrades them.
    """
    if any(unicodedata.category(c) == "Cc" and not c.isspace() for c in text):
        return Typing.WRONG
    value = normal_document(text)
    if not value:
        return Typing.EMPTY
    if not value.isascii() or len(value) > LONGEST:
        return Typing.WRONG
    if check_document(kind, value, today).ok and not (kind is IdKind.RESIDENT_ID and len(value) == 15):
        return Typing.COMPLETE
    if kind is IdKind.RESIDENT_ID and len(value) == 15 and check_document(kind, value, today).ok:
        return Typing.INCOMPLETE
    return Typing.INCOMPLETE if _may_become(kind, value, today) else Typing.WRONG


def mask_id(number: str, kind: IdKind = IdKind.RESIDENT_ID) -> str:
    """A document number fit for a screen or a slip: first six and last four of a long one.

    An organisation's credit code is public and stays as it is.
    """
    if kind is IdKind.CREDIT_CODE:
        return number
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    if len(number) >= 6:
        return f"{number[:1]}{'*' * (len(number) - 4)}{number[-3:]}"
    return "*" * len(number)
