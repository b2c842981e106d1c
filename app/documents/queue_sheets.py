"""The day's figures of the queue as a file: CSV for any program, XLSX for the office."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from app.rules.queue_report import DayReport, Line

HEAD: Final = (
    "分组", "名称", "取号", "呼叫", "办结", "过号", "作废", "平均等候(分)", "九成等候不超过(分)",
    "最长等候(分)", "平均办理(分)",
)  # fmt: skip
Cell = str | int | float | None


def rows(report: DayReport) -> Iterator[tuple[Cell, ...]]:
    """Head, total, then windows, businesses, hours; last the estimates' error."""
    yield HEAD
    yield ("合计", f"{report.day:%Y-%m-%d}", *_cells(report.total))
    for title, lines in (("窗口", report.counters), ("业务", report.businesses), ("时段", report.hours)):
        for line in lines:
            yield (title, line.name, *_cells(line))
    error = report.error
    share = None if error.share is None else round(error.share * 100)
    yield ("估计", "告知人数", error.told)
    yield ("估计", "在估计范围内(%)", share)
    yield ("估计", "平均误差(分)", _minutes(error.mean_error_s))


def _cells(line: Line) -> tuple[Cell, ...]:
    return (
        line.taken,
        line.called,
        line.served,
        line.missed,
        line.void,
        _minutes(line.waited_mean_s),
        _minutes(line.waited_p90_s),
        _minutes(line.waited_max_s),
        _minutes(line.served_mean_s),
    )


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 1)


def as_csv(report: DayReport) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet opens it as Chinese."""
    out = io.StringIO()
    csv.writer(out).writerows(rows(report))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(report: DayReport) -> bytes:
    """One sheet named after the day."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = f"排队 {report.day:%Y-%m-%d}"
    for row in rows(report):
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "C2"
    for column, width in zip("ABCDEFGHIJK", (8, 14, 8, 8, 8, 8, 8, 14, 20, 14, 14), strict=True):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
