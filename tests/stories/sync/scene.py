"""One hall of processes: a centre, its windows, what came out of their printers, and the check at the end."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from app.central.centre import Centre
from app.central.crashpoints import VARIABLE as CRASHPOINTS
from app.central.keys import VARIABLE as KEY
from app.clock import SystemClock
from db.central.engine import open_engine
from db.central.registering import table
from tests.simulator.template import HALL, MORNING

ROOT: Final = Path(__file__).resolve().parents[3]
LOOPBACK: Final = "127.0.0.1"
PATIENCE_S: Final = 120.0
CODES: Final = ("W01", "W02")
SECRET: Final = b"\x07" * 32
_LOOK_S: Final = 0.02


def until(is_so: Callable[[], object], what: str) -> None:
    """Looks again and again, for a bounded time."""
    end = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < end, what
        pause.wait(_LOOK_S)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Paper:
    """A notice that is in somebody's hand."""

    case_id: str
    case_no: str
    notice_id: str
    number: str


class CentreProcess:
    """`window-central serve`, which is started, killed and started again on one port and one data folder."""

    def __init__(self, folder: Path, url: str, *, workers: int = 1) -> None:
        """`url` of the database."""
        self.data = folder / "centre"
        self.database_url = url
        self.crashpoints = folder / "crashpoints"
        self.crashpoints.mkdir()
        self.port = free_port()
        self.host = LOOPBACK
        self.inside: tuple[str, ...] = ()  # what a command line begins with that runs somewhere else
        self._workers = workers
        self._log = folder / "centre.log"
        self._before = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "WINDOW_CENTRAL_DATA": str(self.data),
            "DATABASE_URL": url,
            KEY: SECRET.hex(),
            CRASHPOINTS: str(self.crashpoints),
            "PYTHONUTF8": "1",
        }

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Until it listens, with all of its workers."""
        told = [sys.executable, "-m", "app.central", "serve", "--port", str(self.port)]
        told += ["--workers", str(self._workers), "--host", self.host]
        if self.host != LOOPBACK:
            told.append("--plain")
        self._before = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self.inside, *told],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # its workers are ended with it
            )
        self.await_workers(self._workers)

    def await_workers(self, count: int) -> None:
        """Until so many workers have begun since the start, those that died included."""

        def have_begun() -> bool:
            assert self.is_running, self.said()
            return self._log.read_bytes()[self._before :].count(b"Application startup complete") >= count

        until(have_begun, f"{count} workers of the centre begin")

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def arm(self, point: str) -> None:
        """The process that comes to this point next dies there."""
        (self.crashpoints / point).touch()

    def has_died_at(self, point: str) -> bool:
        return not (self.crashpoints / point).exists()

    def await_death(self, point: str) -> None:
        """Until it was killed at this point."""
        until(lambda: not self.is_running, f"the centre dies at {point}")
        assert self._process is not None
        assert self._process.returncode == -signal.SIGKILL, self.said()
        assert self.has_died_at(point)
        self.kill()

    def await_death_of_a_worker(self, point: str) -> None:
        """Until one of them was killed at this point; the server goes on."""
        until(lambda: self.has_died_at(point), f"a worker dies at {point}")
        assert self.is_running, self.said()

    def kill(self) -> None:
        """kill -9, and its workers with it."""
        if self._process is not None:
            _end_group(self._process)
            self._process.wait()
            self._process = None

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-5000:] if self._log.exists() else ""


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """The group is the process's own, so nobody else is met; it may be gone already."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


class WindowProcess:
    """A window that is told what to do and whose printer is watched."""

    def __init__(self, folder: Path, code: str, url: str, papers: list[Paper]) -> None:
        """`url`: where it thinks the centre is, from its next start on."""
        self.folder, self.code, self.url, self.papers = folder, code, url, papers
        self.inside: tuple[str, ...] = ()
        self.kept: list[str] = []
        self.device = ""
        self._behind = (SystemClock().now() - MORNING).total_seconds()
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def start(self) -> None:
        self.launch()
        self.await_ready()

    def launch(self) -> None:
        """Begins; somebody else may begin beside it."""
        told = [sys.executable, "-m", "tests.stories.sync.window_process", str(self.folder), self.code]
        log = self.folder / f"{self.code}.log"
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [*self.inside, *told, self.url, str(self._behind)],
                cwd=ROOT,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        self._unread = b""

    def await_ready(self) -> None:
        (self.device,) = self._expect("ready")

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def tell(self, *words: str) -> None:
        """An order, whose answer is read later."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write((" ".join(words) + "\n").encode())
        self._process.stdin.flush()

    def accept(self, cases: int = 1) -> list[Paper]:
        """Cases taken in; their notices, as they were printed."""
        before = len(self.papers)
        self.tell("accept", str(cases))
        self.read_papers(cases)
        return self.papers[before:]

    def read_papers(self, count: int) -> None:
        """Until so many more notices are printed, of cases it was told to take in."""
        for _ in range(count):
            self._expect("printed")

    def amend(self, case_id: str, remark: str) -> None:
        self.tell("amend", case_id, remark)
        self._expect("amended")

    def die_at(self, point: str) -> None:
        """From now on the process dies at this crash point."""
        self.tell("die-at", point)
        self._expect("will-die-at")

    def press_retry(self) -> None:
        self.tell("retry")

    def await_state(self, state: str) -> None:
        self.tell("state", state)
        self._expect("state")

    def drain(self) -> None:
        """Until everything it did and every paper of it is at the centre."""
        self.tell("drain")
        self._expect("drained")

    def reach(self, seq: int) -> dict[str, Any]:
        """Until it has read the feed so far; its sums."""
        self.tell("reach", str(seq))
        (told,) = self._expect("reached")
        reached: dict[str, Any] = json.loads(told)
        return reached

    def await_death(self) -> None:
        """Until it has killed itself; what it had printed before is read."""
        while self._line() is not None:
            pass
        assert self._process is not None
        assert self._process.wait(PATIENCE_S) == -signal.SIGKILL, self._errors()
        self.kill()

    def kill(self) -> None:
        """kill -9; whole lines that were said before count."""
        if self._process is None:
            return
        _end_group(self._process)
        while self._line() is not None:
            pass
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # an order it never read
        self._process = None

    def _expect(self, word: str) -> list[str]:
        """Reads until a line with this word; what was printed meanwhile is noted."""
        while (line := self._line()) is not None:
            if line[0] == word:
                return line[1:]
            assert line[0] in ("printed", "kept"), (self.code, word, line, self._errors())
        raise AssertionError(f"{self.code} ended instead of {word}: {self._errors()}")

    def _line(self) -> list[str] | None:
        """The next whole line; None when the window has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._unread:
            ready, _, _ = select.select([pipe], [], [], PATIENCE_S)
            assert ready, f"{self.code} says nothing: {self._errors()}"
            piece = os.read(pipe, 65536)
            if not piece:
                return None
            self._unread += piece
        line, _, self._unread = self._unread.partition(b"\n")
        words = line.decode().split("\t")
        match words:
            case ["printed", case_id, case_no, notice_id, number]:
                self.papers.append(Paper(case_id, case_no, notice_id, number))
            case ["kept", cmd_id]:
                self.kept.append(cmd_id)
        return words

    def _errors(self) -> str:
        return (self.folder / f"{self.code}.log").read_text(encoding="utf-8", errors="replace")[-3000:]


@dataclass
class Scene:
    """A hall in a folder of its own."""

    folder: Path
    centre: CentreProcess
    windows: list[WindowProcess]
    papers: list[Paper] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        template: Path,
        folder: Path,
        *,
        database_url: str | None = None,
        workers: int = 1,
        windows: int = 2,
    ) -> Scene:
        """A copy of the template; nothing runs yet. Windows speak to the centre until they are told another
        address.
        """
        shutil.copytree(template, folder, dirs_exist_ok=True)
        url = database_url or f"sqlite:///{folder / 'centre' / 'central.db'}"
        centre = CentreProcess(folder, url, workers=workers)
        papers: list[Paper] = []
        made = [WindowProcess(folder, code, centre.url, papers) for code in CODES[:windows]]
        return cls(folder, centre, made, papers)

    def start(self) -> None:
        self.centre.start()
        self.start_windows()

    def start_windows(self) -> None:
        """Those that are off."""
        off = [window for window in self.windows if not window.is_running]
        for window in off:
            window.launch()
        for window in off:
            window.await_ready()

    def close(self) -> None:
        for window in self.windows:
            window.kill()
        self.centre.kill()

    def check(self) -> None:
        """All is whole again: nothing printed is lost, doubled or renumbered, and all have the same."""
        if not self.centre.is_running:
            self.centre.start()
        self.start_windows()
        for window in self.windows:
            window.drain()
        engine = open_engine(self.centre.database_url, pool_size=1)
        try:
            self._papers_are_there(engine)
            self._all_have_the_same(engine)
        finally:
            engine.dispose()

    def _papers_are_there(self, engine: sa.Engine) -> None:
        cases, notices = _bodies(engine, "case"), _bodies(engine, "notice")
        numbers = [body["number"] for body in notices.values()]
        for paper in self.papers:
            assert cases[paper.case_id]["case_no"] == paper.case_no, paper
            assert numbers.count(paper.number) == 1, paper
            assert notices[paper.notice_id]["number"] == paper.number, paper
        case_numbers = [body["case_no"] for body in cases.values()]
        assert len(case_numbers) == len(set(case_numbers)), "one number on two cases"
        assert len({paper.number for paper in self.papers}) == len(self.papers), "one number on two papers"
        blob, log, feed = table("blob"), table("command_log"), table("feed")
        with engine.connect() as connection:
            whole = set(connection.execute(sa.select(blob.c.sha256).where(blob.c.complete == 1)).scalars())
            results = [json.loads(row) for row in connection.execute(sa.select(log.c.result)).scalars()]
            seqs = connection.execute(sa.select(feed.c.seq).order_by(feed.c.seq)).scalars().all()
        assert {body["pdf_sha256"] for body in notices.values()} <= whole, "a paper's file is missing"
        assert {result["status"] for result in results} <= {"ok"}, results
        assert list(seqs) == list(range(1, len(seqs) + 1)), "the feed has gaps"

    def _all_have_the_same(self, engine: sa.Engine) -> None:
        centre = Centre(engine, SystemClock())
        for window in self.windows:
            theirs = centre.checksums(window.device, HALL)
            ours = window.reach(theirs.seq)
            assert ours == {"seq": theirs.seq, "sums": theirs.buckets}, window.code


def _bodies(engine: sa.Engine, entity: str) -> dict[str, dict[str, Any]]:
    record = table("record")
    found = sa.select(record.c.id, record.c.body).where(
        record.c.scope == HALL, record.c.entity == entity, record.c.deleted == 0
    )
    with engine.connect() as connection:
        return {row.id: json.loads(row.body) for row in connection.execute(found)}
