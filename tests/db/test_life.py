"""The store as a machine: decisions, power cuts, restarts and restored copies in any order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.clock import FrozenClock
from app.errors import StoreUnavailable
from db.local.journal import Kind
from db.local.recovery import Mend
from tests.db.hall import MORNING, SERIES, accept, case_numbers, opened


class StoreLife(RuleBasedStateMachine):
    """A power cut is a copy of the folder as it lies on the disk, with the journal cut at a chosen record."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="store-life-"))
        self.folder = self.root / "hall"
        self.clock = FrozenClock(MORNING)
        self.store = opened(self.folder, self.clock)
        self.printed: dict[int, str] = {}
        self.discarded: set[int] = set()
        self.snapshots = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.root)

    def new_number(self, number: int, cmd_id: str) -> None:
        assert number not in self.printed, "a number is on two papers"
        assert number not in self.discarded, "a number of a discarded decision was given again"
        self.printed[number] = cmd_id

    @rule()
    def accept(self) -> None:
        made = accept(self.store)
        self.new_number(made.numbers[SERIES], made.cmd_id)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = opened(self.folder, self.clock)

    @rule()
    def power_cut_between_journal_and_commit(self) -> None:
        """The journal has one envelope more than the database."""
        before = self.root / f"disk-{self.snapshots}"
        self.snapshots += 1
        self.store.close()
        shutil.copytree(self.folder, before)
        store = opened(self.folder, self.clock)
        made = accept(store)
        mark = store.journal.last()
        assert mark is not None
        store.close()
        journal = self.folder / "journal" / mark.file
        cut = journal.read_bytes()[: mark.offset]
        shutil.rmtree(self.folder)
        shutil.move(before, self.folder)
        (self.folder / "journal").mkdir(exist_ok=True)
        journal.write_bytes(cut)
        self.store = opened(self.folder, self.clock)
        assert made.cmd_id in {pending.cmd_id for pending in self.store.unfinished()}

    @rule(lost=st.integers(min_value=1, max_value=3))
    def disk_image_restored(self, lost: int) -> None:
        """The database of before the last decisions under the journal of now."""
        self.store.close()
        before = self.root / f"image-{self.snapshots}"
        self.snapshots += 1
        shutil.copytree(self.folder, before)
        store = opened(self.folder, self.clock)
        for _ in range(lost):
            made = accept(store)
            self.new_number(made.numbers[SERIES], made.cmd_id)
        store.close()
        shutil.copy2(before / "hall.db", self.folder / "hall.db")
        with pytest.raises(StoreUnavailable) as refused:
            opened(self.folder, self.clock)
        assert refused.value.facts == {"reason": "lost", "lost": lost}
        self.store = opened(self.folder, self.clock, mend=Mend.REPLAY)

    @precondition(lambda self: self.store.unfinished())
    @rule(data=st.data())
    def keep(self, data: st.DataObject) -> None:
        pending = data.draw(st.sampled_from(self.store.unfinished()))
        made = self.store.keep(pending.cmd_id)
        self.new_number(made.numbers[SERIES], made.cmd_id)

    @precondition(lambda self: self.store.unfinished())
    @rule(data=st.data())
    def discard(self, data: st.DataObject) -> None:
        pending = data.draw(st.sampled_from(self.store.unfinished()))
        self.store.discard(pending.cmd_id, "clerk-1", "停电")
        self.discarded.add(pending.numbers[SERIES])

    @invariant()
    def what_is_printed_is_there_once(self) -> None:
        numbers = case_numbers(self.store)
        assert sorted(numbers) == [f"YC01-261123-001-{number:04}" for number in sorted(self.printed)]
        with self.store.read() as unit:
            commands = unit.outbox.pending()
            assert unit.state.highest(SERIES) >= max([*self.printed, *self.discarded], default=0)
        assert [line["dev_seq"] for line in commands] == list(range(1, len(commands) + 1))
        assert {line["cmd_id"] for line in commands} == set(self.printed.values())

    @invariant()
    def the_journal_knows_every_command(self) -> None:
        envelopes = {entry.cmd_id for entry in self.store.journal.all() if entry.kind is Kind.ENVELOPE}
        assert set(self.printed.values()) <= envelopes


TestStoreLife = StoreLife.TestCase
TestStoreLife.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
