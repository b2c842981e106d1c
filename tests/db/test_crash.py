"""kill -9 with real processes: nothing printed is lost, no number is used twice, open work is offered."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.clock import FrozenClock
from db.local.recovery import Mend
from db.local.store import Store
from tests.db.hall import MORNING, SERIES, case_numbers, opened

ROOT = Path(__file__).resolve().parents[2]
NOTHING_DURABLE = ("before_rename", "after_rename", "after_reserve", "before_journal")
JOURNALLED = ("after_journal", "before_commit")
COMMITTED = ("after_commit", "after_mark")


@dataclass
class Paper:
    """What came out of the windows that were killed."""

    numbers: dict[int, str] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    scans: set[str] = field(default_factory=set)

    def read(self, line: str) -> None:
        match line.split():
            case ["printed", number, cmd_id]:
                assert int(number) not in self.numbers, f"number {number} is on two papers"
                self.numbers[int(number)] = cmd_id
            case ["saved", draft]:
                self.drafts.add(draft)
            case ["scanned", address]:
                self.scans.add(address)
            case _:
                pytest.fail(f"the window said {line!r}")


def window(folder: Path, cases: int = 0, point: str = "-") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.db.crashing", str(folder), str(cases), point],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def killed_at(folder: Path, paper: Paper, cases: int, point: str) -> None:
    with window(folder, cases, point) as process:
        assert process.stdout is not None
        for line in process.stdout:
            paper.read(line)
    assert process.returncode == -signal.SIGKILL


def all_is_there(store: Store, paper: Paper) -> None:
    """Each paper has its one case; the outbox is gapless; nothing else has a printed number."""
    with store.read() as unit:
        drafts = {draft["id"] for draft in unit.drafts.list()}
        commands = {line["cmd_id"]: line for line in unit.outbox.pending(100_000)}
    assert paper.drafts <= drafts
    for address in paper.scans:
        assert len(store.blobs.read(address)) == 5000
    assert sorted(line["dev_seq"] for line in commands.values()) == list(range(1, len(commands) + 1))
    numbers = case_numbers(store)
    assert len(numbers) == len(set(numbers))
    for number, cmd_id in paper.numbers.items():
        assert commands[cmd_id]["case_no"] == f"YC01-261123-001-{number:04}"
    for pending in store.unfinished():
        assert pending.numbers[SERIES] not in paper.numbers
    with store.read() as unit:
        assert unit.state.highest(SERIES) >= max(paper.numbers, default=0)


@pytest.mark.slow
@pytest.mark.parametrize("point", [*NOTHING_DURABLE, *JOURNALLED, *COMMITTED])
def test_a_window_killed_at(point: str, folder: Path) -> None:
    paper = Paper()
    for cases in (0, 2):
        before = len(paper.numbers)
        killed_at(folder, paper, cases, point)
        assert len(paper.numbers) == before + cases

        store = opened(folder, FrozenClock(MORNING))
        all_is_there(store, paper)
        assert list((folder / "blobs").glob("new-*")) == []
        unfinished = store.unfinished()
        assert len(unfinished) == (1 if point in JOURNALLED else 0)
        unprinted = len(case_numbers(store)) - len(paper.numbers)
        assert unprinted == (0 if point not in COMMITTED else 1 if cases == 0 else 2)
        for pending in unfinished:
            if cases == 0:
                store.discard(pending.cmd_id, "clerk-1", "停电")
            else:
                store.keep(pending.cmd_id)
        all_is_there(store, paper)
        store.close()


@pytest.mark.slow
def test_a_window_killed_at_any_moment_many_times(folder: Path) -> None:
    rng = random.Random(20261123)
    paper = Paper()
    for _ in range(8):
        with window(folder) as process:
            assert process.stdout is not None
            for _ in range(rng.randrange(1, 60)):
                paper.read(process.stdout.readline().strip())
            process.kill()
            for line in process.stdout.read().splitlines(keepends=True):
                if line.endswith("\n"):
                    paper.read(line)
        store = opened(folder, FrozenClock(MORNING))
        all_is_there(store, paper)
        for pending in store.unfinished():
            if rng.random() < 0.5:
                store.keep(pending.cmd_id)
            else:
                store.discard(pending.cmd_id, "clerk-1", "停电")
        all_is_there(store, paper)
        store.close()
    assert len(paper.numbers) > 20


@pytest.mark.slow
def test_a_mark_the_power_cut_off_is_made_up_for_and_an_older_database_comes_back_whole(
    folder: Path, tmp_path: Path
) -> None:
    """Cut between commit and mark, then a disk from before that: the decision is certain all the same."""
    paper = Paper()
    killed_at(folder, paper, 1, "after_reserve")
    opened(folder, FrozenClock(MORNING)).close()
    older = tmp_path / "older"
    older.mkdir()
    for path in folder.glob("hall.db*"):
        shutil.copy2(path, older)
    killed_at(folder, paper, 1, "after_commit")
    opened(folder, FrozenClock(MORNING)).close()
    killed_at(folder, paper, 1, "after_reserve")
    for path in folder.glob("hall.db*"):
        path.unlink()
    for path in older.iterdir():
        shutil.copy2(path, folder)

    store = opened(folder, FrozenClock(MORNING), mend=Mend.REPLAY)
    assert store.health.replayed == 3
    paper.drafts.clear()  # unfinished visits are not journalled: they went with the disk
    all_is_there(store, paper)
    store.close()


@pytest.mark.slow
def test_a_second_window_on_the_same_store_is_told_who_has_it(folder: Path) -> None:
    from app.errors import StoreUnavailable

    with window(folder) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreUnavailable) as refused:
            opened(folder)
        process.kill()
    assert refused.value.code == "in-use"
    assert refused.value.facts["pid"] == process.pid
    opened(folder).close()
