"""What follows on a decided case: supplement, withdrawal, pause, result, delivery, limits that pass."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.clock import hall_day
from app.errors import Conflict, Problem, Rejected
from app.rules.case import Act, CaseStatus, after
from app.rules.catalogue import ServiceItem
from app.rules.checklist import Mark, MaterialState
from app.rules.clocks import Pause, is_deemed_accepted
from app.rules.numbering import parse_case_number
from app.rules.visit import Draft, draft_from, draft_record
from app.rules.workdays import CalendarUnpublished
from app.services.case_views import item_of, times_of
from app.services.changes import Subject
from app.services.house import House
from app.services.intake.checks import LONGEST_TEXT
from app.services.intake.writing import (
    LAW,
    Step,
    Writing,
    dates,
    limits_of,
    pauses_record,
    plain_row,
    visit_of,
)
from app.services.views import CaseView, Decided

Row = dict[str, Any]
STANDING_IN: Final = timedelta(days=3)  # after a limit, for the window whose case it is
_log = logging.getLogger(__name__)
_SUPPLEMENTED: Final = (CaseStatus.RECEIVED, CaseStatus.CORRECTING, CaseStatus.ACCEPTED, CaseStatus.DRAFT)


def _text(field: str, text: str, *, needed: bool = True) -> str:
    plain = " ".join(text.split())
    if needed and not plain:
        raise Rejected([Problem(field, "empty")])
    if len(plain) > LONGEST_TEXT:
        raise Rejected([Problem(field, "too-long", {"length": len(plain), "limit": LONGEST_TEXT})])
    return plain


class Following:
    """Acts on cases that are decided already; part of `Deciding`."""

    _house: House
    _writing: Writing

    def reopen(self, case_no: str) -> Draft:
        """A supplement visit on a case: complete materials keep their marks, what is owed is 待核 again.

        Conflict: "no-such-case", "nothing-owed", "move-not-permitted". A visit already begun is gone on with.
        """
        clerk = self._house.desk.signed_in()
        number = parse_case_number(case_no)
        with self._house.store.read() as unit:
            row = unit.cases.by_no(str(number) if number else case_no)
            begun = unit.drafts.get(row["id"]) if row else None
        if row is None:
            raise Conflict("no-such-case", case_no=case_no)
        if begun is not None:
            return draft_from(begun["record"])
        status = CaseStatus(row["status"])
        if status not in _SUPPLEMENTED:
            raise Conflict("move-not-permitted", status=status, act=Act.HAND_IN)
        draft = replace(visit_of(row), owner=clerk.id)
        item = self._house.catalogue.item(row["item_code"], row["item_version"])
        if status is not CaseStatus.RECEIVED:
            draft = self._with_owed_unchecked(draft, item)
            if status is CaseStatus.ACCEPTED and draft.marks == visit_of(row).marks:
                raise Conflict("nothing-owed", case_no=row["case_no"])
        with self._house.store.unit() as unit:
            unit.drafts.put(
                draft.id,
                draft_record(draft),
                title=draft.applicant.name,
                owner=draft.owner,
                saved_at=self._house.now(),
                item_code=item.code,
                item_name=item.name,
                case_no=draft.case_no,
            )
        self._house.tell(frozenset({Subject.DRAFTS}))
        return draft

    def _with_owed_unchecked(self, draft: Draft, item: ServiceItem) -> Draft:
        """What is owed has to be looked at; a promised day stays in the mark until it is marked anew."""
        marks: dict[str, Mark] = dict(draft.marks)
        for material in draft.materials(item):
            mark = draft.mark(material.code)
            if mark.state in (MaterialState.MISSING, MaterialState.DEFERRED):
                marks[material.code] = replace(mark, state=MaterialState.UNCHECKED, reason=None, note="")
        return replace(draft, marks=marks)

    def withdraw(self, case_id: str, reason: str) -> CaseView:
        """The applicant withdraws the application."""
        clerk = self._house.desk.signed_in()
        why = _text("reason", reason)

        def step(old: Row, at: datetime) -> Step:
            del old, at
            return Step(
                {"reason": why, "notify_by": None, "supplement_by": None, "deferred_by": None},
                {"reason": why},
            )

        return self._writing.decide_case(case_id, Act.WITHDRAW, clerk, step).case

    def pause(self, case_id: str, step: str, days: int | None, reason: str = "") -> Decided:
        """特殊环节: its time is not counted, and the applicant is told so in writing.

        `step` is one of app.documents.content.PauseStep; `days` in working days, None when not known yet.
        """
        from app.documents.content import Pause as PauseFacts
        from app.documents.content import PauseStep

        clerk = self._house.desk.signed_in()
        why = _text("reason", reason, needed=False)
        if step not in set(PauseStep):
            raise Rejected([Problem("step", "not-a-choice", {"value": step})])
        if days is not None and not 1 <= days <= 999:
            raise Rejected([Problem("days", "not-a-number-of-days", {"value": days})])
        known = PauseStep(step)
        row = self._writing.row(case_id)
        item = self._house.catalogue.item(row["item_code"], row["item_version"])

        def paused(old: Row, at: datetime) -> Step:
            today = hall_day(at)
            running = Pause(today, None, known.value)
            times = replace(times_of(old), pauses=(*times_of(old).pauses, running))
            expected, promised_by = self._expected(old, item, today, days)
            columns: Row = {
                "paused_since": today,
                "pause_until": expected,
                "pause_reason": known.value,
                "extra": {"pauses": pauses_record(times.pauses)},
                "take_back_until": None,
            }
            facts = PauseFacts(known, why, days, today, promised_by)
            told = {"step": known.value, "days": days, "reason": why}
            return Step(columns, told, lambda content: replace(content, pause=facts))

        return self._writing.decide_case(case_id, Act.SUSPEND, clerk, paused, self._house.policy["pause"])

    def _expected(
        self, row: Row, item: ServiceItem, today: date, days: int | None
    ) -> tuple[date | None, date | None]:
        """When a pause should end and the promised day after it; None where it cannot be counted."""
        if days is None:
            return None, None
        legal, promised = limits_of(row, item)
        try:
            until = self._house.calendar.add_working_days(today, days)
        except CalendarUnpublished:
            return None, None
        times = times_of(row)
        after_it = replace(times, pauses=(*times.pauses, Pause(today, until, "")))
        return until, dates(self._house, after_it, promised, legal, until).promised_by

    def resume(self, case_id: str) -> CaseView:
        """The special step is over: the clocks go on, later by its working days."""
        clerk = self._house.desk.signed_in()
        row = self._writing.row(case_id)
        item = self._house.catalogue.item(row["item_code"], row["item_version"])

        def step(old: Row, at: datetime) -> Step:
            today = hall_day(at)
            times = times_of(old)
            ended = tuple(
                replace(pause, until=today) if pause.until is None else pause for pause in times.pauses
            )
            legal, promised = limits_of(old, item)
            counted = dates(self._house, replace(times, pauses=ended), promised, legal, today)
            columns: Row = {
                **counted.columns(),
                "notify_by": old["notify_by"],
                "paused_since": None,
                "pause_until": None,
                "pause_reason": None,
                "extra": {"pauses": pauses_record(ended)},
            }
            return Step(columns, {"since": old["paused_since"]})

        return self._writing.decide_case(case_id, Act.RESUME, clerk, step).case

    def conclude(self, case_id: str, *, granted: bool, result: str) -> CaseView:
        """The decision on the application itself, on the spot or come back from a department."""
        clerk = self._house.desk.signed_in()
        text = _text("result", result)
        act = Act.GRANT if granted else Act.DENY

        def step(old: Row, at: datetime) -> Step:
            del old
            extra = {"concluded_on": hall_day(at), "result": text}
            return Step({"extra": extra, "take_back_until": None}, {"result": text})

        return self._writing.decide_case(case_id, act, clerk, step).case

    def deliver(
        self,
        case_id: str,
        documents: tuple[str, ...] = (),
        *,
        way: str = "",
        recipient: str = "",
        remark: str = "",
    ) -> Decided:
        """送达回证 for what is handed over; the result of a concluded case is delivered with it.

        Without `documents` the case's result is named, or its last notices when there is no result yet.
        """
        from app.documents.content import Delivered

        clerk = self._house.desk.signed_in()
        listed = tuple(_text("documents", name) for name in documents)
        texts = [_text(name, text, needed=False) for name, text in (("way", way), ("recipient", recipient))]
        told = _text("remark", remark, needed=False)

        def status_after(old: Row) -> CaseStatus:
            status = CaseStatus(old["status"])
            concluded = status in (CaseStatus.GRANTED, CaseStatus.DENIED)
            return after(status, Act.DELIVER) if concluded else status

        def step(old: Row, at: datetime) -> Step:
            named = listed or self._to_hand_over(old)
            # Signed by hand at the window: when exactly it was received is written there.
            facts = Delivered(documents=named, way=texts[0], recipient=texts[1], remark=told)
            extra = {"delivered_on": hall_day(at)} if status_after(old) is CaseStatus.DELIVERED else {}
            return Step(
                {"extra": extra},
                {"documents": list(named)},
                lambda content: replace(content, delivered=facts),
            )

        lines = self._house.policy["deliver"]
        return self._writing.decide_case(case_id, Act.DELIVER, clerk, step, lines, status_after=status_after)

    def _to_hand_over(self, row: Row) -> tuple[str, ...]:
        if result := row["extra"].get("result"):
            return (str(result),)
        with self._house.store.read() as unit:
            notices = unit.notices.of_case(row["id"])
        last = [notice for notice in notices if notice["made_at"] == notices[-1]["made_at"]]
        return tuple(notice["number"] for notice in last)

    # -- limits that pass by themselves -------------------------------------------------------------

    def sweep(self) -> tuple[str, ...]:
        """What the law does by itself: five days passed → 视为受理, supplement limit passed → withdrawn.

        Gives the numbers of the cases that moved. Call it at the start and with every new office day.
        """
        yesterday = self._house.today() - timedelta(days=1)
        with self._house.store.read() as unit:
            silent = unit.cases.due("notify_by", yesterday)
            late = unit.cases.due("supplement_by", yesterday)
            uncounted = unit.cases.without_notify_day()
        silent += [row for row in uncounted if self._five_days_passed(row)]
        silent, late = self._for_us(silent, "notify_by"), self._for_us(late, "supplement_by")
        moved = [self._deem_accepted(row) for row in silent]
        moved += [self._lapse(row) for row in late]
        if moved:
            _log.info("limits passed: %d cases moved", len(moved))
        return tuple(moved)

    def _for_us(self, rows: list[Row], clock: str) -> list[Row]:
        """Without cases of other windows that one may still see to: one case should move once, not thirty
        times. A window that is away for days is stood in for.
        """
        ours = self._house.hall.device_code
        patient = (self._house.today() - STANDING_IN).isoformat()
        return [
            row
            for row in rows
            if (number := parse_case_number(row["case_no"])) is None
            or number.device == ours
            or (row[clock] or row["received_on"]) < patient
        ]

    def _five_days_passed(self, row: Row) -> bool:
        """Whether the five days of a case are over that could not be counted when it was received."""
        received = times_of(row).received_on
        try:
            return received is not None and is_deemed_accepted(
                received, self._house.today(), self._house.calendar
            )
        except CalendarUnpublished:
            return False

    def _deem_accepted(self, row: Row) -> str:
        item = item_of(self._house, row)

        def step(old: Row, at: datetime) -> Step:
            received = old["received_on"]
            accepted = times_of(plain_row({**old, "accepted_on": received, "deemed": 1}))
            legal, promised = limits_of(old, item)
            counted = dates(self._house, accepted, promised, legal, hall_day(at))
            columns: Row = {
                **counted.columns(),
                "notify_by": old["notify_by"],
                "accepted_on": received,
                "deemed": 1,
                "take_back_until": None,
            }
            return Step(columns, {"accepted_on": received, "notify_by": old["notify_by"]})

        self._writing.decide_case(row["id"], Act.DEEM_ACCEPTED, LAW, step)
        return str(row["case_no"])

    def _lapse(self, row: Row) -> str:
        def step(old: Row, at: datetime) -> Step:
            del at
            return Step({"reason": "supplement-limit-passed"}, {"supplement_by": old["supplement_by"]})

        self._writing.decide_case(row["id"], Act.LAPSE, LAW, step)
        return str(row["case_no"])
