"""Figures of the consultations: every booking once in each part, readable by a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.bootstrap import Hall
from app.rules.consultation import Booking, BookingStatus, Matter, Outcome
from app.rules.roster import Lawyer
from app.services.consultations.report import (
    Report,
    count,
    csv_bytes,
    grouped,
    months_of,
    sheet_rows,
    xlsx_bytes,
)
from tests.services.consulting import (
    LEASE,
    LI,
    NEXT_WEDNESDAY,
    SHOP,
    WANG,
    WEDNESDAY,
    ZHANG,
    seat,
    with_lawyers,
)
from tests.services.window import Window

bookings = st.lists(
    st.builds(
        lambda status, client, day, lawyer: Booking(
            "b",
            seat("09:30", lawyer, day),
            status,
            client,
            Matter("lease"),
            datetime(2026, 1, 1, tzinfo=UTC),
        ),
        st.sampled_from(list(BookingStatus)),
        st.sampled_from([ZHANG, SHOP]),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.sampled_from(["l1", "l2", "gone"]),
    ),
    max_size=30,
)


@given(bookings)
def test_each_part_adds_up_to_the_total(listed: list[Booking]) -> None:
    total = count("合计", listed)
    months = grouped(
        listed,
        lambda each: f"{each.seat.day:%Y-%m}",
        months_of(date(2026, 1, 1), date(2026, 12, 31)),
    )
    by_lawyer = grouped(listed, lambda each: each.seat.lawyer, ["l1", "l2"])
    assert len(months) == 12
    for part in (months, by_lawyer):
        sums = [sum(column) for column in zip(*(line.figures for line in part), strict=True)]
        assert tuple(sums) == total.figures
    assert total.organisations + total.persons == total.booked


def test_a_year_counts_who_came_and_who_did_not(hall: Hall, window: Window) -> None:
    service = with_lawyers(hall, WEDNESDAY, NEXT_WEDNESDAY)
    came = service.book(seat("08:30", "l2"), ZHANG, LEASE)
    missed = service.book(seat("08:50", "l2"), LI, LEASE)
    service.cancel(service.book(seat("09:10", "l1"), WANG, Matter("labour")).id)
    moved = service.book(seat("10:10", "l3", NEXT_WEDNESDAY), SHOP, Matter("company"))
    service.move(moved.id, seat("10:30", "l3", NEXT_WEDNESDAY))
    window.go_to("2026-11-25", "08:55")
    service.check_in(came.id)
    service.start(came.id)
    service.finish(came.id, Outcome.ANSWERED)
    service.no_show(missed.id)

    report = service.reports.year()

    assert report.total.figures == (4, 1, 1, 1, 1, 3)
    by_month = {line.name: line.figures for line in report.months}
    assert len(by_month) == 12
    assert by_month["2026-11"] == (3, 1, 1, 1, 0, 3)
    assert by_month["2026-12"] == (1, 0, 0, 0, 1, 0)
    assert by_month["2026-01"] == (0, 0, 0, 0, 0, 0)
    assert {line.name: line.booked for line in report.lawyers} == {
        "示例律师甲": 1,
        "示例律师乙": 2,
        "示例律师丙": 1,
    }
    assert {line.name: line.booked for line in report.topics if line.booked} == {
        "租赁合同": 2,
        "劳动用工": 1,
        "公司与股权": 1,
    }


def test_a_spreadsheet_reads_both_files_alike(hall: Hall, tmp_path: Path) -> None:
    service = with_lawyers(hall)
    service.roster.save_lawyer(Lawyer("l5", "示例律师戊"))
    service.book(seat(), ZHANG, LEASE)
    report = service.reports.year()
    service.reports.save(report, tmp_path / "a.csv")
    service.reports.save(report, tmp_path / "a.xlsx")

    written = (tmp_path / "a.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    cells = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == lines
    assert lines[0][:3] == ["分类", "名称", "预约"]
    assert ["律师", "示例律师乙", "1", "0", "0", "0", "0", "1"] in lines


def test_a_name_is_never_a_formula() -> None:
    line = count("=HYPERLINK(1)", [])
    report = Report(date(2026, 1, 1), date(2026, 12, 31), line, (), (replace(line, name="@甲"),), ())
    assert [row[1] for row in sheet_rows(report)[1:]] == ["'=HYPERLINK(1)", "'@甲"]
    assert b"=HYPERLINK" in csv_bytes(report)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(report))).active
    assert sheet is not None
    assert sheet["B2"].data_type == "s"
