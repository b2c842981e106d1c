"""A window as its own process, to be killed: accepts cases and says what a printer would have printed.

`python -m tests.db.crashing FOLDER CASES CRASHPOINT` dies at the crash point of the case after CASES,
or goes on until somebody kills it when CRASHPOINT is "-".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.clock import FrozenClock
from db.local.crashpoints import VARIABLE
from tests.db.hall import MORNING, SERIES, accept, opened


def main(folder: Path, cases: int, point: str) -> None:
    store = opened(folder, FrozenClock(MORNING))
    done = 0
    while True:
        if done == cases and point != "-":
            os.environ[VARIABLE] = point
        draft = f"draft-{os.getpid()}-{done}"
        with store.unit() as unit:
            unit.drafts.put(draft, {"n": done}, title="李样本", owner="c", saved_at=MORNING)
        sys.stdout.write(f"saved {draft}\n")
        sys.stdout.flush()
        scan = store.blobs.put(os.urandom(5000))
        sys.stdout.write(f"scanned {scan}\n")
        sys.stdout.flush()
        made = accept(store)
        # Behind this line the notice is on paper and in somebody's hand.
        sys.stdout.write(f"printed {made.numbers[SERIES]} {made.cmd_id}\n")
        sys.stdout.flush()
        done += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
