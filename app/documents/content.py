"""What a notice says: the frozen facts a decision leaves on paper, and their JSON record in the archive.

None means nobody told us (printed as 未公布 or as a line to fill in, never invented); an empty string means
there is nothing to say.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar, Union

from app.records import dataclass
from app.rules.case import RefusalGround
from app.rules.catalogue import (
    CaseType,
    Facts,
    Form,
    Material,
    PartyKind,
    ServiceItem,
    Source,
    TimeLimit,
    limits_for,
)
from app.rules.checklist import UNMARKED, Mark, MaterialState, MissingReason
from app.rules.identity import IdKind
from app.rules.party import Agent, Party

Record = Mapping[str, Any]
T = TypeVar("T")

UNKNOWN_LIMIT: Final = TimeLimit(None)


class PauseStep(StrEnum):
    """What stops the clock (行政许可法 art. 45), told to the applicant in writing."""

    HEARING = "hearing"  # 听证
    TENDER = "tender"  # 招标
    AUCTION = "auction"  # 拍卖
    INSPECTION = "inspection"  # 检验
    TESTING = "testing"  # 检测
    QUARANTINE = "quarantine"  # 检疫
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert_review"  # 专家评审


@dataclass(frozen=True, slots=True)
class Office:
    """The issuing body and the window the paper comes from."""

    hall: str
    issuer: str  # 机关名称, over which the seal goes
    counter: str
    phone: str | None = None
    complaint_phone: str | None = None
    address: str | None = None
    review_authority: str | None = None  # 行政复议机关
    court: str | None = None  # 人民法院
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The service item as the case's version of the catalogue states it."""

    name: str
    code: str = ""
    department: str | None = None
    case_type: CaseType | None = None
    legal_basis: str | None = None
    legal_limit: TimeLimit = UNKNOWN_LIMIT
    promised_limit: TimeLimit = UNKNOWN_LIMIT
    fee: str | None = None
    special_steps: tuple[str, ...] = ()
    result: str | None = None
    needs_permit: bool | None = None


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material and what became of it."""

    name: str
    state: MaterialState
    form: Form | None = None
    copies: int | None = None
    source: Source | None = None
    reason: MissingReason | None = None
    reason_note: str = ""
    standard: tuple[str, ...] = ()  # what the paper must satisfy when it is brought
    how_to_get: str | None = None
    due: date | None = None  # promised hand-in day of a deferred one
    way: str = ""
    certificate: str | None = None  # what stood in for it
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the application is not accepted and who is competent instead."""

    ground: RefusalGround
    reason: str
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A special step whose time is not counted."""

    step: PauseStep
    reason: str
    days: int | None = None
    starts_on: date | None = None
    new_promised_by: date | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What is handed over; facts not known yet are left as lines to fill in by hand."""

    documents: tuple[str, ...] = ()
    way: str = ""
    place: str = ""
    at: datetime | None = None
    recipient: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything a notice can say. `case_no` is the barcode; `qr` the text of the QR code (empty: none)."""

    office: Office
    applicant: Party
    item: ItemFacts
    case_no: str
    clerk_number: str
    made_at: datetime
    number: str = ""  # 机关代字〔年份〕顺序号; empty on a preview
    qr: str = ""
    clerk_name: str = ""
    agent: Agent | None = None
    materials: tuple[MaterialLine, ...] = ()
    applied_on: date | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    promised_by: date | None = None
    legal_by: date | None = None
    notify_by: date | None = None
    supplement_by: date | None = None
    unpublished_year: int | None = (
        None  # a limit's date is not computable: this year's holidays are not published
    )
    copies: int = 1
    refusal: Refusal | None = None
    pause: Pause | None = None
    delivered: Delivered | None = None
    remark: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)  # {extra.name} in an administrator's own template


_SCALARS: Final = (str, int, bool)


def _plain(value: object) -> Any:
    """A value as JSON has it."""
    if dataclasses.is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value


def _typed(kind: Any, value: Any) -> Any:
    """A JSON value as the field's type has it."""
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [part for part in typing.get_args(kind) if part is not type(None)]
        return None if value is None else _typed(inner[0], value)
    if origin is tuple:
        return tuple(_typed(typing.get_args(kind)[0], part) for part in value)
    if origin is not None:  # Mapping[str, str]
        return dict(value)
    if dataclasses.is_dataclass(kind):
        return _built(kind, value)  # type: ignore[arg-type]
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum) else value


_HINTS: dict[type, dict[str, Any]] = {}


def _built(kind: type[T], record: Record) -> T:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    hints = _HINTS[kind]
    return kind(**{name: _typed(hints[name], value) for name, value in record.items()})


def content_record(content: NoticeContent) -> dict[str, Any]:
    """A notice's facts as plain JSON values, for the archive."""
    record: dict[str, Any] = _plain(content)
    return record


def content_from(record: Record) -> NoticeContent:
    """A notice's facts from their archived record."""
    return _built(NoticeContent, record)


def item_facts(item: ServiceItem, facts: Facts) -> ItemFacts:
    """What a notice says of a catalogue item, with the limits that hold for this applicant."""
    legal, promised = limits_for(item, facts)
    return ItemFacts(
        name=item.name,
        code=item.code,
        department=item.department,
        case_type=item.case_type,
        legal_basis=item.legal_basis,
        legal_limit=legal,
        promised_limit=promised,
        fee=item.fee,
        special_steps=item.special_steps,
        result=item.result,
        needs_permit=item.needs_permit,
    )


def material_line(material: Material, mark: Mark = UNMARKED) -> MaterialLine:
    """What a notice says of one row of the checklist."""
    return MaterialLine(
        name=material.name,
        state=mark.state,
        form=material.form,
        copies=material.copies,
        source=material.source,
        reason=mark.reason,
        reason_note=mark.note,
        standard=material.review_points,
        how_to_get=material.how_to_get,
        due=mark.due,
        way=mark.way,
        certificate=mark.certificate,
        note=material.note,
    )


def material_lines(materials: tuple[Material, ...], marks: Mapping[str, Mark]) -> tuple[MaterialLine, ...]:
    """The checklist's rows in the catalogue's order."""
    return tuple(material_line(material, marks.get(material.code, UNMARKED)) for material in materials)


__all__ = [
    "Delivered", "IdKind", "ItemFacts", "MaterialLine", "NoticeContent", "Office", "PartyKind", "Pause",
    "PauseStep", "Refusal", "content_from", "content_record", "item_facts", "material_line", "material_lines",
]  # fmt: skip
