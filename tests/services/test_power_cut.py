"""The power fails in the middle of an acceptance: what is left, and what a person can do about it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.errors import Conflict, NotAllowed, Rejected
from app.settings import Settings
from tests.services.window import NUMBER, PASSWORD, Window, text_of

Cut = Callable[[str], Hall]


@pytest.fixture
def cut(tmp_path: Path, font_cache: Path, clock: FrozenClock) -> Iterator[Cut]:
    """Lets the power fail at a point of the second acceptance and opens the hall again."""
    opened: list[Hall] = []

    def power_fails(point: str) -> Hall:
        folder = tmp_path / "data"
        command = [sys.executable, "-m", "tests.services.crashing", str(folder), str(font_cache), point]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        hall = open_hall(replace(Settings.demo(folder), cache=font_cache), clock)
        opened.append(hall)
        hall.session.sign_in(NUMBER, PASSWORD)
        return hall

    yield power_fails
    for hall in opened:
        hall.close()


@pytest.mark.parametrize("point", ["after_reserve", "before_journal"])
def test_before_the_journal_nothing_happened_and_the_visit_is_still_there(cut: Cut, point: str) -> None:
    hall = cut(point)
    assert hall.recovery.unfinished() == ()
    assert len(hall.cases.search("")) == 1
    (line,) = hall.intake.drafts()
    case = hall.intake.accept(hall.intake.open(line.id)).case
    assert "-0002-" in case.case_no


@pytest.mark.parametrize("point", ["after_journal", "before_commit"])
class TestAfterTheJournal:
    def test_the_decision_waits_for_a_person_and_its_number_stays_used(
        self, cut: Cut, point: str, clock: FrozenClock
    ) -> None:
        hall = cut(point)
        (line,) = hall.recovery.unfinished()
        assert (line.kind, line.applicant) == ("case.accept", "张示例")
        assert line.case_no is not None
        assert "-0002-" in line.case_no
        assert len(hall.cases.search("")) == 1
        assert len(hall.intake.drafts()) == 1
        other = hall.intake.accept(Window(hall, clock).visit()).case
        assert "-0003-" in other.case_no

    def test_kept_it_is_the_case_it_was_decided_to_be(self, cut: Cut, point: str) -> None:
        hall = cut(point)
        (line,) = hall.recovery.unfinished()
        hall.recovery.keep(line.cmd_id)
        assert hall.recovery.unfinished() == ()
        assert line.case_no is not None
        case = hall.cases.by_no(line.case_no)
        assert case is not None
        assert hall.intake.drafts() == ()
        text = text_of(hall.notices.pdf(case.notices[0].id))
        assert line.case_no in text
        assert [found.case_no for found in hall.cases.search("xfjc")] == [line.case_no]
        with pytest.raises(Conflict):
            hall.recovery.keep(line.cmd_id)

    def test_discarded_it_is_gone_with_a_reason_and_the_visit_can_be_decided_again(
        self, cut: Cut, point: str
    ) -> None:
        hall = cut(point)
        (line,) = hall.recovery.unfinished()
        with pytest.raises(Rejected):
            hall.recovery.discard(line.cmd_id, " ")
        hall.recovery.discard(line.cmd_id, "申请人已离开")
        assert hall.recovery.unfinished() == ()
        (draft,) = hall.intake.drafts()
        assert "-0003-" in hall.intake.accept(hall.intake.open(draft.id)).case.case_no

    def test_nobody_signed_in_settles_nothing(self, cut: Cut, point: str) -> None:
        hall = cut(point)
        (line,) = hall.recovery.unfinished()
        hall.session.sign_out()
        with pytest.raises(NotAllowed):
            hall.recovery.keep(line.cmd_id)


@pytest.mark.parametrize("point", ["after_commit", "after_mark"])
def test_after_the_commit_the_case_is_there_and_only_unprinted(cut: Cut, point: str) -> None:
    hall = cut(point)
    assert hall.recovery.unfinished() == ()
    newest = hall.cases.search("")[0]
    assert "-0002-" in newest.case_no
    case = hall.cases.case(newest.id)
    assert all(notice.printed_at is None for notice in case.notices)
    assert hall.notices.pdf(case.notices[0].id).startswith(b"%PDF-")
    assert hall.intake.drafts() == ()


def test_a_scan_cut_off_is_simply_not_there(cut: Cut) -> None:
    hall = cut("before_rename")
    assert len(hall.cases.search("")) == 1
    assert len(hall.intake.drafts()) == 1
