"""A centre of its own process, as windows meet it: SQLite, uvicorn, loopback.

    python -m tests.bench.centre_process FOLDER CODES [WINDOWS]

prints its address and so many one-time codes, and serves until its input ends. WINDOWS: how many of the rush
it knows from the start, their clerk signed in: a hall enrols two hundred on more than one morning.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.central.serving import forget_seldom
from app.clock import SystemClock
from db.central.engine import writing
from db.central.registering import add_device, note_sign_in
from tests.bench.sync_rush import device_id, key
from tests.support.running_centre import CLERK_ID, HALL, RunningCentre, running_centre


def _know(centre: RunningCentre, windows: int) -> None:
    at = SystemClock().now()
    with writing(centre.server.centre.engine) as connection:
        for number in range(windows):
            id, public = device_id(number), key(number).public
            add_device(connection, id=id, hall=HALL, code=f"{number + 300}", at=at, public_key=public)
            note_sign_in(connection, hall=HALL, clerk_id=CLERK_ID, device_id=id, at=at)


def main() -> int:
    folder, codes = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with running_centre(folder, SystemClock()) as centre:
        centre.clerk()
        _know(centre, int(sys.argv[3]) if len(sys.argv) > 3 else 0)
        forget_seldom()
        print(centre.url, *(centre.code() for _ in range(codes)), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
