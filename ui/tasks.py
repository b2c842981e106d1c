"""Asking the services without freezing the window: one store worker, answers brought to the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError
from app.records import dataclass
from ui.problems import Problems

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Ask:
    """Who asked, and what to do with the answer."""

    done: Callable[[Any], object] | None
    failed: Callable[[AppError], object] | None
    owner: QObject | None


class Tasks(QObject):
    """The window's one way to the services.

    Calls run one after another on one plain thread, in the order they were asked, so the window's writes are
    serial by construction. Answers arrive on the UI thread; one for an owner that is gone is dropped. A bug
    never is: it becomes a problem report, and `failed` gets `Unforeseen` so that the page can be used again.
    """

    _answered = Signal(object, object)  # _Ask, Future
    unhandled = Signal(object)  # AppError nobody waited for: the window shows it

    def __init__(self, problems: Problems, parent: QObject | None = None, *, name: str = "store") -> None:
        super().__init__(parent)
        self._problems = problems
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting = 0
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> int:
        """Calls that have not been answered yet."""
        return self._waiting

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[AppError], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run `call` on the store worker; `done(result)` or `failed(error)` follows on the UI thread."""
        if self._closed:
            return  # the window is going: what was asked too late was not begun, and nothing waits for it
        self._waiting += 1
        ask = _Ask(done, failed, owner)
        future = self._worker.submit(call)
        future.add_done_callback(lambda answer: self._answered.emit(ask, answer))

    def close(self) -> None:
        """Finish what was asked, then end the worker; answers still come while the event loop runs."""
        self._closed = True
        self._worker.shutdown(wait=True)

    def _deliver(self, ask: _Ask, future: Future[Any]) -> None:
        self._waiting -= 1
        gone = ask.owner is not None and not shiboken6.isValid(ask.owner)
        error = future.exception()
        if error is None:
            if ask.done is not None and not gone:
                ask.done(future.result())
            return
        trouble = error if isinstance(error, AppError) else self._problems.unforeseen(error)
        if gone:
            return
        if ask.failed is not None:
            ask.failed(trouble)
        elif isinstance(error, AppError):
            self.unhandled.emit(trouble)
