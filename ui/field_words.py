"""What a field of a case is called, and how its value is said, where two windows wrote different ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from app.records import dataclass
from app.rules.case import CaseStatus, RefusalGround
from app.rules.catalogue import PartyKind, ServiceItem
from app.rules.checklist import MaterialState, MissingReason
from app.rules.identity import IdKind, mask_id
from app.rules.naming import mask_phone
from ui import messages
from ui.key_table import QT_TRANSLATE_NOOP

# Fields of a case as they travel (app/rules/merge.py); marks/<code> and extra/<k> have rules of their own.
FIELDS: Final[dict[str, str]] = {
    "status": QT_TRANSLATE_NOOP("Fields", "State"),
    "phone": QT_TRANSLATE_NOOP("Fields", "Phone"),
    "remark": QT_TRANSLATE_NOOP("Fields", "Remark"),
    "applicant": QT_TRANSLATE_NOOP("Fields", "Applicant"),
    "applicant_name": QT_TRANSLATE_NOOP("Fields", "Applicant's name"),
    "id_kind": QT_TRANSLATE_NOOP("Fields", "Kind of document"),
    "id_number": QT_TRANSLATE_NOOP("Fields", "Document number"),
    "agent": QT_TRANSLATE_NOOP("Fields", "Agent"),
    "answers": QT_TRANSLATE_NOOP("Fields", "Situation"),
    "item_code": QT_TRANSLATE_NOOP("Fields", "Item"),
    "item_name": QT_TRANSLATE_NOOP("Fields", "Item"),
    "item_version": QT_TRANSLATE_NOOP("Fields", "Version of the item"),
    "ticket": QT_TRANSLATE_NOOP("Fields", "Ticket"),
    "counter_no": QT_TRANSLATE_NOOP("Fields", "Window"),
    "clerk": QT_TRANSLATE_NOOP("Fields", "Clerk in charge"),
    "case_no": QT_TRANSLATE_NOOP("Fields", "Case number"),
    "central_no": QT_TRANSLATE_NOOP("Fields", "National case number"),
    "opened_at": QT_TRANSLATE_NOOP("Fields", "Begun"),
    "decided_at": QT_TRANSLATE_NOOP("Fields", "Decided"),
    "received_on": QT_TRANSLATE_NOOP("Fields", "Received"),
    "accepted_on": QT_TRANSLATE_NOOP("Fields", "Accepted"),
    "notify_by": QT_TRANSLATE_NOOP("Fields", "Tell what is missing by"),
    "promised_by": QT_TRANSLATE_NOOP("Fields", "Promised by"),
    "legal_by": QT_TRANSLATE_NOOP("Fields", "Legal limit"),
    "supplement_by": QT_TRANSLATE_NOOP("Fields", "Hand in by"),
    "deferred_by": QT_TRANSLATE_NOOP("Fields", "To follow by"),
    "take_back_until": QT_TRANSLATE_NOOP("Fields", "Can be taken back until"),
    "paused_since": QT_TRANSLATE_NOOP("Fields", "Clock stopped since"),
    "pause_until": QT_TRANSLATE_NOOP("Fields", "Clock stopped until"),
    "pause_reason": QT_TRANSLATE_NOOP("Fields", "Why the clock stopped"),
    "paused_days": QT_TRANSLATE_NOOP("Fields", "Days the clock stood"),
    "deemed": QT_TRANSLATE_NOOP("Fields", "Deemed accepted by law"),
    "unpublished_year": QT_TRANSLATE_NOOP("Fields", "Year without published holidays"),
    "ground": QT_TRANSLATE_NOOP("Fields", "Ground"),
    "authority": QT_TRANSLATE_NOOP("Fields", "Authority to apply to"),
    "reason": QT_TRANSLATE_NOOP("Fields", "Reason"),
    # extra/<k>
    "notified_on": QT_TRANSLATE_NOOP("Fields", "Told what is missing on"),
    "asked_for": QT_TRANSLATE_NOOP("Fields", "Materials asked for"),
    "accepted_at": QT_TRANSLATE_NOOP("Fields", "Moment of acceptance"),
    "before_accept": QT_TRANSLATE_NOOP("Fields", "State before the acceptance"),
    "void_notices": QT_TRANSLATE_NOOP("Fields", "Void notices"),
    "pauses": QT_TRANSLATE_NOOP("Fields", "Stops of the clock"),
    "concluded_on": QT_TRANSLATE_NOOP("Fields", "Concluded on"),
    "result": QT_TRANSLATE_NOOP("Fields", "Result"),
    "delivered_on": QT_TRANSLATE_NOOP("Fields", "Delivered on"),
}
# Parts of an applicant or agent.
PARTS: Final[dict[str, str]] = {
    "kind": QT_TRANSLATE_NOOP("Fields", "Kind"),
    "name": QT_TRANSLATE_NOOP("Fields", "Name"),
    "id_kind": QT_TRANSLATE_NOOP("Fields", "Kind of document"),
    "id_number": QT_TRANSLATE_NOOP("Fields", "Document number"),
    "phone": QT_TRANSLATE_NOOP("Fields", "Phone"),
    "address": QT_TRANSLATE_NOOP("Fields", "Address"),
    "contact": QT_TRANSLATE_NOOP("Fields", "Contact person"),
    "legal_representative": QT_TRANSLATE_NOOP("Fields", "Legal representative"),
    "authority": QT_TRANSLATE_NOOP("Fields", "Power of attorney"),
}
_HIDDEN: Final = frozenset({"party_id", "read_from_card"})


@dataclass(frozen=True, slots=True)
class Said:
    """A value in words; `state` is the chip state of a material, empty for plain words."""

    text: str
    state: str = ""
    note: str = ""


def _word(text: str) -> str:
    return QCoreApplication.translate("Fields", text)


def field_name(field: str, item: ServiceItem | None) -> str:
    """场所平面布局图, 手机: what a clerk calls the field; one nobody has a word for keeps its own."""
    part, _, key = field.partition("/")
    if part == "marks" and key:
        return _material(key, item)
    name = key if part == "extra" and key else field
    return _word(FIELDS[name]) if name in FIELDS else name


def _material(code: str, item: ServiceItem | None) -> str:
    found = (
        next((material.name for material in item.materials if material.code == code), None) if item else None
    )
    return found or QCoreApplication.translate("Fields", "Material {code}").format(code=code)


def said(field: str, value: Any, item: ServiceItem | None = None, *, masked: bool = True) -> Said:
    """One side's value. Whole numbers of documents and phones only with `masked=False`."""
    part, _, key = field.partition("/")
    if part == "marks" and key:
        return _said_mark(value)
    name = key if part == "extra" and key else field
    if value in (None, "", [], {}):
        return Said(_word(QT_TRANSLATE_NOOP("Fields", "empty")))
    if name in ("applicant", "agent") and isinstance(value, Mapping):
        return Said(_said_party(value, masked=masked))
    if name == "answers" and isinstance(value, Mapping):
        return Said(" · ".join(_answer(code, choice, item) for code, choice in value.items()))
    if name in ("asked_for",) and isinstance(value, list):
        return Said("、".join(_material(str(code), item) for code in value))
    return Said(_plain(name, value, masked=masked))


def same_words(field: str, mine: Any, theirs: Any, item: ServiceItem | None = None) -> bool:
    """Whether two different values look alike while masked: then a person cannot choose between them."""
    return mine != theirs and said(field, mine, item) == said(field, theirs, item)


def _said_mark(value: Any) -> Said:
    """齐全, with why it is missing or when it follows."""
    if not isinstance(value, Mapping) or value.get("state") not in set(MaterialState):
        return Said(_word(QT_TRANSLATE_NOOP("Fields", "empty")))
    state = MaterialState(value["state"])
    notes: list[str] = []
    if value.get("reason") in set(MissingReason):
        notes.append(messages.label(MissingReason(value["reason"])))
    if value.get("due"):
        until = QCoreApplication.translate("Fields", "by {day}")
        notes.append(until.format(day=_plain("due", value["due"])))
    if value.get("scans"):
        scans = QCoreApplication.translate("Fields", "{count} pages scanned")
        notes.append(scans.format(count=len(value["scans"])))
    if value.get("note"):
        notes.append(str(value["note"]))
    return Said(messages.label(state), messages.state_of(state), " · ".join(notes))


def _said_party(value: Mapping[str, Any], *, masked: bool) -> str:
    kind = IdKind(value["id_kind"]) if value.get("id_kind") in set(IdKind) else IdKind.RESIDENT_ID
    words: list[str] = []
    for name, label in PARTS.items():
        if name in _HIDDEN or not value.get(name):
            continue
        text = str(value[name])
        if name == "id_number":
            text = mask_id(text, kind) if masked else text
        else:
            text = _plain(name, text, masked=masked)
        words.append(text if name == "name" else f"{_word(label)} {text}")
    return " · ".join(words)


def _answer(code: str, choice: Any, item: ServiceItem | None) -> str:
    question = next((asked for asked in item.questions if asked.code == code), None) if item else None
    if question is None:
        return f"{code} {choice}"
    text = next((one.text for one in question.choices if one.code == choice), str(choice))
    return f"{question.text} {text}"


def _plain(name: str, value: Any, *, masked: bool = True) -> str:
    if isinstance(value, list):
        return "、".join(_plain(name, each, masked=masked) for each in value)
    if isinstance(value, bool) or name == "deemed":
        yes = bool(value)
        return _word(QT_TRANSLATE_NOOP("Fields", "yes") if yes else QT_TRANSLATE_NOOP("Fields", "no"))
    text = str(value)
    if name == "phone":
        return mask_phone(text) if masked else text
    if name == "id_number":
        return mask_id(text) if masked else text
    for enum in {"status": CaseStatus, "before_accept": CaseStatus}.get(name, ()):
        if text == enum.value:
            return messages.label(enum)
    for kind in (RefusalGround, IdKind, PartyKind):
        if name in ("ground", "id_kind", "kind") and text in set(kind):
            return messages.label(kind(text))
    return _moment_or_day(text)


def _moment_or_day(text: str) -> str:
    """Days and moments in the hall's way of writing; anything else is shown as it is."""
    try:
        if len(text) == len("2026-11-23") and text.count("-") == len("--"):
            return messages.day(date.fromisoformat(text))
        if "T" in text:
            moment = datetime.fromisoformat(text)
            return messages.moment_of(moment) if moment.tzinfo is not None else text
    except ValueError:
        return text
    return text
