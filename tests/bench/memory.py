"""How much memory the desk holds with a million cases: after 130 searches, paper warm, all fonts loaded."""

from __future__ import annotations

from typing import Final

from tests.bench.figures import Figure, Report, median
from tests.bench.halls import settings
from tests.bench.start import MODULE, told
from tests.support import million

ROUNDS: Final = 3
LARGEST: Final = 250_000_000


def measure() -> Report:
    folder = str(settings().data)
    ours = [told([*MODULE, "tests.bench.desk_window", folder], "memory")[1] for _ in range(ROUNDS)]
    bare = [told([*MODULE, "tests.bench.bare_window"], "memory")[1] for _ in range(ROUNDS)]
    rss, pss = (median([each[place] for each in ours]) for place in (0, 1))
    bare_rss = median([each[0] for each in bare])
    return Report(
        [
            Figure(
                f"memory of the desk with {million.CASES:,} cases, after 130 searches (resident)",
                "≤ 250 MB",
                f"a bare QMainWindow {bare_rss / 1e6:.0f} MB",
                f"{rss / 1e6:.0f} MB (proportional {pss / 1e6:.0f} MB)",
                rss / bare_rss,
                rss <= LARGEST,
            )
        ]
    )
