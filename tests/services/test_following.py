"""不予受理, withdrawal, pauses, results, delivery."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import Conflict, Rejected
from app.rules.case import CaseStatus, RefusalGround
from app.services.views import NoticeKind
from tests.services.window import Window, text_of

SPJY = {"business": "sales"}


class TestRefusing:
    def test_not_our_authority_names_the_competent_one_and_the_remedies(self, window: Window) -> None:
        decided = window.hall.intake.refuse(
            window.visit(rest=None), RefusalGround.NOT_OUR_AUTHORITY, "示例市住房局", "房屋在本区以外"
        )
        assert decided.case.status is CaseStatus.REFUSED
        assert (decided.case.ground, decided.case.authority) == (
            RefusalGround.NOT_OUR_AUTHORITY,
            "示例市住房局",
        )
        text = text_of(window.hall.notices.pdf(decided.notices[0].id))
        for said in ("示例市住房局", "房屋在本区以外", "行政复议", "六十日", "行政诉讼", "六个月"):
            assert said in text.replace("60日", "六十日").replace("6个月", "六个月")

    def test_no_permit_needed_is_the_other_ground(self, window: Window) -> None:
        decided = window.hall.intake.refuse(window.visit(rest=None), RefusalGround.NO_PERMIT_NEEDED)
        assert decided.case.ground is RefusalGround.NO_PERMIT_NEEDED

    def test_who_is_not_competent_must_say_who_is(self, window: Window) -> None:
        with pytest.raises(Rejected) as rejected:
            window.hall.intake.refuse(window.visit(rest=None), RefusalGround.NOT_OUR_AUTHORITY, "  ")
        assert [(p.field, p.code) for p in rejected.value.problems] == [("authority", "empty")]

    def test_there_is_no_third_ground(self, window: Window) -> None:
        with pytest.raises(ValueError, match="incomplete"):
            window.hall.intake.refuse(window.visit(), "incomplete")  # type: ignore[arg-type]

    def test_a_refused_case_stays_refused(self, window: Window) -> None:
        decided = window.hall.intake.refuse(window.visit(rest=None), RefusalGround.NO_PERMIT_NEEDED)
        with pytest.raises(Conflict, match="move-not-permitted"):
            window.hall.intake.reopen(decided.case.case_no)


class TestWithdrawing:
    def test_the_applicant_may_withdraw(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit()).case
        withdrawn = window.hall.intake.withdraw(case.id, "申请人撤回申请")
        assert (withdrawn.status, withdrawn.reason) == (CaseStatus.WITHDRAWN, "申请人撤回申请")
        assert [event.kind for event in withdrawn.events] == ["accept", "withdraw"]

    @pytest.mark.parametrize(("reason", "code"), [("  ", "empty"), ("长" * 501, "too-long")])
    def test_a_reason_is_needed(self, window: Window, reason: str, code: str) -> None:
        case = window.hall.intake.accept(window.visit()).case
        with pytest.raises(Rejected) as rejected:
            window.hall.intake.withdraw(case.id, reason)
        assert rejected.value.problems[0].code == code


class TestPausing:
    def test_a_special_step_stops_the_clock_and_is_told_in_writing(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        assert case.clocks.promised_by == date(2026, 12, 7)
        window.go_to("2026-11-25")
        paused = window.hall.intake.pause(case.id, "inspection", 5, "现场核查")
        assert paused.case.status is CaseStatus.SUSPENDED
        assert [notice.kind for notice in paused.notices] == [NoticeKind.SPECIAL_STEP]
        text = text_of(window.hall.notices.pdf(paused.notices[0].id))
        assert "检验" in text
        assert "2026年12月14日" in text
        assert (paused.case.clocks.light, paused.case.clocks.paused_since) == ("grey", date(2026, 11, 25))

    def test_resuming_moves_the_limits_by_the_working_days_of_the_pause(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        window.go_to("2026-11-25")
        window.hall.intake.pause(case.id, "inspection", 5)
        window.go_to("2026-11-30")
        resumed = window.hall.intake.resume(case.id)
        assert resumed.status is CaseStatus.UNDER_REVIEW
        assert (resumed.clocks.promised_by, resumed.clocks.legal_by) == (
            date(2026, 12, 10),
            date(2026, 12, 17),
        )
        assert resumed.clocks.paused_since is None

    def test_two_pauses_add_up(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        for begin, end in (("2026-11-24", "2026-11-25"), ("2026-11-26", "2026-11-30")):
            window.go_to(begin)
            window.hall.intake.pause(case.id, "testing", None)
            window.go_to(end)
            window.hall.intake.resume(case.id)
        assert window.hall.cases.case(case.id).clocks.promised_by == date(2026, 12, 10)

    @pytest.mark.parametrize(
        ("step", "days", "field"), [("lunch", 5, "step"), ("hearing", 0, "days"), ("hearing", 1000, "days")]
    )
    def test_only_the_laws_own_steps_pause(self, window: Window, step: str, days: int, field: str) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        with pytest.raises(Rejected) as rejected:
            window.hall.intake.pause(case.id, step, days)
        assert rejected.value.problems[0].field == field

    def test_a_paused_case_is_not_paused_again(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        window.hall.intake.pause(case.id, "hearing", None)
        with pytest.raises(Conflict, match="move-not-permitted"):
            window.hall.intake.pause(case.id, "hearing", None)

    def test_a_pause_into_an_unpublished_year_promises_no_day(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit("spjy", SPJY)).case
        window.go_to("2026-12-07")
        paused = window.hall.intake.pause(case.id, "appraisal", 30)
        assert paused.case.status is CaseStatus.SUSPENDED
        assert "2027年" not in text_of(window.hall.notices.pdf(paused.notices[0].id))


class TestDelivering:
    def test_a_result_is_handed_over_against_a_receipt(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit()).case
        window.wait(minutes=20)
        granted = window.hall.intake.conclude(case.id, granted=True, result="房屋租赁登记备案证明")
        assert granted.status is CaseStatus.GRANTED
        delivered = window.hall.intake.deliver(case.id, way="自行领取")
        assert delivered.case.status is CaseStatus.DELIVERED
        assert [notice.kind for notice in delivered.notices] == [NoticeKind.DELIVERY]
        text = text_of(window.hall.notices.pdf(delivered.notices[0].id))
        assert "房屋租赁登记备案证明" in text
        assert "自行领取" in text

    def test_a_notice_can_be_handed_over_against_a_receipt_too(self, window: Window) -> None:
        decided = window.hall.intake.accept(window.visit())
        delivered = window.hall.intake.deliver(decided.case.id)
        assert delivered.case.status is CaseStatus.ACCEPTED
        assert decided.notices[0].number in text_of(window.hall.notices.pdf(delivered.notices[0].id))

    def test_nobody_overwrites_what_another_has_changed(self, window: Window) -> None:
        case = window.hall.intake.accept(window.visit()).case
        window.hall.intake.conclude(case.id, granted=False, result="不予备案")
        with pytest.raises(Conflict, match="move-not-permitted"):
            window.hall.intake.conclude(case.id, granted=True, result="备案证明")
