"""Ten thousand commands up and ten thousand changes down: window, wire and centre, next to PouchDB's."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from app.wire.limits import PUSH_COMMANDS
from tests.bench.figures import Figure, Report, median, ms, quantile, seconds, table
from tests.bench.halls import scratch
from tests.bench.pouchdb import Absent, Pouch, pouch
from tests.bench.start import MODULE, numbers
from tests.bench.sync_hall import Window, centre, window
from tests.bench.sync_rush import VISITORS, WINDOWS, rush
from tests.bench.sync_site import settings_of

MANY: Final = 10_000
ROUNDS: Final = 5
RIVAL_ROUNDS: Final = 3
UP_S: Final = 3.0
DOWN_S: Final = 1.2
STALL_MS: Final = 50.0
ARRIVING: Final = 2 * MANY * ROUNDS
LARGEST: Final = 250_000_000
DESK: Final = "103"

UP: Final = f"{MANY:,} commands up: dedupe, case, event, feed and log at the centre; answers kept here"
DOWN: Final = f"{MANY:,} changes down: pages checked, kept with the cursor"
SHOWN: Final = f"the rows and search words of {MANY:,} changes, made in the window's pauses"
RIVAL_UP: Final = f"PouchDB: {MANY:,} documents of the same bytes up, batches of 500"
RIVAL_DOWN: Final = f"PouchDB: {MANY:,} documents down into an empty database"
RAW: Final = (
    f"raw SQLite: {MANY:,} rows of the same bytes into one table, a hundred in a transaction, fsynced"
)
ONE_BY_ONE: Final = 200
Taken = dict[str, list[float]]


def measure() -> Report:
    folder = scratch() / "sync"
    taken: Taken = {name: [] for name in (UP, DOWN, SHOWN, RIVAL_UP, RIVAL_DOWN, RAW)}
    with ExitStack() as ending:
        url, codes = ending.enter_context(centre(folder / "centre", 3))
        first = ending.enter_context(window(settings_of(folder, "101", url), codes[0]))
        second = ending.enter_context(window(settings_of(folder, "102", url), codes[1]))
        with window(settings_of(folder, DESK, url), codes[2]):
            pass  # enrolled, its clerk known, the hall still empty
        words = first.decide(MANY)
        size = sum(len(json.dumps(each, ensure_ascii=False).encode()) for each in words) // MANY
        raw = raw_rows(folder, words)
        documents = [{"_id": f"{number:06}", **each} for number, each in enumerate(words)]
        rival, why = _rival(ending, folder, documents)
        gc.collect()
        gc.freeze()  # a desk does not look through all it has in the middle of a push (ui/garbage.py)
        for round in range(ROUNDS):
            _round(taken, round, first, second, rival if round < RIVAL_ROUNDS else None)
            taken[RAW].append(raw())
        small = _small(first)
        arrived = _arrived(folder, url)
    report = _told(taken, size, why, arrived)
    report.figures += [*small, *rush(folder / "rush", words[: WINDOWS * VISITORS])]
    return report


def raw_rows(folder: Path, words: list[dict[str, object]]) -> Callable[[], float]:
    """Gives a call that inserts the payloads' bytes into a new table of one plain database."""
    rows = [json.dumps(each, ensure_ascii=False) for each in words]
    sql = sqlite3.connect(folder / "raw.db", isolation_level=None)
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("PRAGMA synchronous = FULL")

    def insert() -> None:
        for n in range(0, MANY, PUSH_COMMANDS):
            sql.execute("BEGIN")
            sql.executemany(
                "INSERT INTO doc (id, body) VALUES (?, ?)", enumerate(rows[n : n + PUSH_COMMANDS], n)
            )
            sql.execute("COMMIT")

    def anew() -> float:
        sql.execute("DROP TABLE IF EXISTS doc")
        sql.execute("CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT)")
        return seconds(insert)

    return anew


def _small(window: Window) -> list[Figure]:
    """One command after the other, and asking for nothing."""
    single, nothing = [], []
    while window.moves():
        pass
    for _ in range(ONE_BY_ONE):
        window.decide(1)
        single.append(seconds(window.push))
        while window.moves():
            pass
        nothing.append(seconds(window.ask))
    return [
        Figure(what, "told only", "", f"p50 {ms(median(values))}, p99 {ms(quantile(values, 0.99))}")
        for what, values in (
            ("one command up: sent, carried out, its answer kept", single),
            ("nothing to do: asked for changes, there are none", nothing),
        )
    ]


class Arrived(NamedTuple):
    """What the desk said of its event loop, in milliseconds, and of its memory."""

    still: list[float]
    gaps: list[float]
    memory: list[float]
    before: list[float]


def _arrived(folder: Path, url: str) -> Arrived:
    """A desk of its own process fetches all that the rounds left at the centre."""
    command = [*MODULE, "tests.bench.stall_window", str(folder), DESK, url, str(ARRIVING)]
    names = Arrived._fields
    lines = numbers(command, *names, limit_s=900)
    return Arrived(*(lines[name] for name in names))


def _rival(ending: ExitStack, folder: Path, documents: list[dict[str, object]]) -> tuple[Pouch | None, str]:
    """PouchDB, or why it is not measured."""
    try:
        return ending.enter_context(pouch(folder, documents)), ""
    except Absent as absent:
        return None, str(absent)


def _round(taken: Taken, round: int, first: Window, second: Window, rival: Pouch | None) -> None:
    if round:
        first.settle()
        first.decide(MANY)
    taken[UP].append(seconds(first.push))
    if rival is not None:
        taken[RIVAL_UP].append(rival.push(round))
    taken[DOWN].append(seconds(partial(second.pull, MANY)))
    if rival is not None:
        taken[RIVAL_DOWN].append(rival.pull(round))
    second.pull(MANY)  # a command makes two changes, the case and its event: the other half, unmeasured
    taken[SHOWN].append(seconds(partial(_show, second)) / 2)


def _show(window: Window) -> None:
    while window.storage.show_more():
        pass


def _told(taken: Taken, size: int, why: str, arrived: Arrived) -> Report:
    figures = []
    for ours, theirs, budget in ((UP, RIVAL_UP, UP_S), (DOWN, RIVAL_DOWN, DOWN_S)):
        found = median(taken[ours])
        rival = median(taken[theirs]) if taken[theirs] else None
        met = found <= budget and (rival is None or found < rival)
        yardstick = f"not measured: {why}" if rival is None else f"PouchDB 9 {rival:.2f} s"
        ratio = None if rival is None else found / rival
        limit = f"≤ {budget} s, faster than PouchDB"
        figures.append(Figure(ours.partition(":")[0], limit, yardstick, f"{found:.2f} s", ratio, met))
    longest, p999, _, lasted = arrived.gaps
    still = arrived.still[0]
    figures += [
        Figure(
            f"longest stall of the desk while {ARRIVING:,} changes arrive and are shown",
            f"≤ {STALL_MS:.0f} ms",
            f"the same desk at rest {still:.0f} ms",
            f"{longest:.0f} ms (99.9 %: {p999:.1f} ms; in {lasted:.0f} s)",
            longest / still,
            longest <= STALL_MS,
        ),
        Figure(
            "memory of that desk afterwards, the link open (resident)",
            "≤ 250 MB",
            f"before the link was opened {arrived.before[0] / 1e6:.0f} MB",
            f"{arrived.memory[0] / 1e6:.0f} MB (proportional {arrived.memory[1] / 1e6:.0f} MB)",
            arrived.memory[0] / arrived.before[0],
            arrived.memory[0] <= LARGEST,
        ),
    ]
    rows = [
        (name, *(f"{value:.2f} s" for value in (min(values), median(values), max(values))))
        for name, values in taken.items()
        if values
    ]
    return Report(
        figures,
        "## Sync\n\nWindow and centre are processes of their own on loopback HTTP, SQLite at both ends, "
        f"every commit with fsync. A command is a new case with its event, {size:,} bytes of payload, and "
        f"makes two changes. {ROUNDS} rounds in turns, PouchDB in the first {RIVAL_ROUNDS}.\n\n"
        + table(("what", "least", "median", "most"), rows),
    )
