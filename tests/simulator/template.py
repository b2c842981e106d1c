"""The hall every seed begins with: a centre that knows its windows and clerks, windows with their stores.

Made once a process and copied for each seed, because making a store costs more than a whole run.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.bootstrap import Hall, open_hall
from app.clock import Clock, FrozenClock
from app.settings import Settings
from db.central.engine import open_engine, writing
from db.central.registering import add_clerk, add_device, add_hall, note_sign_in
from db.central.schema import create_all
from db.local import ids
from db.local.store import Store

HALL = "HKML"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CODES = ("W01", "W02", "W03", "W04")
CLERK, PASSWORD = "07", "password-07"
CENTRE = "centre.db"
# One paper for an acceptance, none for the rest: papers are slow to draw, and one is enough to be lost.
PAPERS = {"accept": [{"kind": "acceptance", "copies": 1}]}
DECISIONS = ("accept", "accept_deferred", "notify", "receive", "hand_in", "refuse", "pause", "deliver")


def memory_folder(prefix: str) -> Path:
    """A folder on a disk in memory where there is one: the simulator decides itself what a crash loses."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix=prefix, dir=shared if shared.is_dir() else None))


def settings_of(folder: Path, code: str) -> Settings:
    """A window's settings."""
    site = folder / "site"
    cache_folder = Path(tempfile.gettempdir()) / "window-clerk-simulator-cache"
    plain = Settings.demo(folder / code)
    return replace(
        plain, hall=replace(plain.hall, device_code=code, counter_no=code[-1]), site=site, cache=cache_folder
    )


def open_window(folder: Path, code: str, clock: Clock) -> Hall:
    """A window's hall with its clerk signed in."""
    hall = open_hall(settings_of(folder, code), clock)
    hall.session.stand_in(CLERK)
    return hall


@contextmanager
def identities(rng: random.Random) -> Iterator[None]:
    """Identities made by a seed instead of by the machine, so that a run can be had again."""
    known = vars(ids)["os"]
    vars(ids)["os"] = SimpleNamespace(urandom=rng.randbytes)
    try:
        yield
    finally:
        vars(ids)["os"] = known


@cache
def template() -> Path:
    """The folder to copy; removed at the end of the process."""
    with identities(random.Random(0)):
        return _template()


def _template() -> Path:
    import atexit

    folder = memory_folder("window-clerk-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rules = folder / "site" / "rules"
    rules.mkdir(parents=True)
    policy: dict[str, Any] = {decision: PAPERS.get(decision, []) for decision in DECISIONS}
    (rules / "notices.json").write_text(json.dumps(policy), encoding="utf-8")
    clock = FrozenClock(MORNING)
    clerk_id = ""
    engine = open_engine(f"sqlite:///{folder / CENTRE}")
    create_all(engine)
    with writing(engine) as connection:
        add_hall(connection, HALL, "示例大厅", epoch="epoch-0", at=MORNING)
        for code in CODES:
            hall = open_hall(settings_of(folder, code), clock)
            clerk = hall.session.add_clerk(CLERK, "周示例", PASSWORD, "administrator")
            if not clerk_id:
                clerk_id = clerk.id
                add_clerk(
                    connection,
                    id=clerk_id,
                    hall=HALL,
                    number=CLERK,
                    name="周示例",
                    role="administrator",
                    at=MORNING,
                )
            _same_clerk(hall.store, clerk_id)
            device = device_id(hall.store)
            enrolled(hall.store)
            hall.close()
            add_device(connection, id=device, hall=HALL, code=code, at=MORNING)
            note_sign_in(connection, hall=HALL, clerk_id=clerk_id, device_id=device, at=MORNING)
    engine.dispose()
    return folder


def _same_clerk(store: Store, clerk_id: str) -> None:
    """One person at every window, as after signing in against the centre."""
    with store.unit() as unit:
        unit.clerks._sql.execute("UPDATE clerk SET id = ?", (clerk_id,))


def device_id(store: Store) -> str:
    with store.read() as unit:
        found = unit.state.get("device_id")
    assert found is not None
    return found


def enrolled(store: Store) -> None:
    """The window knows that a centre took it."""
    with store.unit() as unit:
        told = {"device_id": unit.state.get("device_id"), "hall": HALL, "hall_name": "示例大厅"}
        unit.state.put_enrolment({**told, "url": "", "at": MORNING.isoformat()})


def begin(seed: int) -> tuple[Path, random.Random]:
    """A hall of its own for one seed."""
    folder = memory_folder(f"window-clerk-{seed}-")
    shutil.copytree(template(), folder, dirs_exist_ok=True)
    return folder, random.Random(seed)
