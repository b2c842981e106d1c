"""A real hall on a real store, its clock standing at 10:00 on Monday 2026-11-23."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.settings import Settings
from tests.services.window import NUMBER, PASSWORD, Window

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MONDAY_TEN)


@pytest.fixture(scope="session")
def font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fonts are unpacked once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def settings(tmp_path: Path, font_cache: Path) -> Settings:
    return replace(Settings.demo(tmp_path / "data"), cache=font_cache)


@pytest.fixture
def hall(settings: Settings, clock: FrozenClock) -> Iterator[Hall]:
    """An open hall with one administrator, who is signed in."""
    opened = open_hall(settings, clock)
    opened.session.add_clerk(NUMBER, "周示例", PASSWORD, "administrator")
    opened.session.sign_in(NUMBER, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def window(hall: Hall, clock: FrozenClock) -> Window:
    return Window(hall, clock)
