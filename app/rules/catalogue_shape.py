"""The shape a catalogue file's values must have: keys, types, lengths, ranges; the JSON Schema says the same.

Every fault is kept with its path; what values mean together is looked at in `catalogue_check`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from app.errors import Problem
from app.rules.catalogue import CaseType, Form, Necessity, PartyKind, Source, TimeUnit
from app.rules.catalogue_file import FORMAT
from app.rules.catalogue_json import Doubled, NoNumber

MAX_NESTING: Final = 10  # of conditions; the deepest real one has three
CODE: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_BASIC_CODE: Final = re.compile(r"[0-9]{12}\Z")
CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}\Z")
_IMPLEMENTATION_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}[1-6][0-9]{12}\Z")
PINYIN: Final = re.compile(r"(?:[a-z]+|-)(?: (?:[a-z]+|-))*\Z")
_PLAIN_KEY: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,39}\Z")
_UNPRINTABLE: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_SHOWN: Final = 40  # characters of a wrong value that a fault repeats


class Faults:
    """What was found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def add(self, path: str, code: str, **facts: object) -> None:
        self.problems.append(Problem(path, code, facts))

    def warn(self, path: str, code: str, **facts: object) -> None:
        self.warnings.append(Problem(path, code, facts))


Check = Callable[[Faults, object, str], None]


def join(path: str, key: str) -> str:
    """The path of a key inside the object at `path`."""
    if not _PLAIN_KEY.match(key):
        return f"{path}[{shown(key)}]"
    return f"{path}.{key}" if path else key


def shown(value: object) -> str:
    """A wrong value as a fault repeats it: short, and without characters that would upset a terminal."""
    if isinstance(value, NoNumber):
        return value.text
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, str):
        cut = value[:_SHOWN] + ("…" if len(value) > _SHOWN else "")
        return json.dumps(cut, ensure_ascii=not cut.isprintable())
    if isinstance(value, int | float) and not isinstance(value, bool) and not -1e15 < value < 1e15:
        return "…"
    return (
        json.dumps(value) if value is None or isinstance(value, bool | int | float) else type(value).__name__
    )


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float | NoNumber):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else type(value).__name__


def _wrong_type(faults: Faults, value: object, path: str, wanted: str) -> None:
    faults.add(path, "wrong-type", wanted=wanted, found=_kind(value), value=shown(value))


# --- shapes of single values --------------------------------------------------------------------------------


def text(limit: int) -> Check:
    """A text of one line, not blank, of at most `limit` characters."""

    def check(faults: Faults, value: object, path: str) -> None:
        if not isinstance(value, str):
            _wrong_type(faults, value, path, "string")
        elif len(value) > limit:
            faults.add(path, "too-long", limit=limit, length=len(value))
        elif not value.strip():
            faults.add(path, "blank")
        else:
            if not value.isprintable():
                for place, char in enumerate(value, start=1):
                    if unicodedata.category(char) in _UNPRINTABLE:
                        faults.add(path, "bad-character", point=f"U+{ord(char):04X}", place=place)
                        break
            if value != value.strip():
                faults.add(path, "edge-space", value=shown(value))

    return check


def pattern(regex: re.Pattern[str], code: str) -> Check:
    """A text of a fixed shape; `code` names the shape in the fault."""

    def check(faults: Faults, value: object, path: str) -> None:
        if not isinstance(value, str):
            _wrong_type(faults, value, path, "string")
        elif not regex.match(value):
            faults.add(path, code, value=shown(value))

    return check


def integer(low: int, high: int) -> Check:
    def check(faults: Faults, value: object, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            _wrong_type(faults, value, path, "integer")
        elif not low <= value <= high:
            faults.add(path, "out-of-range", low=low, high=high, value=shown(value))

    return check


def boolean(faults: Faults, value: object, path: str) -> None:
    if not isinstance(value, bool):
        _wrong_type(faults, value, path, "boolean")


def one_of(choices: type[StrEnum]) -> Check:
    allowed = tuple(choice.value for choice in choices)

    def check(faults: Faults, value: object, path: str) -> None:
        if not isinstance(value, str):
            _wrong_type(faults, value, path, "string")
        elif value not in allowed:
            faults.add(path, "not-one-of", allowed=allowed, value=shown(value))

    return check


def or_null(inner: Check) -> Check:
    def check(faults: Faults, value: object, path: str) -> None:
        if value is not None:
            inner(faults, value, path)

    return check


def list_of(inner: Check, least: int = 0, most: int = 1000) -> Check:
    def check(faults: Faults, value: object, path: str) -> None:
        if not isinstance(value, list):
            _wrong_type(faults, value, path, "array")
            return
        if len(value) < least:
            faults.add(path, "too-few", least=least, length=len(value))
        if len(value) > most:
            faults.add(path, "too-many", most=most, length=len(value))
        for index, entry in enumerate(value):
            inner(faults, entry, f"{path}[{index}]")

    return check


def record(fields: Mapping[str, Check], required: frozenset[str]) -> Check:
    """An object with these keys and no others."""

    def check(faults: Faults, value: object, path: str) -> None:
        if not isinstance(value, dict):
            _wrong_type(faults, value, path, "object")
            return
        _keys(faults, value, path, fields)
        for name, inner in fields.items():
            if name in value:
                inner(faults, value[name], join(path, name))
            elif name in required:
                faults.add(join(path, name), "missing")

    return check


def _keys(faults: Faults, value: dict[str, object], path: str, known: Mapping[str, object]) -> None:
    if isinstance(value, Doubled):
        for key in value.doubled:
            faults.add(join(path, key), "doubled-key")
    for key in value:
        if key not in known:
            faults.add(join(path, str(key)), "unknown-key", known=tuple(known))


# --- conditions ---------------------------------------------------------------------------------------------

_KINDS: Final = ("question", "all", "any", "not", "applicant", "agent")
_CONDITION_KEYS: Final[Mapping[str, object]] = dict.fromkeys((*_KINDS, "in"))
_some_codes = list_of(pattern(CODE, "bad-code"), least=1, most=100)


def condition(faults: Faults, value: object, path: str, depth: int = 1) -> None:
    """One condition and those inside it, to a depth no real one reaches."""
    if not isinstance(value, dict):
        _wrong_type(faults, value, path, "object")
        return
    if depth > MAX_NESTING:
        faults.add(path, "too-deep", limit=MAX_NESTING)
        return
    _keys(faults, value, path, _CONDITION_KEYS)
    said = [kind for kind in _KINDS if kind in value]
    if not said:
        faults.add(path, "empty-condition", known=_KINDS)
    elif len(said) > 1 and said != ["applicant", "agent"]:
        faults.add(path, "mixed-condition", found=tuple(said))
    if ("in" in value) != ("question" in value):
        faults.add(join(path, "in" if "question" in value else "question"), "missing")
    if "question" in value:
        pattern(CODE, "bad-code")(faults, value["question"], join(path, "question"))
    if "in" in value:
        _some_codes(faults, value["in"], join(path, "in"))
    for name in ("all", "any"):
        if name in value:
            inner_path = join(path, name)

            def inner(faults: Faults, part: object, part_path: str) -> None:
                condition(faults, part, part_path, depth + 1)

            list_of(inner, least=1, most=100)(faults, value[name], inner_path)
    if "not" in value:
        condition(faults, value["not"], join(path, "not"), depth + 1)
    if "applicant" in value:
        one_of(PartyKind)(faults, value["applicant"], join(path, "applicant"))
    if "agent" in value:
        boolean(faults, value["agent"], join(path, "agent"))


# --- the item -----------------------------------------------------------------------------------------------

_NAME: Final = text(200)
_WORDS: Final = text(4000)
_WORDS_OR_NULL: Final = or_null(_WORDS)
_code_text: Final = pattern(CODE, "bad-code")

LIMIT: Final = record(
    {"amount": or_null(integer(0, 3650)), "unit": one_of(TimeUnit), "text": _WORDS_OR_NULL},
    frozenset(("amount", "unit")),
)
CHOICE: Final = record({"code": _code_text, "text": _NAME}, frozenset(("code", "text")))
QUESTION: Final = record(
    {
        "code": _code_text,
        "text": _NAME,
        "choices": list_of(CHOICE, least=2, most=100),
        "when": or_null(condition),
    },
    frozenset(("code", "text", "choices")),
)
DEFERRAL: Final = record(
    {
        "days": or_null(integer(1, 3650)),
        "unit": one_of(TimeUnit),
        "ways": list_of(_NAME),
        "basis": _WORDS_OR_NULL,
        "when": or_null(condition),
    },
    frozenset(("days",)),
)
MATERIAL: Final = record(
    {
        "code": _code_text,
        "name": _NAME,
        "necessity": or_null(one_of(Necessity)),
        "form": or_null(one_of(Form)),
        "copies": or_null(integer(1, 999)),
        "source": or_null(one_of(Source)),
        "certificate": or_null(_code_text),
        "when": or_null(condition),
        "condition_text": _WORDS_OR_NULL,
        "review_points": list_of(_WORDS),
        "faults": list_of(_WORDS),
        "deferral": or_null(DEFERRAL),
        "sample": _WORDS_OR_NULL,
        "how_to_get": _WORDS_OR_NULL,
        "note": _WORDS_OR_NULL,
    },
    frozenset(("code", "name", "necessity")),
)
SITUATION_LIMIT: Final = record(
    {"when": condition, "legal": or_null(LIMIT), "promised": or_null(LIMIT)}, frozenset(("when",))
)


def _format(faults: Faults, value: object, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        _wrong_type(faults, value, path, "integer")
    elif value != FORMAT:
        faults.add(path, "other-format", format=FORMAT, value=shown(value))


_reading = pattern(PINYIN, "bad-pinyin")


def _pinyin(faults: Faults, value: object, path: str) -> None:
    if not isinstance(value, dict):
        _wrong_type(faults, value, path, "object")
        return
    _keys(faults, value, path, value)
    for key, readings in value.items():
        inner = _reading if isinstance(readings, str) else list_of(_reading, least=1, most=20)
        inner(faults, readings, join(path, str(key)))


ITEM: Final = record(
    {
        "$schema": text(400),
        "format": _format,
        "code": _code_text,
        "name": _NAME,
        "aliases": list_of(_NAME, most=100),
        "pinyin": _pinyin,
        "department": or_null(_NAME),
        "place": _WORDS_OR_NULL,
        "basic_code": or_null(pattern(_BASIC_CODE, "bad-basic-code")),
        "implementation_code": or_null(pattern(_IMPLEMENTATION_CODE, "bad-implementation-code")),
        "level": or_null(_NAME),
        "case_type": or_null(one_of(CaseType)),
        "needs_permit": or_null(boolean),
        "applicants": list_of(one_of(PartyKind), least=1, most=2),
        "legal_basis": _WORDS_OR_NULL,
        "legal_limit": or_null(LIMIT),
        "promised_limit": or_null(LIMIT),
        "limits": list_of(SITUATION_LIMIT, most=100),
        "fee": _WORDS_OR_NULL,
        "result": _WORDS_OR_NULL,
        "result_validity": _WORDS_OR_NULL,
        "conditions": list_of(_WORDS),
        "special_steps": list_of(_WORDS),
        "questions": list_of(QUESTION, most=200),
        "materials": list_of(MATERIAL, most=5000),
        "materials_complete": boolean,
        "sample_text": _WORDS_OR_NULL,
        "note": _WORDS_OR_NULL,
        "sources": list_of(_WORDS, least=1),
    },
    frozenset(
        (
            *("format", "code", "name", "department", "needs_permit", "applicants", "legal_limit"),
            *("promised_limit", "materials", "materials_complete", "sources"),
        )
    ),
)
