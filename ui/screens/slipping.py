"""Printing the slip of a number that was just taken, on the devices' worker; the outcome is always told."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.devices.ports import Presence
from app.devices.slips import SlipJob, SlipPrinter
from app.errors import AppError
from app.services.queue.views import Taken

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from app.documents.slip import SlipPaper
    from ui.tasks import Tasks


class SlipPress(QObject):
    """One slip after the other."""

    printed = Signal(object)  # Taken
    failed = Signal(object, object)  # Taken, AppError with fact `printed`
    presence = Signal(object)  # Presence of the printer

    def __init__(
        self, hall: Hall, device_tasks: Tasks, printer: SlipPrinter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hall, self._tasks, self._printer = hall, device_tasks, printer
        self._looking = False

    @cached_property
    def _paper(self) -> SlipPaper:
        from app.documents.fonts import prepare
        from app.documents.slip import SlipPaper

        return SlipPaper(prepare(self._hall.settings.cache_folder))

    def look(self) -> None:
        """Whether it could print now; told by `presence`."""
        if self._looking:
            return
        self._looking = True
        self._tasks.run(self._printer.probe, done=self._on_presence, failed=self._on_unknown, owner=self)

    def _on_presence(self, presence: Presence) -> None:
        self._looking = False
        self.presence.emit(presence)

    def _on_unknown(self, error: AppError) -> None:
        self._on_presence(Presence(ok=False, reason=error.code))

    def print(self, taken: Taken) -> None:
        """Put the slip on paper; `printed` or `failed` follows."""
        slip = taken.slip

        def job() -> None:
            paper = self._paper
            self._printer.print_slip(SlipJob(slip, lambda: paper.pdf(slip), lambda: paper.dots(slip)))

        self._tasks.run(
            job,
            done=lambda _: self.printed.emit(taken),
            failed=lambda error: self.failed.emit(taken, _with_outcome(error)),
            owner=self,
        )


def _with_outcome(error: AppError) -> AppError:
    """An error that says nothing of paper came before the printer was asked."""
    error.facts.setdefault("printed", "no")
    return error
