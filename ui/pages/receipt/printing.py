"""Printing notices one after the other; a printer in trouble never undoes what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from app.devices.ports import Printer
from app.errors import AppError
from app.records import dataclass
from app.services.views import NoticeView

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One document to print: its pages, how often, under which name; `notice` is empty for a reprint."""

    pdf: bytes
    copies: int
    title: str
    notice: str = ""


@dataclass(slots=True)
class Printing:
    """Feeds the printer from the archive: fetch on the store's worker, print on the devices' worker."""

    hall: Hall
    tasks: Tasks
    device_tasks: Tasks
    printer: Printer
    _running: bool = field(default=False, init=False)

    @property
    def is_running(self) -> bool:
        return self._running

    def print_all(
        self,
        notices: Sequence[NoticeView],
        title_of: Callable[[NoticeView], str],
        printed: Callable[[NoticeView], object],
        done: Callable[[], object],
        failed: Callable[[NoticeView, AppError], object],
    ) -> None:
        """Print each notice; stop at the first trouble, what was printed before stays printed."""
        if self._running:
            return
        self._running = True
        self._next(list(notices), title_of, printed, done, failed)

    def _next(
        self,
        left: list[NoticeView],
        title_of: Callable[[NoticeView], str],
        printed: Callable[[NoticeView], object],
        done: Callable[[], object],
        failed: Callable[[NoticeView, AppError], object],
    ) -> None:
        if not left:
            self._running = False
            done()
            return
        notice = left[0]

        def trouble(error: AppError) -> None:
            self._running = False
            failed(notice, error)

        def recorded(_: object) -> None:
            printed(notice)
            self._next(left[1:], title_of, printed, done, failed)

        def on_paper(_: object) -> None:
            self.tasks.run(lambda: self.hall.notices.printed(notice.id), done=recorded, failed=trouble)

        def fetched(pdf: bytes) -> None:
            job = PrintJob(pdf, notice.copies, title_of(notice), notice.id)
            self.device_tasks.run(
                lambda: self.printer.print_pdf(job.pdf, copies=job.copies, title=job.title),
                done=on_paper,
                failed=trouble,
            )

        self.tasks.run(lambda: self.hall.notices.pdf(notice.id), done=fetched, failed=trouble)

    def reprint(
        self,
        notice: NoticeView,
        reason: str,
        title: str,
        done: Callable[[], object],
        failed: Callable[[AppError], object],
    ) -> None:
        """Print one notice again, marked 补打; the reason is recorded with it."""
        if self._running:
            return
        self._running = True

        def trouble(error: AppError) -> None:
            self._running = False
            failed(error)

        def on_paper(_: object) -> None:
            self._running = False
            done()

        def fetched(pdf: bytes) -> None:
            self.device_tasks.run(
                lambda: self.printer.print_pdf(pdf, copies=1, title=title), done=on_paper, failed=trouble
            )

        self.tasks.run(lambda: self.hall.notices.reprint(notice.id, reason), done=fetched, failed=trouble)
