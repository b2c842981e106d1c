"""A visit on the desk: what is filled in before a decision; immutable, so undo is the value before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from app.records import dataclass
from app.rules.catalogue import Facts, Material, PartyKind, ServiceItem, materials_for
from app.rules.checklist import UNMARKED, Mark, MaterialState, MissingReason
from app.rules.identity import IdKind
from app.rules.party import Agent, Party

_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})
_PARTY: Final = frozenset(f.name for f in fields(Party))
_AGENT: Final = frozenset(f.name for f in fields(Agent))


@dataclass(frozen=True, slots=True)
class Draft:
    """One visit: applicant, item, answers, marks. `id` becomes the case's id when it is decided."""

    id: str
    opened_at: datetime
    applicant: Party = field(default_factory=Party)
    agent: Agent | None = None
    item_code: str | None = None
    item_version: str | None = None
    answers: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    marks: Mapping[str, Mark] = field(default_factory=lambda: _EMPTY)
    remark: str = ""
    ticket: str | None = None
    case_no: str | None = None  # set on a supplement visit: the case that is opened again
    owner: str = ""  # clerk id
    serving_since: datetime | None = None

    @property
    def facts(self) -> Facts:
        return Facts(self.answers, self.applicant.kind, self.agent is not None)

    @property
    def is_empty(self) -> bool:
        return self.applicant.is_empty and self.item_code is None

    def mark(self, code: str) -> Mark:
        return self.marks.get(code, UNMARKED)

    def with_item(self, item: ServiceItem, answers: Mapping[str, str] = _EMPTY) -> Draft:
        """The same visit for another item; marks of the former item are dropped."""
        return replace(
            self,
            item_code=item.code,
            item_version=item.version,
            answers=MappingProxyType(dict(answers)),
            marks=_EMPTY,
        )

    def with_answer(self, question: str, choice: str) -> Draft:
        return replace(self, answers=MappingProxyType({**self.answers, question: choice}))

    def with_mark(self, code: str, mark: Mark) -> Draft:
        return replace(self, marks=MappingProxyType({**self.marks, code: mark}))

    def materials(self, item: ServiceItem) -> tuple[Material, ...]:
        return materials_for(item, self.facts)


def _mark_record(mark: Mark) -> dict[str, Any]:
    record: dict[str, Any] = {"state": mark.state.value}
    if mark.reason is not None:
        record["reason"] = mark.reason.value
    if mark.note:
        record["note"] = mark.note
    if mark.due is not None:
        record["due"] = mark.due.isoformat()
    if mark.way:
        record["way"] = mark.way
    if mark.certificate is not None:
        record["certificate"] = mark.certificate
    if mark.scans:
        record["scans"] = list(mark.scans)
    if mark.points_checked:
        record["points"] = sorted(mark.points_checked)
    return record


def mark_from(record: Mapping[str, Any]) -> Mark:
    """A mark from its stored record."""
    return Mark(
        state=MaterialState(record["state"]),
        reason=MissingReason(record["reason"]) if "reason" in record else None,
        note=record.get("note", ""),
        due=date.fromisoformat(record["due"]) if "due" in record else None,
        way=record.get("way", ""),
        certificate=record.get("certificate"),
        scans=tuple(record.get("scans", ())),
        points_checked=frozenset(record.get("points", ())),
    )


def marks_record(marks: Mapping[str, Mark]) -> dict[str, Any]:
    """Marks as plain JSON values, keyed by material code."""
    return {code: _mark_record(mark) for code, mark in marks.items()}


def marks_from(record: Mapping[str, Any]) -> Mapping[str, Mark]:
    return MappingProxyType({code: mark_from(entry) for code, entry in record.items()})


def party_record(party: Party) -> dict[str, Any]:
    """An applicant as plain JSON values; empty fields are left out."""
    return {f.name: value for f in fields(party) if (value := getattr(party, f.name)) != f.default}


def party_from(record: Mapping[str, Any]) -> Party:
    """An applicant from a stored record; what a later program knows besides is left out."""
    values = {name: value for name, value in record.items() if name in _PARTY}
    if "kind" in values:
        values["kind"] = PartyKind(values["kind"])
    if "id_kind" in values:
        values["id_kind"] = IdKind(values["id_kind"])
    return Party(**values)


def agent_record(agent: Agent | None) -> dict[str, Any] | None:
    if agent is None:
        return None
    return {f.name: value for f in fields(agent) if (value := getattr(agent, f.name)) != f.default}


def agent_from(record: Mapping[str, Any] | None) -> Agent | None:
    if record is None:
        return None
    values = {name: value for name, value in record.items() if name in _AGENT}
    if "id_kind" in values:
        values["id_kind"] = IdKind(values["id_kind"])
    return Agent(**values)


def draft_record(draft: Draft) -> dict[str, Any]:
    """A visit as plain JSON values, for the store."""
    return {
        "id": draft.id,
        "opened_at": draft.opened_at.isoformat(),
        "applicant": party_record(draft.applicant),
        "agent": agent_record(draft.agent),
        "item_code": draft.item_code,
        "item_version": draft.item_version,
        "answers": dict(draft.answers),
        "marks": marks_record(draft.marks),
        "remark": draft.remark,
        "ticket": draft.ticket,
        "case_no": draft.case_no,
        "owner": draft.owner,
        "serving_since": draft.serving_since.isoformat() if draft.serving_since else None,
    }


def draft_from(record: Mapping[str, Any]) -> Draft:
    """A visit from its stored record."""
    since = record.get("serving_since")
    return Draft(
        id=record["id"],
        opened_at=datetime.fromisoformat(record["opened_at"]),
        applicant=party_from(record["applicant"]),
        agent=agent_from(record["agent"]),
        item_code=record["item_code"],
        item_version=record["item_version"],
        answers=MappingProxyType(dict(record["answers"])),
        marks=marks_from(record["marks"]),
        remark=record["remark"],
        ticket=record["ticket"],
        case_no=record["case_no"],
        owner=record["owner"],
        serving_since=datetime.fromisoformat(since) if since else None,
    )
