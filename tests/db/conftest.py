"""A store that is there, encrypted, with the real schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import FrozenClock
from db.local.store import Store
from tests.db.hall import MORNING, opened


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MORNING)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hall"


@pytest.fixture
def store(folder: Path, clock: FrozenClock) -> Iterator[Store]:
    store = opened(folder, clock)
    yield store
    store.close()
