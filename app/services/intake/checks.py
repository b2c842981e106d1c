"""Whether a visit may be decided on: everything a clerk must mend first, and the visit in its normal form."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from app.errors import Problem
from app.rules.catalogue import Deferral, Material, PartyKind, ServiceItem, TimeLimit, unanswered
from app.rules.checklist import UNMARKED, Mark, MaterialState
from app.rules.clocks import limit_end
from app.rules.identity import Checked, IdKind, check_document
from app.rules.naming import check_name, check_phone
from app.rules.party import Agent, Party
from app.rules.visit import Draft
from app.rules.workdays import CalendarUnpublished, HolidayCalendar

LONGEST_TEXT: Final = 500


class _Mending:
    """Collects problems and gives the normal form of what is right."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def value(self, where: str, checked: Checked) -> str:
        self.problems += [flaw.problem(where) for flaw in checked.faults]
        return checked.value

    def text(self, where: str, text: str) -> str:
        """Free text: its line ends become spaces; what cannot be printed is a problem."""
        plain = " ".join(text.split())
        for character in dict.fromkeys(plain):
            if unicodedata.category(character) in ("Cc", "Cs", "Co"):
                code = (
                    "private-use-character"
                    if unicodedata.category(character) == "Co"
                    else "control-character"
                )
                self.problems.append(Problem(where, code, {"character": f"U+{ord(character):04X}"}))
        if len(plain) > LONGEST_TEXT:
            self.problems.append(Problem(where, "too-long", {"length": len(plain), "limit": LONGEST_TEXT}))
        return plain


def _party(mending: _Mending, party: Party, item: ServiceItem | None, today: date) -> Party:
    organisation = party.kind is PartyKind.ORGANISATION
    if item is not None and item.applicants and party.kind not in item.applicants:
        mending.problems.append(
            Problem("applicant.kind", "not-for-this-applicant", {"applicants": item.applicants})
        )
    if organisation != (party.id_kind is IdKind.CREDIT_CODE):
        mending.problems.append(Problem("applicant.id_kind", "kind-of-document", {"kind": party.id_kind}))
    name = mending.value("applicant.name", check_name(party.name, organisation=organisation))
    number = mending.value("applicant.id_number", check_document(party.id_kind, party.id_number, today))
    phone = mending.value("applicant.phone", check_phone(party.phone)) if party.phone.strip() else ""
    contact = mending.value("applicant.contact", check_name(party.contact)) if party.contact.strip() else ""
    head = party.legal_representative
    representative = mending.value("applicant.legal_representative", check_name(head)) if head.strip() else ""
    return replace(
        party,
        name=name,
        id_number=number,
        phone=phone,
        contact=contact,
        legal_representative=representative,
        address=mending.text("applicant.address", party.address),
    )


def _agent(mending: _Mending, agent: Agent, today: date) -> Agent:
    authority = mending.text("agent.authority", agent.authority)
    if not authority:
        mending.problems.append(Problem("agent.authority", "empty"))
    return replace(
        agent,
        name=mending.value("agent.name", check_name(agent.name)),
        id_number=mending.value("agent.id_number", check_document(agent.id_kind, agent.id_number, today)),
        phone=mending.value("agent.phone", check_phone(agent.phone)) if agent.phone.strip() else "",
        authority=authority,
    )


def checked_visit(draft: Draft, item: ServiceItem | None, today: date) -> tuple[Draft, list[Problem]]:
    """The visit in its normal form and everything to mend about applicant, agent, item and answers."""
    mending = _Mending()
    party = _party(mending, draft.applicant, item, today)
    agent = _agent(mending, draft.agent, today) if draft.agent is not None else None
    marks = {
        code: replace(mark, note=mending.text(code, mark.note), way=mending.text(code, mark.way))
        for code, mark in draft.marks.items()
    }
    normal = replace(
        draft, applicant=party, agent=agent, marks=marks, remark=mending.text("remark", draft.remark)
    )
    if item is None:
        mending.problems.append(Problem("item", "no-item"))
    return normal, mending.problems


def answer_problems(draft: Draft, item: ServiceItem) -> list[Problem]:
    """Questions of the situation guide still open."""
    return [
        Problem(f"answers.{question.code}", "unanswered", {"question": question.text})
        for question in unanswered(item, draft.facts)
    ]


def latest_due(deferral: Deferral | None, today: date, calendar: HolidayCalendar) -> date | None:
    """The last hand-in day the catalogue allows; None when it publishes none. Raises CalendarUnpublished."""
    if deferral is None or deferral.days is None:
        return None
    return limit_end(TimeLimit(deferral.days, deferral.unit), today, None, calendar)


def deferral_problems(
    materials: Sequence[Material],
    marks: Mapping[str, Mark],
    today: date,
    calendar: HolidayCalendar,
    *,
    kept: Mapping[str, Mark] | None = None,
) -> list[Problem]:
    """Promised hand-in days that lie in the past or beyond the catalogue's limit.

    `kept`: marks of an earlier decision; a day promised then stands as it was promised.
    """
    problems: list[Problem] = []
    for material in materials:
        mark = marks.get(material.code, UNMARKED)
        if mark.state is not MaterialState.DEFERRED or mark.due is None:
            continue
        if kept and kept.get(material.code, UNMARKED).due == mark.due:
            continue
        facts: dict[str, object] = {"material": material.name, "due": mark.due}
        if mark.due < today:
            problems.append(Problem(material.code, "defer-past", facts))
            continue
        try:
            latest = latest_due(material.deferral, today, calendar)
        except CalendarUnpublished as unknown:
            days = material.deferral.days if material.deferral and material.deferral.days else 0
            # So many working days are at least so many natural ones: up to there nothing has to be counted.
            if mark.due > today + timedelta(days=days):
                problems.append(
                    Problem(material.code, "calendar-unpublished", {**facts, "year": unknown.year})
                )
            continue
        if latest is not None and mark.due > latest:
            problems.append(Problem(material.code, "defer-too-late", {**facts, "latest": latest}))
    return problems
