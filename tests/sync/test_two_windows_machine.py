"""Two windows and the centre in the smallest steps, chosen and shrunk by Hypothesis: whatever is cut, lost,
late or killed between them, everybody ends with the same (sync.md 4).

The simulator walks far by chance; here a failure comes as the few steps that are needed for it.
"""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.errors import Conflict, NotAllowed, Rejected
from app.sync.requests import Refusal, Request, Unreachable
from tests.simulator.invariants import check
from tests.simulator.window import Amended, PowerCut, SimWindow
from tests.simulator.world import World

pytestmark = pytest.mark.expects_log("the feed of .* is another one|the centre has .* commands|out of order")
PLACES = st.sampled_from((0, 1))
CASES = st.integers(0, 2)
LONGEST_WAIT_MS = 60_000
FATES = (
    "arrives",
    "arrives twice",
    "never heard",
    "answer lost",
    "answer late",
    "centre dies before it is durable",
    "window dies before it is kept",
    "window dies in the middle of keeping it",
)


class TwoWindows(RuleBasedStateMachine):
    """The real stores and engines, the real centre; only the line between them is made of rules."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(0, windows=2)
        self.late: list[tuple[SimWindow, int, Request, Any]] = []

    @initialize()
    def one_case_is_known_to_both(self) -> None:
        self.world.windows[0].take_in()
        for place in (0, 1):
            self.talks(place)
        self.world.centre.take_backup()

    # -- clerks ---------------------------------------------------------------------------------------

    @rule(place=PLACES)
    def accepts(self, place: int) -> None:
        self.world.windows[place].take_in()

    @rule(place=PLACES, which=CASES, name=st.sampled_from(("phone", "remark")), value=st.integers(0, 3))
    def amends(self, place: int, which: int, name: str, value: int) -> None:
        window = self.world.windows[place]
        case_id = self._case(window, which)
        told = f"1390000000{value}" if name == "phone" else f"第{value}次说明"
        with suppress(Conflict, Rejected):
            window.hall.cases.amend(case_id, **{name: told})
            self.world.witness.amended.append(Amended(window.code, case_id, name, told))

    @rule(place=PLACES, which=CASES, move=st.sampled_from(("withdraw", "pause", "resume")))
    def moves(self, place: int, which: int, move: str) -> None:
        window = self.world.windows[place]
        case_id, intake = self._case(window, which), window.hall.intake
        with suppress(Conflict, Rejected, NotAllowed):
            match move:
                case "withdraw":
                    intake.withdraw(case_id, "申请人要求撤回")
                case "pause":
                    intake.pause(case_id, "testing", 5, "检测")
                case "resume":
                    intake.resume(case_id)

    @rule(place=PLACES, choice=st.sampled_from(("mine", "theirs")))
    def resolves(self, place: int, choice: str) -> None:
        attention = self.world.windows[place].hall.attention
        for line in attention.open()[:1]:
            choices: dict[str, Any] = {clash.name: choice for clash in attention.view(line.id).clashes}
            with suppress(Conflict, Rejected):
                attention.resolve(line.id, choices, "已电话核实")

    # -- the line ---------------------------------------------------------------------------------------

    @rule(place=PLACES, fate=st.sampled_from(FATES))
    def asks(self, place: int, fate: str) -> None:
        """One question of a window, and what becomes of it."""
        window = self.world.windows[place]
        asked = window.engine.next()
        if not isinstance(asked, Request):
            self.world._time_passes(min(asked.ms, LONGEST_WAIT_MS) / 1000)
            return
        if fate == "never heard":
            window.engine.fail(asked, Unreachable("cut"))
            return
        if fate == "centre dies before it is durable":
            self.world.centre.fails_at_commit = True
        answer = self._answer(window, asked)
        self.world.centre.fails_at_commit = False
        match fate:
            case "answer lost":
                window.engine.fail(asked, Unreachable("cut"))
            case "answer late":
                window.engine.fail(asked, Unreachable("no-answer"))
                self.late.append((window, window.boots, asked, answer))
            case "window dies before it is kept":
                window.crash()
            case "window dies in the middle of keeping it":
                self._receive_and_die(window, asked, answer)
            case "arrives twice":
                self.late.append((window, window.boots, asked, answer))
                self._receive(window, asked, self._answer(window, asked))
            case _:
                self._receive(window, asked, answer)

    @rule(place=PLACES)
    def talks(self, place: int) -> None:
        """All that a window has to ask, without trouble."""
        window = self.world.windows[place]
        while isinstance(asked := window.engine.next(), Request):
            self._receive(window, asked, self._answer(window, asked))

    @rule(n=st.integers(0, 5))
    def a_late_answer_arrives(self, n: int) -> None:
        if self.late:
            window, boots, asked, answer = self.late.pop(n % len(self.late))
            if window.boots == boots:
                self._receive(window, asked, answer)

    # -- power ------------------------------------------------------------------------------------------

    @rule(place=PLACES)
    def crashes(self, place: int) -> None:
        self.world.windows[place].crash()

    @rule(place=PLACES, seed=st.integers(0, 11))
    def crashes_in_a_decision(self, place: int, seed: int) -> None:
        """`seed`: at which point, and whether a person keeps what was not finished."""
        window = self.world.windows[place]
        window.rng, known = random.Random(seed), window.rng
        try:
            window.crash_in_a_decision()
        finally:
            window.rng = known

    @rule()
    def the_centre_is_started_again(self) -> None:
        self.world.centre.restart()

    @rule()
    def the_backup_of_the_morning_comes_back(self) -> None:
        self.world.centre.restore_backup()

    # -- what must hold -----------------------------------------------------------------------------------

    @invariant()
    def what_waits_is_shown(self) -> None:
        for window in self.world.windows:
            window._shows_what_waits()

    @invariant()
    def no_command_is_without_its_number(self) -> None:
        for window in self.world.windows:
            with window.store.read() as unit:
                given = unit.state.next_seq() - 1
                assert len(unit.outbox.numbered(range(1, given + 1))) == given

    def teardown(self) -> None:
        """The line is whole again: nothing is lost, doubled, overwritten or hidden, and all have the same."""
        try:
            self.world.heal()
            check(self.world.windows, self.world.centre, self.world.witness)
        finally:
            self.world.close()

    # -- parts --------------------------------------------------------------------------------------------

    def _case(self, window: SimWindow, which: int) -> str:
        with window.store.read() as unit:
            ids = sorted(row["id"] for row in unit.cases.newest(limit=10))
        return str(ids[which % len(ids)])

    def _answer(self, window: SimWindow, asked: Request) -> Any:
        return self.world.centre.answer(window.device, asked.kind, dict(asked.body))

    def _receive(self, window: SimWindow, asked: Request, answer: Any) -> None:
        if isinstance(answer, Refusal | Unreachable):
            window.engine.fail(asked, answer)
        else:
            window.engine.receive(asked, answer)

    def _receive_and_die(self, window: SimWindow, asked: Request, answer: Any) -> None:
        """The power fails after the first of the transactions that a long answer takes."""

        def stops() -> None:
            raise PowerCut

        window.storage._let_others = stops  # type: ignore[method-assign]
        with suppress(PowerCut):
            self._receive(window, asked, answer)
        window.crash()


TestTwoWindows = TwoWindows.TestCase
TestTwoWindows.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),  # explaining runs everything traced, which takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
