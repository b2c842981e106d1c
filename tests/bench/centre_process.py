"""A centre of its own process, as windows meet it: SQLite, uvicorn, loopback.

    python -m tests.bench.centre_process FOLDER CODES

prints its address and so many one-time codes, and serves until its input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.central.serving import forget_seldom
from app.clock import SystemClock
from tests.support.running_centre import running_centre


def main() -> int:
    folder, codes = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with running_centre(folder, SystemClock()) as centre:
        centre.clerk()
        forget_seldom()
        print(centre.url, *(centre.code() for _ in range(codes)), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
