"""The engine's rules where the line is bad: lost, late and repeated replies, holes, refusals, waiting."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.views import SyncState
from app.sync.requests import Refusal, Request, Unreachable, Wait
from db.central.engine import writing
from db.central.registering import set_device_status
from tests.services.window import LI
from tests.support.central_hall import HALL
from tests.sync.ends import Cut, End, Ends


@pytest.fixture
def end(ends: Ends) -> End:
    return ends.window()


def accepted(end: End) -> str:
    return end.hall.intake.accept(end.window.visit()).case.id


def until(end: End, kind: str) -> Request:
    """Talks up to the next question of a kind, which is asked and not yet answered."""
    for _ in range(20):
        request = end.engine.next()
        if isinstance(request, Request):
            if request.kind == kind:
                return request
            end.carry(request)
    raise AssertionError(f"no {kind} is asked")


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(end: End) -> None:
    case_id = accepted(end)
    broken: list[str] = []

    def lose_the_first_answer(request: Request) -> None:
        if request.kind == "push" and not broken:
            broken.append("push")
            raise Cut(heard=True)

    end.fault = lose_the_first_answer
    end.talk()
    assert end.status().state is SyncState.OFFLINE
    assert end.outbox() == [(1, "pending", None)]
    (line,) = end.hall.outbox.pending()
    assert (line.attempts, line.last_error) == (1, "cut")

    end.wait(seconds=90)
    end.talk()
    assert end.outbox() == [(1, "acked", None)]
    assert list(ends_cases(end)) == [case_id]
    assert len(end.house.rows("command_log")) == 1


def ends_cases(end: End) -> dict[str, Any]:
    return end.house.records("case")


def test_late_and_repeated_replies_change_nothing(end: End) -> None:
    accepted(end)
    push = until(end, "push")
    reply = end.answer(push)
    end.engine.fail(push, Unreachable("no-answer"))
    assert end.engine.receive(push, reply) == frozenset()
    assert end.outbox() == [(1, "pending", None)]

    end.wait(seconds=90)
    again = until(end, "push")
    assert again.n > push.n
    assert end.engine.receive(again, end.answer(again))
    assert end.engine.receive(again, reply) == frozenset()
    end.engine.fail(again, Unreachable("no-answer"))
    assert end.status().state is SyncState.ONLINE
    assert end.outbox() == [(1, "acked", None)]


def test_a_reply_for_another_process_is_ignored(end: End) -> None:
    accepted(end)
    push = until(end, "push")
    reply = end.answer(push)
    end.restart()
    until(end, "push")
    assert end.engine.receive(push, reply) == frozenset()
    assert end.outbox() == [(1, "pending", None)]


def test_only_one_question_is_under_way(end: End) -> None:
    assert isinstance(end.engine.next(), Request)
    assert isinstance(end.engine.next(), Wait)


def test_a_crash_before_the_page_is_kept_asks_for_it_again(ends: Ends, end: End) -> None:
    other = ends.window("W02")
    case_id = accepted(other)
    other.talk()
    feed = until(end, "snapshot")
    end.answer(feed)
    end.restart()
    end.talk()
    assert end.case(case_id)["sync_state"] == "synced"
    assert end.same_as_the_centre()


def test_a_page_that_does_not_follow_on_is_thrown_away(
    ends: Ends, end: End, caplog: pytest.LogCaptureFixture
) -> None:
    end.talk()
    other = ends.window("W02")
    accepted(other)
    other.talk()
    end.wait(seconds=10)
    feed = until(end, "feed")
    page = end.answer(feed)
    del page["changes"][1]
    before = end.storage.cursor(HALL)
    end.engine.receive(feed, page)
    assert end.storage.cursor(HALL) == before
    assert end.status().code == "feed-hole"
    assert "thrown away" in caplog.text
    caplog.clear()

    end.wait(seconds=90)
    end.talk()
    assert end.status().state is SyncState.ONLINE
    assert end.same_as_the_centre()


def test_an_answer_nobody_understands_is_no_crash(end: End, caplog: pytest.LogCaptureFixture) -> None:
    hello = until(end, "hello")
    end.engine.receive(hello, {"scopes": []})
    assert (end.status().state, end.status().code) == (SyncState.OFFLINE, "not-understood")
    assert "not understood" in caplog.text
    caplog.clear()


def test_waiting_doubles_spreads_and_has_an_end(end: End) -> None:
    waits: list[int] = []
    for _ in range(8):
        request = end.engine.next()
        assert isinstance(request, Request)
        end.engine.fail(request, Unreachable("no-connection"))
        step = end.engine.next()
        assert isinstance(step, Wait)
        waits.append(step.ms)
        end.wait(milliseconds=step.ms)
    for tries, ms in enumerate(waits):
        usual = min(5_000 * 2**tries, 60_000)
        assert usual * 0.5 <= ms <= usual * 1.5
    assert len(set(waits)) == len(waits)
    since = end.status().since
    assert since is not None
    assert since < end.clock.now()
    assert end.status().retry_at is not None

    end.engine.fail(until(end, "hello"), Unreachable("no-connection"))
    end.engine.wake()
    assert isinstance(end.engine.next(), Request)


def test_a_busy_centre_says_how_long(end: End) -> None:
    request = end.engine.next()
    assert isinstance(request, Request)
    end.engine.fail(request, Refusal(503, "busy", {"retry_after": 40}))
    step = end.engine.next()
    assert isinstance(step, Wait)
    assert step.ms >= 40_000


@pytest.mark.parametrize(
    ("no", "state"),
    [
        (Refusal(401, "unknown-device"), SyncState.NEEDS_ENROLMENT),
        (Refusal(401, "bad-signature"), SyncState.RE_ENROL),
        # The hello came twice, late, or to a server that was begun anew: nothing is wrong with this window.
        (Refusal(401, "challenge-used"), SyncState.OFFLINE),
        (Refusal(401, "challenge-expired"), SyncState.OFFLINE),
        (Refusal(401, "bad-challenge"), SyncState.OFFLINE),
        (Refusal(403, "revoked"), SyncState.REVOKED),
        (Refusal(403, "suspended"), SyncState.SUSPENDED),
        (Refusal(409, "re-enrol", {"reason": "incarnation"}), SyncState.RE_ENROL),
        (Refusal(426, "too-old", {"drain_allowed": False}), SyncState.TOO_OLD),
        (Refusal(500, "bug"), SyncState.OFFLINE),
    ],
)
def test_every_no_at_hello_has_its_state(end: End, no: Refusal, state: SyncState) -> None:
    accepted(end)
    hello = until(end, "hello")
    end.engine.fail(hello, no)
    assert end.status().state is state
    step = end.engine.next()
    assert isinstance(step, Wait)
    assert step.ms >= 2_000
    end.wait(milliseconds=step.ms)
    # What is so may have changed: hello is said again, and work is never lost by a no.
    assert until(end, "hello").kind == "hello"
    assert end.outbox() == [(1, "pending", None)]


def test_a_session_that_is_over_is_begun_anew_at_once(end: End) -> None:
    accepted(end)
    push = until(end, "push")
    end.engine.fail(push, Refusal(401, "session-expired"))
    end.talk()
    assert end.outbox() == [(1, "acked", None)]


def test_a_session_is_renewed_before_it_ends(end: End) -> None:
    end.talk()
    end.kinds()
    end.wait(minutes=13)
    end.talk()
    assert end.kinds()[0] == "hello"


def test_a_suspended_window_hands_its_work_in_and_gets_nothing(ends: Ends, end: End) -> None:
    other = ends.window("W02")
    accepted(other)
    other.talk()
    status(end, "suspended")
    case_id = accepted(end)
    end.talk()
    assert end.status().state is SyncState.SUSPENDED
    assert end.kinds() == ["hello", "push"]
    assert case_id in ends_cases(end)
    assert len(end.hall.cases.search("")) == 1

    status(end, "active")
    end.wait(minutes=13)
    end.talk()
    assert end.status().state is SyncState.ONLINE
    assert len(end.hall.cases.search("")) == 2


def status(end: End, name: str) -> None:
    with writing(end.house.engine) as connection:
        set_device_status(connection, end.device_id, name, at=end.clock.now(), by="leader")


def test_a_program_that_is_too_old_may_still_hand_in(end: End) -> None:
    accepted(end)
    hello = until(end, "hello")
    end.engine.receive(hello, {**end.answer(hello), "drain_only": True})
    assert end.status().state is SyncState.TOO_OLD
    end.talk()
    assert end.kinds() == ["push"]
    assert end.outbox() == [(1, "acked", None)]
    assert end.status().state is SyncState.TOO_OLD


def test_commands_that_are_not_as_they_should_be_are_sent_singly(end: End) -> None:
    case_id = accepted(end)
    end.hall.cases.amend(case_id, remark="一")
    end.hall.cases.amend(case_id, remark="二")
    push = until(end, "push")
    assert len(push.body["commands"]) == 3
    end.engine.fail(push, Refusal(422, "malformed"))
    end.wait(seconds=90)
    push = until(end, "push")
    assert len(push.body["commands"]) == 1
    end.carry(push)
    assert len(until(end, "push").body["commands"]) == 2


def test_a_gap_is_filled_from_where_the_centre_wants(end: End) -> None:
    case_id = accepted(end)
    end.talk()
    end.hall.cases.amend(case_id, remark="补充")
    push = until(end, "push")
    end.engine.receive(push, {"outcomes": [], "device_last_seq": 0, "want": 1})
    again = until(end, "push")
    assert [command["dev_seq"] for command in again.body["commands"]] == [1, 2]
    end.carry(again)
    assert end.outbox() == [(1, "acked", None), (2, "acked", None)]


def test_a_push_without_any_answer_does_not_spin(end: End) -> None:
    accepted(end)
    push = until(end, "push")
    end.engine.receive(push, {"outcomes": [], "device_last_seq": 0, "want": None})
    assert end.status().code == "no-progress"
    assert isinstance(end.engine.next(), Wait)


def test_a_poke_brings_the_news_at_once(ends: Ends, end: End) -> None:
    end.talk()
    other = ends.window("W02")
    accepted(other)
    other.talk()
    end.kinds()
    end.talk()
    assert end.kinds() == []
    end.engine.poke(HALL, ends.house.centre.heads(end.device_id)[0].head)
    end.talk()
    assert end.kinds() == ["feed"]
    assert len(end.hall.cases.search("")) == 1


def test_a_centre_that_has_more_commands_than_were_given_stops_this_window(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    accepted(end)
    hello = until(end, "hello")
    end.engine.receive(hello, {**end.answer(hello), "device_last_seq": 5})
    assert (end.status().state, end.status().code) == (SyncState.RE_ENROL, "seq-behind")
    assert "5 commands" in caplog.text
    caplog.clear()


def test_what_came_later_than_the_one_command_asked_about_stays_pending(end: End) -> None:
    accepted(end)
    push = until(end, "push")
    end.hall.intake.accept(end.window.visit(applicant=LI))
    end.engine.receive(push, end.answer(push))
    assert end.outbox() == [(1, "acked", None), (2, "pending", None)]
