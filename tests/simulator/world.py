"""One seed: people, network, power and disks take turns by chance; at the end all heals and must agree."""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.clock import FrozenClock
from app.errors import Conflict, Rejected
from app.sync.requests import Request, Unreachable
from tests.simulator.centre import SimCentre
from tests.simulator.invariants import Broken, check
from tests.simulator.template import CODES, MORNING, begin, identities, template
from tests.simulator.window import SimWindow, Witness

HEALING_ROUNDS = 60


@dataclass
class Message:
    """Something on its way: a request up, or its answer down."""

    window: SimWindow
    boot: int
    device: str
    request: Request
    answer: Any = None  # None: still on its way up


@dataclass
class Tally:
    """What happened in a run, so that a run in which nothing happened is noticed."""

    acts: dict[str, int] = field(default_factory=dict)
    crashes: int = 0
    restores: int = 0
    papers: int = 0
    amended: int = 0
    conflicts: int = 0


class World:
    """Windows, a network and a centre under one seed."""

    def __init__(self, seed: int, windows: int = 3) -> None:
        self.folder, self.rng = begin(seed)
        self.witness = Witness()
        self.clock = FrozenClock(MORNING)
        self.centre = SimCentre(self.folder, self.clock)
        self.clocks = [FrozenClock(MORNING + timedelta(seconds=self.rng.uniform(-200, 200))) for _ in CODES]
        self.windows = [
            SimWindow(self.folder, code, clock, self.rng, self.witness)
            for code, clock in zip(CODES[:windows], self.clocks, strict=False)
        ]
        self.net: list[Message] = []
        self.tally = Tally()
        self.devices = 0

    def close(self) -> None:
        for window in self.windows:
            window.close()
        self.centre.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- one step -------------------------------------------------------------------------------------

    def step(self) -> None:
        self._time_passes(self.rng.expovariate(1 / 2.0))
        window = self.rng.choice(self.windows)
        chance = self.rng.random()
        if chance < 0.27:
            done = window.act()
            self.tally.acts[done] = self.tally.acts.get(done, 0) + 1
        elif chance < 0.56:
            self._send(window)
        elif chance < 0.86:
            self._deliver_some()
        elif chance < 0.89:
            self._give_up(window)
        elif chance < 0.905:
            window.crash()
            self.tally.crashes += 1
        elif chance < 0.92:
            window.crash_in_a_decision()
            self.tally.crashes += 1
        elif chance < 0.93:
            window.clock_jumps()
        elif chance < 0.945:
            window.link = not window.link
        elif chance < 0.95:
            self.centre.restart()
        elif chance < 0.96:
            self.centre.fails_at_commit = True
        else:
            self._disks(window)

    def _disks(self, window: SimWindow) -> None:
        """Copies of disks are taken and come back."""
        chance = self.rng.random()
        if chance < 0.35:
            window.copy_database()
        elif chance < 0.6:
            window.restore_database()
            self.tally.restores += 1
        elif chance < 0.7:
            self.devices += 1
            code = f"X{self.devices:02d}"
            window.copy = None
            window.replace_machine(code)
            self.centre.enrol(window.device, code, window.former)
            self.tally.restores += 1
        elif chance < 0.85:
            self.centre.take_backup()
        else:
            self.centre.restore_backup()
            self._known_again()
            self.tally.restores += 1

    def _does(self, act: Callable[[], None]) -> None:
        with suppress(Conflict, Rejected):
            act()

    def _known_again(self) -> None:
        """A centre set back to before a window was enrolled: the manager lets it in again."""
        for window in self.windows:
            if not self.centre.knows(window.device):
                self.centre.enrol(window.device, window.code_now, window.former)

    def _time_passes(self, seconds: float) -> None:
        for clock in (self.clock, *self.clocks):
            clock.advance(timedelta(seconds=seconds))

    def _send(self, window: SimWindow) -> None:
        if any(
            m.window is window and m.boot == window.boots and m.request is self._asked(window)
            for m in self.net
        ):
            return
        asked = window.engine.next()
        if isinstance(asked, Request) and window.link:
            self.net.append(Message(window, window.boots, window.device, asked))

    def _asked(self, window: SimWindow) -> Request | None:
        for message in reversed(self.net):
            if message.window is window and message.boot == window.boots:
                return message.request
        return None

    def _deliver_some(self) -> None:
        if not self.net:
            return
        message = self.net.pop(self.rng.randrange(len(self.net)))
        if self.rng.random() < 0.15:
            self.net.append(copy.copy(message))
        if self.rng.random() < 0.12 or not message.window.link:
            return  # lost on its way
        self._deliver(message)

    def _deliver(self, message: Message) -> None:
        window = message.window
        if message.answer is None:
            message.answer = self.centre.answer(
                message.device, message.request.kind, dict(message.request.body)
            )
            self.net.append(message)
            return
        if window.boots != message.boot:
            return  # the process that asked is gone
        if message.request.kind in ("feed", "snapshot") and self.rng.random() < 0.25:
            self._does(window.amend)  # people go on while answers are on their way
        window.receive(message.request, copy.deepcopy(message.answer))

    def _give_up(self, window: SimWindow) -> None:
        """No answer in time; it may still come."""
        asked = self._asked(window)
        if asked is not None:
            window.engine.fail(asked, Unreachable("no-answer"))

    # -- healing ----------------------------------------------------------------------------------------

    def heal(self) -> None:
        """The network is whole again and everybody has time."""
        self.net.clear()
        self.centre.fails_at_commit = False
        for window in self.windows:
            window.link = True
            window.crash()  # what an engine waited for is lost: journal and outbox must carry it all
        for round in range(HEALING_ROUNDS):
            busy = [self._exchange(window) for window in self.windows]
            if not any(busy) and self._is_quiet():
                return
            # Towards the end whole hours, for what waits for other windows only so long.
            self._time_passes(1 if any(busy) else 30 if round < HEALING_ROUNDS // 2 else 3600)
        raise Broken("did not drain: " + "; ".join(str(window.engine.status) for window in self.windows))

    def _exchange(self, window: SimWindow) -> bool:
        """Requests of one window until it waits."""
        for n in range(200):
            asked = window.engine.next()
            if not isinstance(asked, Request):
                return n > 0
            message = Message(window, window.boots, window.device, asked)
            self._deliver(message)
            self.net.clear()
            self._deliver(message)
        raise Broken(f"{window.code} asks for ever")

    def _is_quiet(self) -> bool:
        for window in self.windows:
            (head,) = self.centre.centre.heads(window.device)
            with window.store.read() as unit:
                if unit.outbox.count() or unit.base.cursor(head.scope) != (head.epoch, head.head):
                    return False
        return True

    # -- the whole ----------------------------------------------------------------------------------------

    def run(self, steps: int) -> Tally:
        """A day and its end; Broken when an invariant does not hold."""
        for window in self.windows:
            window.take_in()
            window.notify()
        self.heal()
        for _ in range(steps):
            self.step()
        self.heal()
        check(self.windows, self.centre, self.witness)
        self.tally.papers = len(self.witness.papers)
        self.tally.amended = len(self.witness.amended)
        with self.windows[0].store.read() as unit:
            self.tally.conflicts = sum(1 for row in unit.base.of("conflict"))
        return self.tally


def run(seed: int, steps: int = 160, windows: int = 3) -> Tally:
    """One seed from the morning to the check at the end."""
    template()
    with identities(random.Random(seed)):
        world = World(seed, windows)
        try:
            tally = world.run(steps)
        except BaseException:
            shutil.rmtree(world.folder, ignore_errors=True)  # whatever is open or not: the first error counts
            raise
        world.close()
        return tally
