"""A window in its own process that dies in the middle of an acceptance: `FOLDER CACHE CRASHPOINT`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import open_hall
from app.clock import FrozenClock
from app.settings import Settings
from db.local.crashpoints import VARIABLE
from tests.services.window import NUMBER, PASSWORD, Window


def main(folder: Path, cache: Path, point: str) -> None:
    clock = FrozenClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    hall = open_hall(replace(Settings.demo(folder), cache=cache), clock)
    hall.session.add_clerk(NUMBER, "周示例", PASSWORD, "administrator")
    hall.session.sign_in(NUMBER, PASSWORD)
    window = Window(hall, clock)
    hall.intake.accept(window.visit())
    draft = window.fire_safety()
    hall.intake.save(draft)
    os.environ[VARIABLE] = point
    hall.intake.accept(draft)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
