"""How many consultations there were: by month, lawyer, topic, enterprise or person, and who did not come."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation import Booking, BookingStatus
from app.services.consultations.morning import kept_booking, lawyers
from app.services.consultations.reading import Reader
from app.services.house import House

HEADINGS: Final = ("预约", "已咨询", "未到", "取消", "企业", "个人")
_CAME: Final = frozenset({BookingStatus.CHECKED_IN, BookingStatus.STARTED, BookingStatus.FINISHED})
# A moved booking is counted where it went; an offer nobody answered and a wish were no booking yet.
_COUNTED: Final = _CAME | {BookingStatus.BOOKED, BookingStatus.NO_SHOW, BookingStatus.CANCELLED}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Count:
    """One line: how many of each."""

    name: str
    booked: int = 0
    came: int = 0
    missed: int = 0
    cancelled: int = 0
    organisations: int = 0
    persons: int = 0

    @property
    def figures(self) -> tuple[int, ...]:
        """In the order of `HEADINGS`."""
        return (self.booked, self.came, self.missed, self.cancelled, self.organisations, self.persons)


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of a span of days; every booking is in one line of each part."""

    first: date
    last: date
    total: Count
    months: tuple[Count, ...]
    lawyers: tuple[Count, ...]
    topics: tuple[Count, ...]


def count(name: str, bookings: Iterable[Booking]) -> Count:
    """The figures of some bookings."""
    counted = [each for each in bookings if each.status in _COUNTED]
    organisations = sum(each.client.kind is PartyKind.ORGANISATION for each in counted)
    return Count(
        name,
        len(counted),
        sum(each.status in _CAME for each in counted),
        sum(each.status is BookingStatus.NO_SHOW for each in counted),
        sum(each.status is BookingStatus.CANCELLED for each in counted),
        organisations,
        len(counted) - organisations,
    )


def grouped(
    bookings: Sequence[Booking], key: Callable[[Booking], str], names: Sequence[str]
) -> tuple[Count, ...]:
    """One line for each name in order, then for what else there is."""
    found = {key(each) for each in bookings if each.status in _COUNTED}
    listed = [*names, *sorted(found - set(names))]
    return tuple(count(name, [each for each in bookings if key(each) == name]) for name in listed)


def months_of(first: date, last: date) -> tuple[str, ...]:
    """2026-01 … every month of a span, the empty ones too."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(f"{number // 12}-{number % 12 + 1:02}" for number in numbers)


def sheet_rows(report: Report) -> list[list[str | int]]:
    """The report as a table: a part, its line, the figures."""
    rows: list[list[str | int]] = [["分类", "名称", *HEADINGS]]
    for part, lines in (
        ("合计", (report.total,)),
        ("月份", report.months),
        ("律师", report.lawyers),
        ("事由", report.topics),
    ):
        rows += [[part, _plain(line.name), *line.figures] for line in lines]
    return rows


def _plain(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(report: Report) -> bytes:
    """With a byte order mark: spreadsheet programs then read the Chinese right."""
    out = io.StringIO()
    csv.writer(out).writerows(sheet_rows(report))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(report: Report) -> bytes:
    """One sheet with a frozen heading; figures are numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = "律师咨询"
    for row in sheet_rows(report):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["B"].width = 18
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Reports:
    """Counts what the store has of a span of days."""

    def __init__(self, house: House, reader: Reader) -> None:
        self._house = house
        self._reader = reader

    def report(self, first: date, last: date) -> Report:
        """Both ends included; names of lawyers and topics as they are today."""
        with self._house.store.read() as unit:
            rows = unit.consultations.bookings(first.isoformat(), last.isoformat())
            known = lawyers(unit)
        bookings = [kept_booking(row).value for row in rows]

        def lawyer(booking: Booking) -> str:
            found = known.get(booking.seat.lawyer)
            return found.name if found else booking.seat.lawyer

        return Report(
            first,
            last,
            count("合计", bookings),
            grouped(bookings, lambda each: f"{each.seat.day:%Y-%m}", months_of(first, last)),
            grouped(bookings, lawyer, [each.name for each in known.values() if each.active]),
            grouped(
                bookings,
                lambda each: self._reader.topic(each.matter.topic),
                [topic.name for topic in self._reader.rules.topics],
            ),
        )

    def year(self) -> Report:
        """This year up to its end: what is booked ahead is counted too."""
        today = self._house.today()
        return self.report(date(today.year, 1, 1), date(today.year, 12, 31))

    def save(self, report: Report, path: Path) -> None:
        """As .xlsx, or as .csv for any other ending."""
        data = xlsx_bytes(report) if path.suffix.lower() == ".xlsx" else csv_bytes(report)
        path.write_bytes(data)
