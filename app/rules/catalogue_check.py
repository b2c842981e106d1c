"""Every fault of a catalogue file, each with its path, so that an administrator mends the file in one go.

After the shape of each value (`catalogue_shape`) comes what values mean together: codes stated twice, cycles,
conditions on unknown questions. A value of wrong shape is reported once and passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.errors import Problem
from app.rules.catalogue_shape import CREDIT_CODE, ITEM, MAX_NESTING, PINYIN, Faults, join, shown
from app.rules.identity import check_character_credit
from app.rules.naming import is_han

_DIGIT_KEYS: Final = 9


def check_item(value: object) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """All faults of a loaded JSON value as a service item, and the doubts that do not stand against it."""
    faults = Faults()
    ITEM(faults, value, "")
    if isinstance(value, dict):
        _codes(faults, value)
        _conditions(faults, value)
        _deferrals(faults, value)
        _limits(faults, value)
        _official_codes(faults, value)
        _texts(faults, value)
    return tuple(faults.problems), tuple(faults.warnings)


def _entries(value: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries of a list that are objects, with their paths."""
    entries = value.get(name)
    if isinstance(entries, list):
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield entry, f"{name}[{index}]"


def _doubled(faults: Faults, entries: Iterator[tuple[dict[str, Any], str]]) -> None:
    first: dict[str, str] = {}
    for entry, path in entries:
        code = entry.get("code")
        if not isinstance(code, str):
            continue
        if code in first:
            faults.add(f"{path}.code", "doubled-code", value=shown(code), first=first[code])
        else:
            first[code] = f"{path}.code"


def _doubled_texts(faults: Faults, values: object, path: str) -> None:
    if isinstance(values, list):
        seen: set[str] = set()
        for index, value in enumerate(values):
            if isinstance(value, str):
                if value in seen:
                    faults.add(f"{path}[{index}]", "doubled-entry", value=shown(value))
                seen.add(value)


def _codes(faults: Faults, value: dict[str, Any]) -> None:
    _doubled(faults, _entries(value, "materials"))
    _doubled(faults, _entries(value, "questions"))
    for question, path in _entries(value, "questions"):
        choices = ((choice, f"{path}.{at}") for choice, at in _entries(question, "choices"))
        _doubled(faults, choices)
        count = len(question["choices"]) if isinstance(question.get("choices"), list) else 0
        if count > _DIGIT_KEYS:
            faults.warn(f"{path}.choices", "many-choices", keys=_DIGIT_KEYS, count=count)
    _doubled_texts(faults, value.get("applicants"), "applicants")
    _doubled_texts(faults, value.get("aliases"), "aliases")


# --- conditions ---------------------------------------------------------------------------------------------


def _asked(value: object, path: str, depth: int = 1) -> Iterator[tuple[str, object, str]]:
    """Question, answers and path of every leaf of a condition, as deep as conditions may go."""
    if not isinstance(value, dict) or depth > MAX_NESTING:
        return
    question = value.get("question")
    if isinstance(question, str):
        yield question, value.get("in"), path
    for name in ("all", "any"):
        parts = value.get(name)
        if isinstance(parts, list):
            for index, part in enumerate(parts):
                yield from _asked(part, f"{join(path, name)}[{index}]", depth + 1)
    if "not" in value:
        yield from _asked(value["not"], join(path, "not"), depth + 1)


def _all_conditions(value: dict[str, Any]) -> Iterator[tuple[object, str]]:
    for name in ("questions", "materials", "limits"):
        for entry, path in _entries(value, name):
            yield entry.get("when"), f"{path}.when"
            deferral = entry.get("deferral")
            if isinstance(deferral, dict):
                yield deferral.get("when"), f"{path}.deferral.when"


def _conditions(faults: Faults, value: dict[str, Any]) -> None:
    choices: dict[str, set[str]] = {}
    order: dict[str, int] = {}
    for index, (question, _) in enumerate(_entries(value, "questions")):
        code = question.get("code")
        if isinstance(code, str) and code not in choices:
            found = (choice.get("code") for choice, _ in _entries(question, "choices"))
            choices[code] = {choice for choice in found if isinstance(choice, str)}
            order[code] = index
    used: set[str] = set()
    for condition, path in _all_conditions(value):
        for code, among, at in _asked(condition, path):
            used.add(code)
            if code not in choices:
                faults.add(f"{at}.question", "unknown-question", value=shown(code), known=tuple(choices))
                continue
            _doubled_texts(faults, among, f"{at}.in")
            if isinstance(among, list):
                for index, choice in enumerate(among):
                    if isinstance(choice, str) and choice not in choices[code]:
                        known = tuple(sorted(choices[code]))
                        faults.add(f"{at}.in[{index}]", "unknown-choice", value=shown(choice), known=known)
    for question, path in _entries(value, "questions"):
        code = question.get("code")
        if isinstance(code, str) and code not in used:
            faults.warn(path, "question-unused", value=shown(code))
    _question_order(faults, value, order)


def _question_order(faults: Faults, value: dict[str, Any], order: dict[str, int]) -> None:
    """A question may depend on earlier ones only; going round in a circle is named as such."""
    leads: dict[str, list[str]] = {code: [] for code in order}
    later: list[tuple[str, str, str]] = []
    for index, (question, path) in enumerate(_entries(value, "questions")):
        code = question.get("code")
        if not isinstance(code, str) or order.get(code) != index:
            continue
        for other, _, at in _asked(question.get("when"), f"{path}.when"):
            if other in order:
                leads[code].append(other)
                if order[other] >= index:
                    later.append((code, other, at))
    for code, other, at in later:
        way = _way(leads, other, code)
        if way is None:
            faults.add(f"{at}.question", "question-later", question=code, later=other)
        else:
            faults.add(f"{at}.question", "question-cycle", cycle=(code, *way))


def _way(leads: dict[str, list[str]], start: str, goal: str) -> tuple[str, ...] | None:
    """The questions from `start` to `goal` along their conditions; None when there is no such way."""
    before: dict[str, str] = {}
    waiting = [start]
    seen = {start}
    while waiting:
        code = waiting.pop()
        if code == goal:
            way = [code]
            while way[-1] != start:
                way.append(before[way[-1]])
            return tuple(reversed(way))
        for other in leads[code]:
            if other not in seen:
                seen.add(other)
                before[other] = code
                waiting.append(other)
    return None


# --- the rest -----------------------------------------------------------------------------------------------


def _deferrals(faults: Faults, value: dict[str, Any]) -> None:
    for material, path in _entries(value, "materials"):
        if material.get("deferral") is not None and material.get("necessity") != "deferrable":
            faults.add(f"{path}.deferral", "deferral-not-allowed", necessity=shown(material.get("necessity")))


def _limits(faults: Faults, value: dict[str, Any]) -> None:
    for limit, path in _entries(value, "limits"):
        if limit.get("legal") is None and limit.get("promised") is None:
            faults.add(path, "empty-limit")
    legal, promised = value.get("legal_limit"), value.get("promised_limit")
    if isinstance(legal, dict) and isinstance(promised, dict) and legal.get("unit") == promised.get("unit"):
        most, least = legal.get("amount"), promised.get("amount")
        if isinstance(most, int) and isinstance(least, int) and least > most:
            faults.warn("promised_limit.amount", "promised-longer", legal=most, promised=least)


def _official_codes(faults: Faults, value: dict[str, Any]) -> None:
    whole, basic = value.get("implementation_code"), value.get("basic_code")
    if not isinstance(whole, str) or len(whole) != 31:
        return
    if isinstance(basic, str) and len(basic) == 12 and whole[19:] != basic:
        faults.add("implementation_code", "codes-differ", part=shown(whole[19:]), basic=shown(basic))
    credit = whole[:18]
    if CREDIT_CODE.match(credit) and check_character_credit(credit[:17]) != credit[17]:
        faults.warn("implementation_code", "credit-code-check", credit=credit)


def searchable_texts(value: dict[str, Any]) -> tuple[str, ...]:
    """What an item is found by: its name, its aliases, its department."""
    aliases = value.get("aliases")
    texts = [value.get("name"), *(aliases if isinstance(aliases, list) else ()), value.get("department")]
    return tuple(dict.fromkeys(text for text in texts if isinstance(text, str)))


def _texts(faults: Faults, value: dict[str, Any]) -> None:
    pinyin = value.get("pinyin")
    if not isinstance(pinyin, dict):
        return
    known = searchable_texts(value)
    for text, readings in pinyin.items():
        path = join("pinyin", str(text))
        if text not in known:
            faults.add(path, "pinyin-of-nothing", known=known)
            continue
        wanted = sum(map(is_han, text))
        for index, reading in enumerate(readings if isinstance(readings, list) else [readings]):
            at = f"{path}[{index}]" if isinstance(readings, list) else path
            if isinstance(reading, str) and PINYIN.match(reading) and reading.count(" ") + 1 != wanted:
                faults.add(at, "pinyin-length", wanted=wanted, found=reading.count(" ") + 1)
