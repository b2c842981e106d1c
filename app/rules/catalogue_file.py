"""A catalogue file's value made into a service item and back; `catalogue_check` finds what is wrong with it.

The format is published in resources/catalogue/schema/item.schema.json; a version is the hash of what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from app.errors import Problem
from app.records import dataclass
from app.rules.catalogue import (
    AllOf,
    Answered,
    AnyOf,
    ApplicantIs,
    CaseType,
    Choice,
    Condition,
    Deferral,
    Form,
    Material,
    Necessity,
    Not,
    PartyKind,
    Question,
    Reading,
    ServiceItem,
    SituationLimit,
    Source,
    TimeLimit,
    TimeUnit,
)

FORMAT: Final = 1
_VERSION_DIGITS: Final = 16
_OMITTED: Final = frozenset(("aliases", "pinyin", "limits", "conditions", "special_steps", "questions"))
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file gave: an item, or every fault of it; warnings do not stand against the item."""

    item: ServiceItem | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def load_item(data: bytes) -> Parsed:
    """A file's bytes as an item; a file with one fault is refused as a whole, with all its faults."""
    from app.rules.catalogue_json import read_json

    value, problems = read_json(data)
    return Parsed(None, problems) if problems else parse_item(value)


def parse_item(value: object) -> Parsed:
    """A loaded JSON value as an item; never raises, whatever the value is."""
    # The start of the desk makes items of records that were checked before; it needs no checker.
    from app.rules.catalogue_check import check_item

    problems, warnings = check_item(value)
    if problems or not isinstance(value, dict):
        return Parsed(None, tuple(problems), tuple(warnings))
    return Parsed(item_from(value), (), tuple(warnings))


# --- from the file's words to the item ----------------------------------------------------------------------


def _condition(record: Record | None) -> Condition | None:
    return None if record is None else _some_condition(record)


def _some_condition(record: Record) -> Condition:
    if "question" in record:
        return Answered(record["question"], frozenset(record["in"]))
    if "all" in record:
        return AllOf(tuple(map(_some_condition, record["all"])))
    if "any" in record:
        return AnyOf(tuple(map(_some_condition, record["any"])))
    if "not" in record:
        return Not(_some_condition(record["not"]))
    kind = record.get("applicant")
    return ApplicantIs(None if kind is None else PartyKind(kind), record.get("agent"))


def _limit(record: Record | None) -> TimeLimit:
    if record is None:
        return TimeLimit(None)
    return TimeLimit(record["amount"], TimeUnit(record["unit"]), record.get("text"))


def _optional_limit(record: Record | None) -> TimeLimit | None:
    return None if record is None else _limit(record)


def _deferral(record: Record | None) -> Deferral | None:
    if record is None:
        return None
    unit = record.get("unit")
    return Deferral(
        days=record.get("days"),
        unit=TimeUnit.WORKING_DAY if unit is None else TimeUnit(unit),
        ways=tuple(record.get("ways", ())),
        basis=record.get("basis"),
        when=_condition(record.get("when")),
    )


def _material(record: Record) -> Material:
    get = record.get
    necessity, form, source = record["necessity"], get("form"), get("source")
    return Material(
        code=record["code"],
        name=record["name"],
        necessity=None if necessity is None else Necessity(necessity),
        form=None if form is None else Form(form),
        copies=get("copies"),
        source=None if source is None else Source(source),
        certificate=get("certificate"),
        when=_condition(get("when")),
        condition_text=get("condition_text"),
        review_points=tuple(get("review_points", ())),
        faults=tuple(get("faults", ())),
        deferral=_deferral(get("deferral")),
        sample=get("sample"),
        how_to_get=get("how_to_get"),
        note=get("note"),
    )


def _question(record: Record) -> Question:
    return Question(
        code=record["code"],
        text=record["text"],
        choices=tuple(Choice(choice["code"], choice["text"]) for choice in record["choices"]),
        when=_condition(record.get("when")),
    )


def _readings(record: Record) -> tuple[Reading, ...]:
    return tuple(
        Reading(text, (pinyin,) if isinstance(pinyin, str) else tuple(pinyin))
        for text, pinyin in record.items()
    )


def item_from(record: Record, version: str | None = None) -> ServiceItem:
    """An item from a record that was checked before; `version` when it is known, else it is computed."""
    get = record.get
    case_type = get("case_type")
    item = ServiceItem(
        code=record["code"],
        version=version or "",
        name=record["name"],
        department=record["department"],
        basic_code=get("basic_code"),
        implementation_code=get("implementation_code"),
        level=get("level"),
        case_type=None if case_type is None else CaseType(case_type),
        legal_basis=get("legal_basis"),
        legal_limit=_limit(record["legal_limit"]),
        promised_limit=_limit(record["promised_limit"]),
        fee=get("fee"),
        questions=tuple(map(_question, get("questions", ()))),
        materials=tuple(map(_material, record["materials"])),
        materials_complete=record["materials_complete"],
        conditions=tuple(get("conditions", ())),
        result=get("result"),
        result_validity=get("result_validity"),
        special_steps=tuple(get("special_steps", ())),
        needs_permit=record["needs_permit"],
        applicants=tuple(map(PartyKind, record["applicants"])),
        sources=tuple(record["sources"]),
        note=get("note"),
        place=get("place"),
        sample_text=get("sample_text"),
        aliases=tuple(get("aliases", ())),
        limits=tuple(
            SituationLimit(
                _some_condition(limit["when"]),
                _optional_limit(limit.get("legal")),
                _optional_limit(limit.get("promised")),
            )
            for limit in get("limits", ())
        ),
        readings=_readings(get("pinyin", {})),
    )
    return item if version else replace(item, version=version_of(catalogue_record(item)))


# --- from the item to the file's words ----------------------------------------------------------------------


def _spare(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the keys that say nothing: leaving a key out or writing null is the same version."""
    return {key: value for key, value in record.items() if value is not None and value != []}


def condition_record(condition: Condition) -> dict[str, Any]:
    """A condition as plain JSON values."""
    match condition:
        case Answered(question, among):
            return {"question": question, "in": sorted(among)}
        case AllOf(parts):
            return {"all": [condition_record(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_record(part) for part in parts]}
        case Not(part):
            return {"not": condition_record(part)}
        case ApplicantIs(kind, agent):
            return _spare({"applicant": None if kind is None else kind.value, "agent": agent})


def _when(condition: Condition | None) -> dict[str, Any] | None:
    return None if condition is None else condition_record(condition)


def _limit_record(limit: TimeLimit | None) -> dict[str, Any] | None:
    if limit is None or limit == TimeLimit(None):
        return None
    return _stated_limit(limit)


def _stated_limit(limit: TimeLimit) -> dict[str, Any]:
    return {"amount": limit.amount, "unit": limit.unit.value, **_spare({"text": limit.text})}


def _deferral_record(deferral: Deferral | None) -> dict[str, Any] | None:
    if deferral is None:
        return None
    spare = _spare({"ways": list(deferral.ways), "basis": deferral.basis, "when": _when(deferral.when)})
    return {"days": deferral.days, "unit": deferral.unit.value, **spare}


def _material_record(material: Material) -> dict[str, Any]:
    spare = _spare(
        {
            "form": material.form and material.form.value,
            "copies": material.copies,
            "source": material.source and material.source.value,
            "certificate": material.certificate,
            "when": _when(material.when),
            "condition_text": material.condition_text,
            "review_points": list(material.review_points),
            "faults": list(material.faults),
            "deferral": _deferral_record(material.deferral),
            "sample": material.sample,
            "how_to_get": material.how_to_get,
            "note": material.note,
        }
    )
    necessity = material.necessity and material.necessity.value
    return {"code": material.code, "name": material.name, "necessity": necessity, **spare}


def _question_record(question: Question) -> dict[str, Any]:
    choices = [{"code": choice.code, "text": choice.text} for choice in question.choices]
    spare = _spare({"when": _when(question.when)})
    return {"code": question.code, "text": question.text, "choices": choices, **spare}


def _limits_record(item: ServiceItem) -> list[dict[str, Any]]:
    return [
        {
            "when": condition_record(limit.when),
            **{
                name: _stated_limit(stated)
                for name, stated in (("legal", limit.legal), ("promised", limit.promised))
                if stated is not None
            },
        }
        for limit in item.limits
    ]


def catalogue_record(item: ServiceItem) -> dict[str, Any]:
    """An item in the file's words, in the file's order; what is not published stays visible as null."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "code": item.code,
        "name": item.name,
        "aliases": list(item.aliases),
        "pinyin": {reading.text: list(reading.pinyin) for reading in item.readings},
        "department": item.department,
        "place": item.place,
        "basic_code": item.basic_code,
        "implementation_code": item.implementation_code,
        "level": item.level,
        "case_type": item.case_type and item.case_type.value,
        "needs_permit": item.needs_permit,
        "applicants": [kind.value for kind in item.applicants],
        "legal_basis": item.legal_basis,
        "legal_limit": _limit_record(item.legal_limit),
        "promised_limit": _limit_record(item.promised_limit),
        "limits": _limits_record(item),
        "fee": item.fee,
        "result": item.result,
        "result_validity": item.result_validity,
        "conditions": list(item.conditions),
        "special_steps": list(item.special_steps),
        "questions": [_question_record(question) for question in item.questions],
        "materials": [_material_record(material) for material in item.materials],
        "materials_complete": item.materials_complete,
        "sample_text": item.sample_text,
        "note": item.note,
        "sources": list(item.sources),
    }
    return {key: value for key, value in record.items() if key not in _OMITTED or value}


def canonical(record: Record) -> bytes:
    """The one way of writing a record that its version is taken of."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def version_of(record: Record) -> str:
    """The version of what a record says: the same words are the same version in every hall."""
    return hashlib.sha256(canonical(record)).hexdigest()[:_VERSION_DIGITS]
