"""From the start of the program to a desk that can be used, a million cases in the store."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure, Report, in_turns, median, ms, table
from tests.bench.halls import settings
from tests.support import million

ROOT: Final = Path(__file__).resolve().parents[2]
ROUNDS: Final = 15
TIMES_BARE: Final = 2.5
LIMIT_S: Final = 120


def environment() -> dict[str, str]:
    """Offscreen, and with compiled modules: this measures the second start of a day, not the first ever."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    compiled = str(million.cache_folder() / "compiled")
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}


def told(command: list[str], what: str) -> tuple[float, list[float]]:
    """When the command was started, and the numbers of the line that begins with `what`."""
    begun = time.perf_counter()
    return begun, numbers(command, what)[what]


def numbers(command: list[str], *names: str, limit_s: float = LIMIT_S) -> dict[str, list[float]]:
    """The numbers of the lines of a process that begin with these names."""
    done = subprocess.run(
        command, env=environment(), cwd=ROOT, capture_output=True, text=True, check=False, timeout=limit_s
    )
    found = {name: re.search(rf"^{name} (.+)$", done.stdout, re.MULTILINE) for name in names}
    told = {name: [float(number) for number in line[1].split()] for name, line in found.items() if line}
    if done.returncode or told.keys() != set(names):
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return told


def until_usable(*command: str) -> float:
    """Seconds from the start of the process to its word that it can be used."""
    begun, (usable,) = told(list(command), "usable")
    return usable / 1000 - begun


MODULE: Final = [sys.executable, "-m"]


def desk() -> tuple[str, ...]:
    return ("desk", "--demo", str(settings().data), "--measure", "desk")


def measure() -> Report:
    bare = partial(until_usable, *MODULE, "tests.bench.bare_window")
    ours = partial(until_usable, *MODULE, "ui", *desk())
    in_turns(2, bare=bare, ours=ours)  # compiles modules, unpacks fonts, warms the disk's cache
    taken = in_turns(ROUNDS, bare=bare, ours=ours)
    ratio = median(taken["ours"]) / median(taken["bare"])
    rows = [
        (name, ms(min(taken[key])), ms(median(taken[key])), ms(max(taken[key])))
        for key, name in (("bare", "a bare QMainWindow, shown and idle"), ("ours", "the desk, usable"))
    ]
    return Report(
        [
            Figure(
                f"start to usable desk, {million.CASES:,} cases in the store, from source",
                "≤ 2.5 × bare",
                f"a bare QMainWindow {ms(median(taken['bare']))}",
                ms(median(taken["ours"])),
                ratio,
                ratio <= TIMES_BARE,
            )
        ],
        "## Start from source\n\nFrom the start of the process. Usable: desk painted, unfinished visits "
        "listed, the catalogue answers, nothing waiting, event loop idle. The clerk's password is not "
        f"counted. {ROUNDS} rounds in turns.\n\n" + table(("what", "least", "median", "most"), rows),
    )
