"""The built program: its size, and its start until the desk can be used; `make bundle` builds it."""

from __future__ import annotations

import os
from functools import partial
from typing import Final

from tests.bench.figures import Figure, Report, in_turns, median, ms
from tests.bench.halls import settings
from tests.bench.start import ROOT, until_usable
from tests.support import million
from tests.support.bundle import Bundle

BUILT: Final = ROOT / "dist" / "window-clerk"
ROUNDS: Final = 15
TIMES_BARE: Final = 1.5


def measure() -> Report:
    bundle = Bundle(BUILT)
    if not bundle.program.exists():
        return Report([], "## Bundle\n\nNot built here: run `make bundle` first.")
    program = os.fspath(bundle.program)
    bare = partial(until_usable, program, "desk", "--measure", "bare")
    ours = partial(until_usable, program, "desk", "--demo", str(settings().data), "--measure", "desk")
    in_turns(2, bare=bare, ours=ours)
    taken = in_turns(ROUNDS, bare=bare, ours=ours)
    ratio = median(taken["ours"]) / median(taken["bare"])
    return Report(
        [
            Figure(
                f"start to usable desk, {million.CASES:,} cases, from the bundle",
                "≤ 1.5 × bare",
                f"a bare QMainWindow shown by the same bundle {ms(median(taken['bare']))}",
                ms(median(taken["ours"])),
                ratio,
                ratio <= TIMES_BARE,
            ),
            Figure("size of the bundle", "", "", f"{bundle.megabytes:.0f} MB"),
        ]
    )
