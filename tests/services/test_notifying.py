"""一次性告知, supplement visits, and what the law does when nobody speaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.errors import Conflict, Rejected
from app.rules.case import CaseStatus
from app.rules.checklist import MaterialState
from app.rules.workdays import HolidayCalendar, year_plan
from app.services.views import NoticeKind
from app.settings import RESOURCES, LimitSettings
from tests.services.window import COMPLETE, MISSING, ZHANG, Window, deferred, text_of

SHIPPED_YEARS = [
    year_plan(json.loads((RESOURCES / "holidays" / f"{year}.json").read_text("utf-8")))
    for year in (2025, 2026)
]
TWO_MISSING = {"fwzl-01": MISSING, "fwzl-02": MISSING}


def test_everything_missing_is_told_once_in_writing(window: Window) -> None:
    decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
    assert decided.case.status is CaseStatus.CORRECTING
    assert [(notice.kind, notice.copies) for notice in decided.notices] == [(NoticeKind.ONE_TIME, 2)]
    text = text_of(window.hall.notices.pdf(decided.notices[0].id))
    assert "房屋租赁合同" in text
    assert "房屋所有权证明文件" in text
    assert "2027年2月21日" in text
    assert decided.case.clocks.supplement_by == date(2027, 2, 21)


def test_a_hall_without_a_supplement_limit_prints_none_and_lapses_nothing(window: Window) -> None:
    window.hall.house.settings = replace(window.hall.settings, limits=LimitSettings())
    decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
    assert decided.case.clocks.supplement_by is None
    assert "2027年" not in text_of(window.hall.notices.pdf(decided.notices[0].id))
    window.go_to("2026-12-31")
    assert window.hall.intake.sweep() == ()


def test_it_cannot_be_told_while_a_row_is_unchecked(window: Window) -> None:
    draft = window.visit(marks={"fwzl-01": MISSING}, rest=None)
    for act in (window.hall.intake.notify, window.hall.intake.preview_notify):
        with pytest.raises(Rejected) as rejected:
            act(draft)
        assert {problem.code for problem in rejected.value.problems} == {"unchecked"}


def test_it_cannot_be_told_when_nothing_is_missing(window: Window) -> None:
    with pytest.raises(Rejected) as rejected:
        window.hall.intake.notify(window.visit())
    assert [problem.code for problem in rejected.value.problems] == ["nothing-missing"]


def test_the_preview_has_no_number_and_writes_nothing(window: Window) -> None:
    pdf = window.hall.intake.preview_notify(window.visit(marks=TWO_MISSING))
    text = text_of(pdf)
    assert "预览" in text
    assert "房屋租赁合同" in text
    assert "C03-" not in text
    assert window.hall.outbox.status().pending == 0


class TestSupplement:
    """The applicant comes back."""

    def test_scanning_the_notice_opens_only_what_is_owed(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
        draft = window.hall.intake.reopen(decided.case.case_no.lower().replace("-", ""))
        states = {code: mark.state for code, mark in draft.marks.items()}
        assert states == {
            "fwzl-01": MaterialState.UNCHECKED,
            "fwzl-02": MaterialState.UNCHECKED,
            "fwzl-03": MaterialState.COMPLETE,
        }
        assert draft.case_no == decided.case.case_no

    def test_the_day_the_last_material_arrives_is_the_day_of_acceptance(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit("cjrz", marks={"cjrz-03": MISSING}))
        window.go_to("2026-12-03")
        draft = window.hall.intake.reopen(decided.case.case_no).with_mark("cjrz-03", COMPLETE)
        case = window.hall.intake.accept(draft).case
        assert case.status is CaseStatus.ACCEPTED
        assert case.case_no == decided.case.case_no
        assert (case.clocks.received_on, case.clocks.accepted_on) == (date(2026, 11, 23), date(2026, 12, 3))
        assert case.clocks.promised_by == date(2026, 12, 14)
        assert [event.kind for event in case.events] == ["notify", "accept"]

    def test_an_incomplete_supplement_is_receipted_and_the_rest_stays_owed(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
        draft = window.hall.intake.reopen(decided.case.case_no)
        draft = draft.with_mark("fwzl-01", COMPLETE).with_mark("fwzl-02", MISSING)
        second = window.hall.intake.notify(draft)
        assert second.case.status is CaseStatus.CORRECTING
        assert [notice.kind for notice in second.notices] == [NoticeKind.MATERIALS_RECEIPT]
        text = text_of(window.hall.notices.pdf(second.notices[0].id))
        assert "房屋租赁合同" in text
        again = window.hall.intake.reopen(decided.case.case_no)
        unchecked = [code for code, mark in again.marks.items() if mark.state is MaterialState.UNCHECKED]
        assert unchecked == ["fwzl-02"]

    def test_nothing_new_may_be_asked_for_the_second_time(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit(marks={"fwzl-01": MISSING}))
        draft = window.hall.intake.reopen(decided.case.case_no)
        draft = draft.with_mark("fwzl-01", MISSING).with_mark("fwzl-02", MISSING)
        with pytest.raises(Rejected) as rejected:
            window.hall.intake.notify(draft)
        assert [(p.field, p.code) for p in rejected.value.problems] == [("fwzl-02", "asked-only-once")]

    def test_a_supplement_begun_is_gone_on_with(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
        draft = window.hall.intake.reopen(decided.case.case_no).with_mark("fwzl-01", COMPLETE)
        window.hall.intake.save(draft)
        assert window.hall.intake.reopen(decided.case.case_no) == draft

    def test_a_deferred_material_comes_in_later(self, window: Window) -> None:
        due = date(2026, 12, 21)
        first = window.hall.intake.accept(window.fire_safety(**{"xfjc-05": deferred(due)}))
        window.go_to("2026-12-01")
        draft = window.hall.intake.reopen(first.case.case_no)
        assert draft.mark("xfjc-05").state is MaterialState.UNCHECKED
        assert draft.mark("xfjc-05").due == due
        handed_in = window.hall.intake.accept(draft.with_mark("xfjc-05", COMPLETE))
        assert handed_in.case.status is CaseStatus.ACCEPTED
        assert handed_in.case.clocks.deferred_by is None
        assert handed_in.case.clocks.accepted_on == first.case.clocks.accepted_on
        assert [notice.kind for notice in handed_in.notices] == [NoticeKind.MATERIALS_RECEIPT]
        assert [event.kind for event in handed_in.case.events] == ["accept", "hand_in"]

    def test_an_accepted_case_that_owes_nothing_is_not_opened(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        with pytest.raises(Conflict, match="nothing-owed"):
            window.hall.intake.reopen(decided.case.case_no)

    @pytest.mark.parametrize("number", ["HKML-261123-C03-0009-X", "", "x" * 10_000, "\x00"])
    def test_a_number_nobody_has_is_told_so(self, window: Window, number: str) -> None:
        with pytest.raises(Conflict, match="no-such-case"):
            window.hall.intake.reopen(number)

    def test_a_new_phone_finds_the_case_again_and_the_old_one_no_more(self, window: Window) -> None:
        decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
        draft = window.hall.intake.reopen(decided.case.case_no)
        draft = replace(draft, applicant=replace(ZHANG, phone="13900009876"))
        for code in TWO_MISSING:
            draft = draft.with_mark(code, COMPLETE)
        window.hall.intake.accept(draft)
        assert len(window.hall.cases.search("9876")) == 1
        assert window.hall.cases.search("13800001111") == ()


class TestReceiving:
    """收件 and the five days."""

    def test_a_receipt_starts_the_five_days(self, window: Window) -> None:
        decided = window.hall.intake.receive(window.visit("spjy", {"business": "sales"}))
        assert decided.case.status is CaseStatus.RECEIVED
        assert [notice.kind for notice in decided.notices] == [NoticeKind.MATERIALS_RECEIPT]
        assert (decided.case.clocks.notify_by, decided.case.clocks.days_left) == (date(2026, 11, 30), 5)

    @pytest.mark.parametrize(
        ("day", "light"), [("2026-11-26", "green"), ("2026-11-27", "amber"), ("2026-11-30", "red")]
    )
    def test_the_clock_alarms_on_the_fourth_and_the_fifth_day(
        self, window: Window, day: str, light: str
    ) -> None:
        case_id = window.hall.intake.receive(window.visit()).case.id
        window.go_to(day)
        assert window.hall.cases.case(case_id).clocks.light == light

    def test_after_five_days_of_silence_the_case_is_accepted_since_the_day_of_receipt(
        self, window: Window
    ) -> None:
        received = window.hall.intake.receive(window.visit("spjy", {"business": "sales"})).case
        window.go_to("2026-11-30", "23:59")
        assert window.hall.intake.sweep() == ()
        window.go_to("2026-12-01", "00:00")
        assert window.hall.intake.sweep() == (received.case_no,)
        case = window.hall.cases.case(received.id)
        assert (case.status, case.clocks.deemed) == (CaseStatus.ACCEPTED, True)
        assert case.clocks.accepted_on == date(2026, 11, 23)
        assert case.clocks.promised_by == date(2026, 12, 7)
        assert (case.events[-1].kind, case.events[-1].clerk) == ("deem_accepted", "system")
        assert window.hall.intake.sweep() == ()

    def test_a_deemed_acceptance_cannot_be_taken_back(self, window: Window) -> None:
        case_id = window.hall.intake.receive(window.visit()).case.id
        window.go_to("2026-12-01")
        window.hall.intake.sweep()
        with pytest.raises(Conflict, match="deemed"):
            window.hall.intake.take_back(case_id)

    def test_the_five_days_of_a_case_can_end_in_acceptance_notification_or_refusal(
        self, window: Window
    ) -> None:
        number = window.hall.intake.receive(window.visit()).case.case_no
        window.go_to("2026-11-27")
        case = window.hall.intake.notify(window.hall.intake.reopen(number).with_mark("fwzl-01", MISSING)).case
        assert (case.status, case.clocks.received_on) == (CaseStatus.CORRECTING, date(2026, 11, 23))
        window.go_to("2026-12-02")
        assert window.hall.intake.sweep() == ()

    def test_unchecked_rows_may_be_received_but_not_nothing_at_all(self, window: Window) -> None:
        window.hall.intake.receive(window.visit(marks={"fwzl-01": COMPLETE}, rest=None))
        with pytest.raises(Rejected) as rejected:
            window.hall.intake.receive(window.visit(rest=None))
        assert [problem.code for problem in rejected.value.problems] == ["nothing-received"]

    def test_the_limit_of_a_supplement_passes_into_a_withdrawal(self, window: Window) -> None:
        case = window.hall.intake.notify(window.visit(marks=TWO_MISSING)).case
        window.go_to("2027-02-21")
        assert window.hall.intake.sweep() == ()
        window.go_to("2027-02-22")
        assert window.hall.intake.sweep() == (case.case_no,)
        lapsed = window.hall.cases.case(case.id)
        assert (lapsed.status, lapsed.reason) == (CaseStatus.WITHDRAWN, "supplement-limit-passed")
        with pytest.raises(Conflict, match="move-not-permitted"):
            window.hall.intake.reopen(case.case_no)

    def test_a_received_case_in_an_unpublished_year_waits_with_the_year_named(self, window: Window) -> None:
        window.go_to("2026-12-30")
        case = window.hall.intake.receive(window.visit()).case
        assert (case.clocks.notify_by, case.clocks.unpublished_year) == (None, 2027)
        window.go_to("2027-01-20")
        assert window.hall.intake.sweep() == ()
        assert window.hall.cases.case(case.id).status is CaseStatus.RECEIVED
        # The year's notice comes out, and the case is where the law had put it.
        published = year_plan(
            {
                "year": 2027,
                "papers": ["示例"],
                "days": [{"date": "2027-01-01", "name": "元旦", "isOffDay": True}],
            }
        )
        window.hall.house.calendar = HolidayCalendar([*SHIPPED_YEARS, published])
        assert window.hall.intake.sweep() == (case.case_no,)
        assert window.hall.cases.case(case.id).clocks.deemed


def test_every_notice_of_the_flow_is_a_pdf_of_its_archived_pages(window: Window) -> None:
    decided = window.hall.intake.notify(window.visit(marks=TWO_MISSING))
    pdf = window.hall.notices.pdf(decided.notices[0].id)
    assert len(PdfReader(BytesIO(pdf)).pages) == decided.notices[0].pages
