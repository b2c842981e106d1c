"""A desk for each test: its own demo hall on a real store, its own window, a printer that remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap import Hall
from app.clock import FrozenClock
from tests.support.pages import MORNING, DeskPage, desk_page, open_demo


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MORNING)


@pytest.fixture
def hall(tmp_path: Path, clock: FrozenClock) -> Hall:
    """A demo hall with a clerk signed in; the window that shows it closes it."""
    return open_demo(tmp_path / "hall", clock)


@pytest.fixture
def page(
    qapp: QApplication, chinese: None, dressed: Callable[..., None], hall: Hall, tmp_path: Path
) -> Iterator[DeskPage]:
    with desk_page(qapp, hall, tmp_path / "pictures") as shown:
        yield shown
