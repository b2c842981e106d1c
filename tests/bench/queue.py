"""Calling the next visitor, at a window by itself and at the centre, each against one raw statement."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic_ns
from uuid import UUID

from sqlalchemy import text

from app.bootstrap import Hall, open_hall
from app.central.centre import Centre
from app.central.queueing import CentralQueue
from app.clock import FrozenClock
from app.settings import Settings
from app.wire.queue import CallRequest, TakeRequest
from db.central.engine import open_engine, writing
from db.central.schema import create_all
from tests.bench.accept import raw_commit
from tests.bench.figures import Figure, Report, median, ms, quantile, seconds
from tests.bench.halls import scratch
from tests.support.central_hall import CentralHall

TICKETS = 400
ROUNDS = 300
AT_ONCE_S = 0.010
NINE = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
ONE_STATEMENT = """
UPDATE ticket SET state = 'called', counter = '3' WHERE scope = :scope AND id = (
  SELECT id FROM ticket WHERE scope = :scope AND day = '2026-11-26' AND state = 'waiting'
  AND business IN ('A', 'B') ORDER BY place_at LIMIT 1) RETURNING id
"""


class BenchClock(FrozenClock):
    """Stands in office hours; its milliseconds run, so that nothing counts as being done at once."""

    def monotonic_ms(self) -> int:
        return monotonic_ns() // 1_000_000


def measure() -> Report:
    folder = Path(tempfile.mkdtemp(prefix="queue-", dir=scratch()))
    return Report([*_at_the_window(folder), *_at_the_centre(folder)])


def _at_the_window(folder: Path) -> list[Figure]:
    clock = BenchClock(NINE)
    with closing(open_hall(Settings.demo(folder / "hall"), clock)) as hall:
        hall.session.add_clerk("07", "周示例", "a long password", role="administrator")
        hall.session.sign_in("07", "a long password")
        for _ in range(TICKETS):
            hall.queue.taking.take("A")
            clock.advance(timedelta(milliseconds=5))
        raw = raw_commit(folder)
        size = 1500  # of the rows a call writes
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(hall.queue.call_next))
            theirs.append(raw(size))
            _serve(hall)
            clock.advance(timedelta(seconds=1))
    p99, raw_p99 = quantile(ours, 0.99), quantile(theirs, 0.99)
    ratio = median(ours) / median(theirs)
    return [
        Figure(
            f"call the next of {TICKETS} at the window: chosen, journal fsync, one durable transaction, p50",
            "told only",
            f"one raw fsynced SQLite commit {ms(median(theirs))}",
            ms(median(ours)),
            ratio,
        ),
        Figure(
            "the same, p99",
            f"≤ {ms(AT_ONCE_S)}",
            f"raw p99 {ms(raw_p99)}",
            ms(p99),
            p99 / raw_p99,
            p99 <= AT_ONCE_S,
        ),
    ]


def _serve(hall: Hall) -> None:
    kept = hall.queue.arrive()
    hall.queue.finish(kept.ticket.id)


def _at_the_centre(folder: Path) -> list[Figure]:
    engines = [open_engine(f"sqlite:///{folder / name}.db") for name in ("centre", "raw")]
    houses = []
    for engine in engines:
        create_all(engine)
        houses.append(_filled(CentralHall(engine)))
    (house, window), (other, _) = houses
    queue = CentralQueue(Centre(house.engine, house.clock))
    ours, theirs = [], []
    for n in range(ROUNDS):
        request = CallRequest(
            cmd_id=str(UUID(int=(9 << 96) + n)), counter="3", clerk="clerk", serves=("A", "B")
        )
        ours.append(seconds(lambda request=request: queue.call(window, request)))  # type: ignore[misc]
        theirs.append(seconds(lambda: _raw_call(other)))
    for engine in engines:
        engine.dispose()
    ratio = median(ours) / median(theirs)
    return [
        Figure(
            f"call the next of {TICKETS} at the centre (SQLite): chosen, recorded, fed, answer kept, p50",
            "told only",
            f"raw one-statement UPDATE, fsynced {ms(median(theirs))}",
            ms(median(ours)),
            ratio,
        ),
        Figure(
            "the same, p99",
            "told only",
            f"raw p99 {ms(quantile(theirs, 0.99))}",
            ms(quantile(ours, 0.99)),
            quantile(ours, 0.99) / quantile(theirs, 0.99),
        ),
    ]


def _filled(house: CentralHall) -> tuple[CentralHall, str]:
    house.clock.set(NINE)
    kiosk, window = house.window(), house.window()
    queue = CentralQueue(house.centre)
    for n in range(TICKETS):
        house.clock.advance(timedelta(milliseconds=5))
        queue.take(kiosk.id, TakeRequest(cmd_id=str(UUID(int=(6 << 96) + n)), business="A"))
    return house, window.id


def _raw_call(house: CentralHall) -> None:
    with writing(house.engine) as connection:
        connection.execute(text(ONE_STATEMENT), {"scope": "3201"}).scalar()
