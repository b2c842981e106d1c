"""Bugs: what nobody foresaw gets an id, goes to the log with its traceback and is shown; the window stays."""

from __future__ import annotations

import logging
import secrets
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.records import dataclass

log = logging.getLogger(__name__)


class Unforeseen(AppError):
    """What a page gets instead of an exception it could not know; the report has the same id."""


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """One bug as the person sees it: an id to tell the technician, and where it happened."""

    id: str
    where: str
    kind: str


class Problems(QObject):
    """Takes exceptions from any thread; tells the window about them on its own."""

    raised = Signal(object)  # ProblemReport

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hooks: tuple[object, object, object] | None = None

    def report(self, error: BaseException) -> ProblemReport:
        """Log a bug and show it; safe to call from any thread."""
        number = secrets.token_hex(3).upper()
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
        # The kind, not the message: what a person typed may stand in it.
        report = ProblemReport(number, where, type(error).__name__)
        log.error("problem %s: %s", number, report.kind, exc_info=error)
        self.raised.emit(report)
        return report

    def unforeseen(self, error: BaseException) -> Unforeseen:
        """Report a bug and hand out the error a page can show."""
        report = self.report(error)
        return Unforeseen("unforeseen", id=report.id, kind=report.kind)

    def install(self) -> None:
        """Become the place where exceptions end that nobody caught, in any thread."""
        if self._hooks is not None:
            return
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def uninstall(self) -> None:
        if self._hooks is None:
            return
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks  # type: ignore[assignment]
        self._hooks = None

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace))

    def _on_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            self.report(told.exc_value)

    def _on_unraisable(self, told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            self.report(told.exc_value)
