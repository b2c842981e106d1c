"""One decision about one case: row, timeline, known applicant, notices and command in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from app.clock import hall_day
from app.errors import Conflict
from app.records import dataclass
from app.rules.case import Act, CaseStatus, after
from app.rules.catalogue import ServiceItem, TimeLimit, limits_for, materials_for
from app.rules.checklist import MaterialState
from app.rules.clocks import CaseTimes, Pause, limit_end, notify_by
from app.rules.numbering import case_number, case_series
from app.rules.search_terms import TOKENS_VERSION
from app.rules.visit import Draft, agent_record, marks_record, party_record
from app.rules.workdays import CalendarUnpublished
from app.services.case_views import (
    BY_NAME,
    case_tokens,
    case_view,
    facts_of,
    indexed_by,
    item_of,
    party_tokens,
    times_of,
    told,
    told_changes,
    waiting_state,
)
from app.services.changes import Subject
from app.services.house import COMMAND_VERSION, SYSTEM, House
from app.services.intake.paperwork import make_notices, office, qr_text
from app.services.views import CaseView, ClerkView, Decided, PrintLine

if TYPE_CHECKING:
    from app.documents.content import NoticeContent
    from db.local.decisions import Decision, Plan, Reservation

Row = dict[str, Any]
# What the database gives a new row whose decision says nothing of it.
_BLANK: Final = {"paused_days": 0, "remark": "", "counter_no": "", "phone": ""}
LAW: Final = ClerkView(SYSTEM, SYSTEM, "", SYSTEM)  # who acts when a limit passes


@dataclass(frozen=True, slots=True)
class Step:
    """What an act changes: the columns, what the timeline and the notices say of it."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    write: Callable[[NoticeContent], NoticeContent] | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The limits of a case as far as they can be counted."""

    notify_by: date | None = None
    promised_by: date | None = None
    legal_by: date | None = None
    unpublished_year: int | None = None

    def columns(self) -> Row:
        return {
            "notify_by": self.notify_by,
            "promised_by": self.promised_by,
            "legal_by": self.legal_by,
            "unpublished_year": self.unpublished_year,
        }


def dates(house: House, times: CaseTimes, promised: TimeLimit, legal: TimeLimit, today: date) -> Dates:
    """Every limit of a case; a year without published holidays is named and its dates stay open."""
    unpublished: int | None = None
    ends: dict[str, date | None] = {}

    def counted(name: str, count: Callable[[], date | None]) -> None:
        nonlocal unpublished
        try:
            ends[name] = count()
        except CalendarUnpublished as unknown:
            ends[name] = None
            unpublished = unpublished or unknown.year

    received, accepted = times.received_on, times.accepted_on
    if received is not None:
        counted("notify_by", lambda: notify_by(received, house.calendar))
    if accepted is not None:
        for name, limit in (("promised_by", promised), ("legal_by", legal)):
            counted(
                name,
                lambda limit=limit: limit_end(  # type: ignore[misc]
                    limit, accepted, times.accepted_at, house.calendar, times.pauses, today
                ),
            )
    return Dates(**ends, unpublished_year=unpublished)


def deferred_by(draft: Draft, item: ServiceItem) -> date | None:
    """The earliest promised hand-in day of a deferred material."""
    due = [
        mark.due
        for material in draft.materials(item)
        if (mark := draft.mark(material.code)).state is MaterialState.DEFERRED and mark.due is not None
    ]
    return min(due, default=None)


def pauses_record(pauses: tuple[Pause, ...]) -> list[Row]:
    return [
        {"since": pause.since, "until": pause.until, "reason": pause.reason, "notice": pause.notice_number}
        for pause in pauses
    ]


class Writing:
    """Carries decisions out; every method is one transaction with its outbox entry."""

    def __init__(self, house: House) -> None:
        self._house = house

    # -- reading ------------------------------------------------------------------------------

    def row(self, case_id: str) -> Row:
        """A case's row. Conflict("no-such-case")."""
        with self._house.store.read() as unit:
            found = unit.cases.get(case_id)
        if found is None:
            raise Conflict("no-such-case", id=case_id)
        return found

    def view(self, case_id: str) -> CaseView:
        """The whole case as it stands."""
        row = self.row(case_id)
        item = item_of(self._house, row)
        with self._house.store.read() as unit:
            again = unit.cases.get(case_id)
            return case_view(self._house, unit, again or row, item)

    def earlier(self, draft: Draft) -> Row | None:
        """The case a visit belongs to already; None for a new one.

        Conflict("already-decided") when this very visit has become a case: F9 pressed twice decides once.
        """
        with self._house.store.read() as unit:
            known = unit.cases.get(draft.id)
        if known is not None and draft.case_no is None:
            raise Conflict("already-decided", case_no=known["case_no"], id=known["id"])
        if known is None and draft.case_no is not None:
            raise Conflict("no-such-case", case_no=draft.case_no)
        return known

    # -- deciding -----------------------------------------------------------------------------

    def decide_visit(
        self,
        draft: Draft,
        item: ServiceItem,
        act: Act,
        lines: tuple[PrintLine, ...],
        clerk: ClerkView,
        step: Callable[[Row | None, datetime], Step],
    ) -> Decided:
        """A decision on a visit: a new case, or the next step of the one it belongs to."""
        printed: list[Row] = []

        def build(reserved: Reservation) -> Decision:
            from db.local.cases import Cases
            from db.local.decisions import Decision, Plan
            from db.local.drafts import Drafts

            old = self.earlier(draft)
            status = after(CaseStatus(old["status"]) if old else CaseStatus.DRAFT, act)
            plan = Plan()
            party_id = self._remember(plan, draft, item, reserved.at)
            row = self._visit_columns(draft, item, clerk, reserved.at, party_id)
            done = step(old, reserved.at)
            row |= {"status": status, **done.columns}
            if old is None:
                hall = self._house.settings.hall
                day = hall_day(reserved.at)
                counter = reserved.next(case_series(day))
                row["case_no"] = case_number(hall.code, day, hall.device_code, counter)
                row |= {"id": draft.id, "opened_at": draft.opened_at, "sync_state": "local"}
                plan.do(Cases.insert, row, case_tokens(row, item, self._house.initials), TOKENS_VERSION)
            else:
                row["extra"] = {**old["extra"], **row.get("extra", {})}
                row["sync_state"] = waiting_state(old)
                self._reindex(plan, old, row, item)
                plan.do(Cases.update, old["id"], old["version"], row)
                row = {**old, **row}
            content = self._content(draft, item, row, clerk, reserved)
            if done.write is not None:
                content = done.write(content)
            printed[:] = make_notices(self._house, reserved, plan, draft.id, content, lines, clerk)
            event = self._tell_timeline(plan, row["id"], act, clerk, reserved, done.facts, printed)
            plan.do(Drafts.delete, draft.id)
            return Decision(
                entity="case",
                entity_id=draft.id,
                payload=payload(old, row, act, event, printed, item),
                plan=plan,
                base_version=self._base_version(draft.id) if old else None,
            )

        self._house.store.decide(f"case.{act.value}", clerk.id, build, cmd_version=COMMAND_VERSION)
        self._house.catalogue.used(item.code)
        return self._decided(draft.id, printed)

    def decide_case(
        self,
        case_id: str,
        act: Act,
        clerk: ClerkView,
        step: Callable[[Row, datetime], Step],
        lines: tuple[PrintLine, ...] = (),
        *,
        status_after: Callable[[Row], CaseStatus] | None = None,
        draft: Draft | None = None,
    ) -> Decided:
        """A decision on a case that is not on the desk; `draft` puts it back there."""
        printed: list[Row] = []
        known = self.row(case_id)
        item = item_of(self._house, known)

        def build(reserved: Reservation) -> Decision:
            from db.local.cases import Cases
            from db.local.decisions import Decision, Plan
            from db.local.drafts import Drafts

            old = self.row(case_id)
            status = after(CaseStatus(old["status"]), act) if status_after is None else status_after(old)
            done = step(old, reserved.at)
            changes = {**done.columns, "status": status, "decided_at": reserved.at}
            changes["sync_state"] = waiting_state(old)
            changes["extra"] = {**old["extra"], **changes.get("extra", {})}
            plan = Plan()
            plan.do(Cases.update, case_id, old["version"], changes)
            row = {**old, **changes}
            if lines:
                content = self._content(visit_of(row), item, row, clerk, reserved)
                if done.write is not None:
                    content = done.write(content)
                printed[:] = make_notices(self._house, reserved, plan, case_id, content, lines, clerk)
            event = self._tell_timeline(plan, case_id, act, clerk, reserved, done.facts, printed)
            if draft is not None:
                self.plan_draft(plan, Drafts.put, draft, item, reserved.at)
            return Decision(
                entity="case",
                entity_id=case_id,
                payload=payload(old, row, act, event, printed, item),
                plan=plan,
                base_version=self._base_version(case_id),
            )

        self._house.store.decide(f"case.{act.value}", clerk.id, build, cmd_version=COMMAND_VERSION)
        return self._decided(case_id, printed)

    def plan_draft(
        self, plan: Plan, put: Callable[..., None], draft: Draft, item: ServiceItem, at: datetime
    ) -> None:
        """The visit on the desk again, in the decision's own transaction."""
        from app.rules.visit import draft_record

        plan.do(
            put,
            draft.id,
            draft_record(draft),
            title=draft.applicant.name,
            owner=draft.owner,
            saved_at=at,
            item_code=item.code,
            item_name=item.name,
            case_no=draft.case_no,
        )

    def _decided(self, case_id: str, printed: list[Row]) -> Decided:
        self._house.decided(frozenset({Subject.CASES, Subject.DRAFTS, Subject.NOTICES, Subject.OUTBOX}))
        case = self.view(case_id)
        made = {notice.id: notice for notice in case.notices}
        return Decided(case, tuple(made[notice["id"]] for notice in printed))

    # -- parts of a decision --------------------------------------------------------------------

    def _remember(self, plan: Plan, draft: Draft, item: ServiceItem, at: datetime) -> str:
        """The applicant known from now on; gives the party's id."""
        from db.local.ids import uuid7
        from db.local.parties import Parties

        party = draft.applicant
        with self._house.store.read() as unit:
            known = unit.parties.known(party.id_kind.value, party.id_number)
        party_id: str = known["id"] if known else uuid7(int(at.timestamp() * 1000))
        plan.do(
            Parties.upsert,
            party_id,
            party_record(replace(party, party_id=party_id, read_from_card=False)),
            party_tokens(party, self._house.initials),
            kind=party.kind.value,
            id_kind=party.id_kind.value,
            id_number=party.id_number,
            name=party.name,
            phone=party.phone,
            seen_at=at,
            item_code=item.code,
            item_name=item.name,
        )
        return party_id

    def _visit_columns(
        self, draft: Draft, item: ServiceItem, clerk: ClerkView, at: datetime, party_id: str
    ) -> Row:
        party = draft.applicant
        return {
            "item_code": item.code,
            "item_version": item.version,
            "item_name": item.name,
            "party_id": party_id,
            "applicant_name": party.name,
            "id_kind": party.id_kind,
            "id_number": party.id_number,
            "phone": party.phone,
            "applicant": party_record(replace(party, party_id=party_id)),
            "agent": agent_record(draft.agent),
            "answers": dict(draft.answers),
            "marks": marks_record(draft.marks),
            "remark": draft.remark,
            "ticket": draft.ticket,
            "counter_no": self._house.settings.hall.counter_no,
            "clerk": clerk.id,
            "decided_at": at,
        }

    def _reindex(self, plan: Plan, old: Row, row: Row, item: ServiceItem) -> None:
        from db.local.cases import Cases

        if old["tok_v"] == BY_NAME:
            before, _ = indexed_by(self._house, old)
        else:
            before = case_tokens(old, item, self._house.initials)
        now = case_tokens({**old, **row}, item, self._house.initials)
        if before != now:
            plan.do(Cases.reindex, old["id"], before, now, TOKENS_VERSION)

    def _content(
        self, draft: Draft, item: ServiceItem, row: Row, clerk: ClerkView, reserved: Reservation
    ) -> NoticeContent:
        from app.documents.content import NoticeContent, item_facts, material_lines

        times = times_of(plain_row(row))
        return NoticeContent(
            office=office(self._house),
            applicant=draft.applicant,
            item=item_facts(item, draft.facts),
            case_no=row["case_no"],
            clerk_number=clerk.number,
            clerk_name=clerk.name,
            made_at=reserved.at,
            qr=qr_text(self._house, row["case_no"], reserved.trace),
            agent=draft.agent,
            materials=material_lines(draft.materials(item), draft.marks),
            applied_on=times.received_on or times.accepted_on or hall_day(reserved.at),
            received_on=times.received_on,
            accepted_on=times.accepted_on,
            promised_by=as_date(row.get("promised_by")),
            legal_by=as_date(row.get("legal_by")),
            notify_by=as_date(row.get("notify_by")),
            supplement_by=as_date(row.get("supplement_by")),
            unpublished_year=row.get("unpublished_year"),
            remark=draft.remark,
        )

    def _tell_timeline(
        self,
        plan: Plan,
        case_id: str,
        act: Act,
        clerk: ClerkView,
        reserved: Reservation,
        facts: Mapping[str, Any],
        printed: list[Row],
    ) -> Row:
        """Plans the line of the timeline and gives it as the centre is told of it."""
        from db.local.events import Events

        said = {**facts, "clerk_name": clerk.name, "clerk_number": clerk.number}
        if printed:
            said["notices"] = [notice["id"] for notice in printed]
        event: Row = {"at": reserved.at, "kind": act.value, "clerk": clerk.id, "facts": said}
        plan.do(Events.append, case_id, **event, cmd_id=reserved.cmd_id)
        return event

    def _base_version(self, case_id: str) -> int | None:
        """The version of the case that came from the centre, which this decision stands on."""
        with self._house.store.read() as unit:
            return unit.base.version("case", case_id)


def payload(old: Row | None, row: Row, act: Act, event: Row, printed: list[Row], item: ServiceItem) -> Row:
    """What the command means to the centre: of a known case what it changes, of a new one everything."""
    from db.local.cases import CASE

    now = plain_row(row)
    if old is None:
        changes = told({**dict.fromkeys(CASE.names), **_BLANK, **now})
    else:
        changes = told_changes(old, {**old, **now})
    return {
        "act": act.value,
        "case_no": row["case_no"],
        "changes": changes,
        "event": event,
        "notices": [{name: value for name, value in each.items() if name != "case_id"} for each in printed],
        "implementation_code": item.implementation_code,
    }


def as_date(value: object) -> date | None:
    """A day of a row that may be fresh (date) or read back (text)."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) else None


def plain_row(row: Row) -> Row:
    """A row with its moments and days as text, as if it had been read back."""
    from db.local.rows import to_json

    read = {"received_on": None, "accepted_on": None, "deferred_by": None, "deemed": 0, "extra": {}, **row}
    text: Row = json.loads(to_json(read))
    return text


def visit_of(row: Row) -> Draft:
    """The visit a case came from, as it was decided."""
    from app.rules.visit import agent_from, marks_from, party_from

    return Draft(
        id=row["id"],
        opened_at=datetime.fromisoformat(row["opened_at"]),
        applicant=party_from(row["applicant"]),
        agent=agent_from(row["agent"]),
        item_code=row["item_code"],
        item_version=row["item_version"],
        answers=row["answers"],
        marks=marks_from(row["marks"]),
        remark=row["remark"],
        ticket=row["ticket"],
        case_no=row["case_no"],
    )


def limits_of(row: Row, item: ServiceItem) -> tuple[TimeLimit, TimeLimit]:
    """The legal and the promised limit of a case."""
    return limits_for(item, facts_of(row))


__all__ = [
    "LAW", "Dates", "Step", "Writing", "as_date", "dates", "deferred_by", "limits_of", "materials_for",
    "pauses_record", "plain_row", "visit_of",
]  # fmt: skip
