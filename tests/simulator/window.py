"""A window in the simulator: the real hall and engine, a clerk who acts by chance, power that fails."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import db.local.store as store_module
from app.bootstrap import Hall, open_hall, store_folder
from app.clock import FrozenClock
from app.errors import AppError, Conflict, NotAllowed, Rejected, StoreUnavailable
from app.rules.case import CaseStatus
from app.rules.checklist import Mark, MaterialState, MissingReason
from app.rules.party import Party
from app.rules.visit import Draft
from app.sync.engine import Engine
from app.sync.requests import Refusal, Request, Unreachable
from app.sync.storage import Storage
from db.local.crashpoints import crashpoint
from db.local.recovery import Mend
from db.local.store import Store
from tests.simulator.invariants import Broken
from tests.simulator.template import CLERK, device_id, enrolled, settings_of

CRASHPOINTS = (
    "after_reserve",
    "before_journal",
    "after_journal",
    "before_commit",
    "after_commit",
    "after_mark",
)
_ANSWERED = "SELECT cmd_id FROM outbox WHERE state <> 'pending'"
COMPLETE = Mark(MaterialState.COMPLETE)
MISSING = Mark(MaterialState.MISSING, MissingReason.NOT_BROUGHT)
PARTIES = (
    Party(name="张示例", id_number="460107198801101234", phone="13800001111"),
    Party(name="李样本", id_number="460108199201090026", phone="13800002222"),
    Party(name="𬱖示例", id_number="460108199003071238", phone="13800003333"),
)


class PowerCut(BaseException):
    """The machine stops here; what is on its disk now is what the next start finds."""


@dataclass
class Paper:
    """A notice that came out of a printer."""

    window: str
    case_id: str
    case_no: str
    notice_id: str
    number: str


@dataclass
class Amended:
    """A correction a clerk made and saw saved."""

    window: str
    case_id: str
    name: str
    value: str


@dataclass
class Witness:
    """What people saw: it must all be true at the end."""

    papers: list[Paper] = field(default_factory=list)
    amended: list[Amended] = field(default_factory=list)
    rolled_back: int = 0


class SimWindow:
    """One window; `link` tells whether its cable is in."""

    def __init__(
        self, folder: Path, code: str, clock: FrozenClock, rng: random.Random, witness: Witness
    ) -> None:
        self.folder, self.code, self.clock, self.rng, self.witness = folder, code, clock, rng, witness
        self.link = True
        self.boots = 0
        self.former: str | None = None  # the device it was before
        self.copy: Path | None = None
        self._values = 0
        self._answered: set[str] = set()
        self.settings = settings_of(folder, code)
        self.hall: Hall
        self.engine: Engine
        self._begin(open_hall(self.settings, clock))

    def _begin(self, hall: Hall) -> None:
        self.hall = hall
        self.boots += 1
        # The thread that tidies up in pauses is nobody's step: under a seed nothing runs by itself.
        hall.store._checkpointer._commits = -1_000_000
        hall.session.stand_in(CLERK)
        self.device = device_id(hall.store)
        self.storage = Storage(hall.house)
        self.engine = Engine(
            self.storage,
            self.clock,
            random.Random(self.rng.random()),
            boot=f"{self.code}-{self.boots}",
        )

    @property
    def store(self) -> Store:
        return self.hall.store

    def close(self) -> None:
        self.hall.close()

    # -- what a clerk does ------------------------------------------------------------------------

    def act(self) -> str:
        """One act of the clerk; gives its name, or why it could not be."""
        acts: list[Callable[[], None]] = [self.take_in, self.take_for_later, self.withdraw, self.notify]
        acts += [self.amend, self.amend, self.amend, self.supplement, self.pause, self.resolve]
        act = self.rng.choice(acts)
        try:
            act()
        except (Conflict, Rejected, NotAllowed) as error:
            return f"{act.__name__}: {error.code}"
        return act.__name__

    def _draft(self, item: str, mark: Mark) -> Draft:
        clerk = self.hall.session.current
        assert clerk is not None
        draft = replace(self.hall.intake.new_draft(clerk.id), applicant=self.rng.choice(PARTIES))
        chosen = self.hall.catalogue.item(item)
        draft = draft.with_item(chosen, {})
        for material in draft.materials(chosen):
            draft = draft.with_mark(material.code, mark)
        return draft

    def take_in(self) -> None:
        """A case accepted, its notice printed and in somebody's hand."""
        decided = self.hall.intake.accept(self._draft("yljg", COMPLETE))
        for notice in decided.notices:
            self.witness.papers.append(
                Paper(self.code, decided.case.id, decided.case.case_no, notice.id, notice.number)
            )

    def take_for_later(self) -> None:
        """Papers taken in to be looked at later."""
        self.hall.intake.receive(self._draft("yljg", COMPLETE))

    def notify(self) -> None:
        """A case that lacks papers."""
        self.hall.intake.notify(self._draft("yljg", MISSING))

    def _some_case(self, *statuses: CaseStatus) -> str | None:
        with self.store.read() as unit:
            rows = unit.cases.newest(limit=40)
        fitting = [row["id"] for row in rows if not statuses or row["status"] in statuses]
        # Most people come about the same few cases, or two windows would hardly ever meet.
        return (
            self.rng.choice(sorted(fitting)[:3] if self.rng.random() < 0.7 else fitting) if fitting else None
        )

    def amend(self) -> None:
        """A phone number or a remark corrected."""
        case_id = self._some_case()
        if case_id is None:
            return
        self._values += 1
        if self.rng.random() < 0.5:
            name, value = "phone", f"139{self.code[-1]}{self._values:07d}"
            self.hall.cases.amend(case_id, phone=value)
        else:
            name, value = "remark", f"{self.code} 第{self._values}次说明"
            self.hall.cases.amend(case_id, remark=value)
        self.witness.amended.append(Amended(self.code, case_id, name, value))

    def withdraw(self) -> None:
        case_id = self._some_case(CaseStatus.ACCEPTED, CaseStatus.CORRECTING)
        if case_id is not None and self.rng.random() < 0.4:
            self.hall.intake.withdraw(case_id, "申请人要求撤回")

    def pause(self) -> None:
        case_id = self._some_case(CaseStatus.ACCEPTED, CaseStatus.SUSPENDED)
        if case_id is None:
            return
        with self.store.read() as unit:
            row = unit.cases.get(case_id)
        assert row is not None
        if row["status"] == CaseStatus.SUSPENDED:
            self.hall.intake.resume(case_id)
        else:
            self.hall.intake.pause(case_id, "testing", 5, "检测")

    def supplement(self) -> None:
        """Some of what was owed comes in: two windows may check different papers of one case."""
        case_id = self._some_case(CaseStatus.CORRECTING)
        if case_id is None:
            return
        with self.store.read() as unit:
            row = unit.cases.get(case_id)
        assert row is not None
        draft = self.hall.intake.reopen(row["case_no"])
        item = self.hall.catalogue.item("yljg")
        for material in draft.materials(item):
            draft = draft.with_mark(material.code, COMPLETE if self.rng.random() < 0.6 else MISSING)
        if all(draft.mark(m.code).state is MaterialState.COMPLETE for m in draft.materials(item)):
            decided = self.hall.intake.accept(draft)
            for notice in decided.notices:
                self.witness.papers.append(
                    Paper(self.code, decided.case.id, decided.case.case_no, notice.id, notice.number)
                )
        else:
            self.hall.intake.notify(draft)

    def resolve(self) -> None:
        """A person closes an entry of the conflict inbox."""
        lines = self.hall.attention.open()
        if not lines or self.rng.random() < 0.5:
            return
        entry = self.hall.attention.view(self.rng.choice(lines).id)
        choices: dict[str, Any] = {clash.name: self.rng.choice(("mine", "theirs")) for clash in entry.clashes}
        self.hall.attention.resolve(entry.line.id, choices, "已电话核实")

    # -- what the engine is told -----------------------------------------------------------------------

    def receive(self, request: Request, answer: Any) -> None:
        """An answer of the centre; now and then the power fails between two of its transactions."""
        if self.rng.random() < 0.08:
            left = self.rng.randrange(1, 4)

            def stops() -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    raise PowerCut("between two transactions")

            self.storage._let_others = stops  # type: ignore[method-assign]
        try:
            if isinstance(answer, (Refusal, Unreachable)):
                self.engine.fail(request, answer)
            else:
                self.engine.receive(request, answer)
        except PowerCut:
            self.crash()
        finally:
            self.storage.__dict__.pop("_let_others", None)
        self._shows_what_waits()

    def _shows_what_waits(self) -> None:
        """What the clerk did and the centre has not answered is on the screen, whatever came down."""
        last: dict[tuple[str, str], Any] = {}
        with self.store.read() as unit:
            self._answered.update(row[0] for row in unit.outbox._sql.execute(_ANSWERED))
            for line in unit.outbox.pending(1000):
                command = unit.outbox.get(line["cmd_id"])
                # What the centre had answered and is sent again, others may have changed since.
                if command is None or command["cmd_id"] in self._answered:
                    continue
                if command["kind"] == "case.amend":
                    for name, value in json.loads(command["payload"])["changes"].items():
                        last[command["entity_id"], name] = value
            for (case_id, name), value in last.items():
                row = unit.cases.get(case_id)
                if name in ("phone", "remark") and (row is None or row[name] != value):
                    raise Broken(f"{self.code} does not show its own {name} of {case_id}")

    # -- power --------------------------------------------------------------------------------------

    def crash(self) -> None:
        """Off and on again between two acts: memory is gone, the disk is as it was."""
        self.hall.close()
        self._begin(open_hall(self.settings, self.clock))

    def crash_in_a_decision(self) -> None:
        """The power fails at one of the points of sync.md's matrix; afterwards a person keeps or discards."""
        point = self.rng.choice(CRASHPOINTS)
        image = self.folder / f"{self.code}.image"
        folder = store_folder(self.hall.settings)
        papers = len(self.witness.papers)
        with power_fails(point, folder, image):
            try:
                self.take_in()
            except PowerCut:
                pass
            else:
                return  # the point is not on this way
        del self.witness.papers[papers:]
        self.hall.close()
        shutil.rmtree(folder)
        image.rename(folder)
        self._begin(open_hall(self.settings, self.clock))
        for line in self.hall.recovery.unfinished():
            if self.rng.random() < 0.5:
                self.hall.recovery.keep(line.cmd_id)
            else:
                self.hall.recovery.discard(line.cmd_id, "停电，申请人已离开")

    # -- an older copy of the disk --------------------------------------------------------------------

    def copy_database(self) -> None:
        """Somebody's disk image: the database alone, as backup programs take it."""
        folder = store_folder(self.hall.settings)
        self.hall.close()
        self.copy = self.folder / f"{self.code}.copy"
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(folder, self.copy, ignore=shutil.ignore_patterns("journal"))
        self._begin(open_hall(self.settings, self.clock))

    def restore_database(self) -> None:
        """That image comes back; the journal on the other disk does not go back with it."""
        if self.copy is None:
            return
        folder = store_folder(self.hall.settings)
        self.hall.close()
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()
        for path in self.copy.iterdir():
            if path.is_file():
                shutil.copy2(path, folder / path.name)
        self.witness.rolled_back += 1
        try:
            hall = open_hall(self.settings, self.clock)
        except StoreUnavailable as trouble:
            if (trouble.code, trouble.facts.get("reason")) != ("rolled-back", "lost"):
                raise
            _mended(self.settings, self.clock, Mend.REPLAY)
            hall = open_hall(self.settings, self.clock)
        self._begin(hall)
        for line in self.hall.recovery.unfinished():
            self.hall.recovery.discard(line.cmd_id, "恢复旧盘")

    def replace_machine(self, code: str) -> None:
        """The machine goes on as another device: same store and journal, a new code.

        What only its journal still had is kept by a person, for its papers are in people's hands.
        """
        self.former = self.device
        self.hall.close()
        before = self.settings
        self.settings = replace(before, hall=replace(before.hall, device_code=code))
        _mended(self.settings, self.clock, Mend.NEW_DEVICE)
        self._begin(open_hall(self.settings, self.clock))
        enrolled(self.store)
        for line in self.hall.recovery.unfinished():
            self.hall.recovery.keep(line.cmd_id)

    @property
    def code_now(self) -> str:
        """The code this machine prints with now; `code` is its name in the simulator."""
        return self.settings.hall.device_code

    def clock_jumps(self) -> None:
        self.clock.set(self.clock.now() + timedelta(seconds=self.rng.uniform(-300, 300)))


def _mended(settings: Any, clock: FrozenClock, mend: Mend) -> None:
    from app.bootstrap import key_store
    from app.credentials import key_for

    key = key_for(key_store(settings), store_exists=True)
    Store.open(
        store_folder(settings),
        key,
        clock,
        device_code=settings.hall.device_code,
        mirror=settings.mirror,
        mend=mend,
    ).close()


@contextmanager
def power_fails(point: str, folder: Path, image: Path) -> Iterator[None]:
    """At the crash point the disk is copied as it is, and the machine stops."""

    def reached(name: str) -> None:
        if name == point:
            shutil.rmtree(image, ignore_errors=True)
            shutil.copytree(folder, image)
            raise PowerCut(point)

    known = crashpoint
    store_module.crashpoint = reached  # type: ignore[attr-defined]
    try:
        yield
    finally:
        store_module.crashpoint = known  # type: ignore[attr-defined]


__all__ = ["Amended", "AppError", "Paper", "PowerCut", "SimWindow", "Witness", "power_fails"]
