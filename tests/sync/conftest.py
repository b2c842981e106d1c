"""A window with a store of its own, a centre on a real socket, and the line between them."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Hall, device_key_store, open_hall
from app.clock import FrozenClock
from app.settings import Settings
from app.sync.client import Client
from app.sync.enrolling import enrol
from app.sync.signing import DeviceKey, Line
from db.central.engine import open_engine
from db.central.schema import bring_up
from tests.services.window import NUMBER, PASSWORD, Window
from tests.support.central_hall import CentralHall
from tests.support.running_centre import HALL, RunningCentre, running_centre
from tests.sync.ends import Ends, ends_in

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MONDAY_TEN)


@pytest.fixture(scope="session")
def font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def settings(tmp_path: Path, font_cache: Path) -> Settings:
    return replace(Settings.demo(tmp_path / "data"), cache=font_cache)


@pytest.fixture
def hall(settings: Settings, clock: FrozenClock) -> Iterator[Hall]:
    opened = a_hall(settings, clock)
    yield opened
    opened.close()


def a_hall(settings: Settings, clock: FrozenClock) -> Hall:
    """An open hall whose administrator is the centre's clerk too; whoever asked closes it."""
    opened = open_hall(settings, clock)
    opened.session.add_clerk(NUMBER, "周示例", PASSWORD, "administrator")
    return opened


@pytest.fixture
def window(hall: Hall, clock: FrozenClock) -> Window:
    return Window(hall, clock)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once for all tests."""
    path = tmp_path_factory.mktemp("central") / "central.db"
    engine = open_engine(f"sqlite:///{path}")
    bring_up(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def centre(tmp_path: Path, clock: FrozenClock, empty_database: Path) -> Iterator[RunningCentre]:
    (tmp_path / "centre").mkdir()
    shutil.copy(empty_database, tmp_path / "centre")
    with running_centre(tmp_path / "centre", clock) as running:
        running.clerk()
        yield running


def enrolled_line(hall: Hall, centre: RunningCentre) -> Line:
    """This window made known to the centre, without the threads of a link."""
    keys = device_key_store(hall.settings)
    stranger = Client(centre.url, None)
    try:
        enrol(
            hall.store,
            stranger,
            keys,
            hall.clock,
            url=centre.url,
            code=centre.code(),
            hall=HALL,
        )
    finally:
        stranger.close()
    with hall.store.read() as unit:
        device_id = unit.state.get("device_id") or ""
    return Line(device_id, DeviceKey.of(keys, enrolled=True))


@pytest.fixture
def client(centre: RunningCentre) -> Iterator[Client]:
    """A line of an enrolled window that has said hello; there is no store behind it."""
    key = DeviceKey(os.urandom(32))
    line = Line(str(uuid.uuid4()), key)
    stranger = Client(centre.url, None)
    stranger.enrol(
        {
            "code": centre.code(),
            "device_id": line.device_id,
            "device_code": "C01",
            "public_key": key.public,
        }
    )
    stranger.close()
    made = Client(centre.url, line)
    made.hello(hello_of(line))
    yield made
    made.close()


@contextmanager
def second_window(hall: Hall, centre: RunningCentre, folder: Path, clock: FrozenClock) -> Iterator[Hall]:
    """Another machine of the same hall, enrolled under a code of its own."""
    mine = hall.settings
    settings = replace(mine, data=folder / "second", hall=replace(mine.hall, device_code="C04"))
    opened = open_hall(settings, clock)
    try:
        enrolled_line(opened, centre)
        yield opened
    finally:
        opened.close()


def hello_of(line: Line) -> dict[str, object]:
    return {"device_id": line.device_id, "incarnation": 1, "proto": 1, "last_seq": 0, "program": "test"}


@pytest.fixture
def ends(tmp_path: Path, font_cache: Path, empty_database: Path) -> Iterator[Ends]:
    """A centre and windows without a network between them."""
    path = tmp_path / "centre.db"
    shutil.copy(empty_database, path)
    engine = open_engine(f"sqlite:///{path}")
    yield from ends_in(CentralHall(engine), tmp_path, font_cache)
    engine.dispose()
