"""Cyclic garbage and threads: a widget in a cycle is never destroyed on a worker."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import gc
import threading

from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import DeskPage


class _Knot:
    """Something in a cycle that says where it died."""

    def __init__(self, died: list[int]) -> None:
        self._died, self._self = died, self

    def __del__(self) -> None:
        self._died.append(threading.get_ident())


def test_a_worker_never_looks_for_garbage_while_the_window_is_open(page: DeskPage) -> None:
    died: list[int] = []
    _Knot(died)
    page.desk_window.tasks.run(lambda: len([[] for _ in range(200_000)]))
    page.settle()
    assert not gc.isenabled()
    page.desk_window.garbage.look()
    gc.collect()
    assert died == [threading.get_ident()]
