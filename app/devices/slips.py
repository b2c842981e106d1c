"""Printing a visitor's slip: what any slip printer promises, and those that print it as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from app.devices.absent import NoPrinter
from app.devices.ports import Presence, Printer
from app.errors import DeviceUnavailable
from app.records import dataclass
from app.rules.slip import Slip


class Picture(Protocol):
    """Dots of one bit, rows of whole bytes, black = 1."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rows(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SlipJob:
    """A slip to print: its facts, and how it is drawn where a printer wants it drawn."""

    slip: Slip
    pdf: Callable[[], bytes]
    dots: Callable[[], Picture]


@runtime_checkable
class SlipPrinter(Protocol):
    """Puts a slip on paper, or says that it did not."""

    def probe(self) -> Presence:
        """Whether it can print now: paper-out, paper-low (ok), cover-open, no-answer, offline."""
        ...

    def print_slip(self, job: SlipJob) -> None:
        """Returns when the slip is out. DeviceUnavailable otherwise; fact `printed`: "no", or "unknown" when
        the printer stopped answering in the middle: then a person has to say whether the slip came out.
        """
        ...


class PageSlipPrinter:
    """Any printer of pages: the system's own, or a folder."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def probe(self) -> Presence:
        return self._printer.probe()

    def print_slip(self, job: SlipJob) -> None:
        title = f"{job.slip.number} {job.slip.taken_at:%H%M%S}"
        try:
            self._printer.print_pdf(job.pdf(), title=title)
        except DeviceUnavailable as trouble:
            facts = {"printed": "no"} | trouble.facts
            raise DeviceUnavailable(trouble.code, **facts) from trouble


class NoSlipPrinter(PageSlipPrinter):
    """A kiosk without a printer shows the number and says that there is no slip."""

    def __init__(self) -> None:
        super().__init__(NoPrinter())
