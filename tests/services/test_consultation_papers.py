"""Slips, rosters and calendar files of a lawyer's morning, read by somebody else's programs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.tz import tzical
from pypdf import PdfReader

from app.bootstrap import Hall
from app.errors import Conflict, Rejected
from app.rules.consultation import Client
from app.services.consultations import ConsultationService
from tests.documents.reading import codes, picture, poppler_text, squeezed
from tests.services.consulting import LEASE, LI, SHOP, WEDNESDAY, ZHANG, seat, with_lawyers
from tests.services.window import Window


@pytest.fixture
def service(hall: Hall) -> ConsultationService:
    return with_lawyers(hall)


def read_events(data: bytes) -> list[dict[str, Any]]:
    """The events of an iCalendar file, read without the library that wrote it; zones by dateutil."""
    text = data.decode("utf-8").replace("\r\n ", "")
    zones = tzical(io.StringIO(text))
    events: list[dict[str, Any]] = []
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        plain, *parameters = name.split(";")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and plain in ("DTSTART", "DTEND"):
            zone = zones.get(dict(each.split("=") for each in parameters)["TZID"])
            events[-1][plain] = datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
        elif events:
            events[-1][plain] = value
    return events


def test_a_slip_says_when_where_with_whom_and_scans(service: ConsultationService, tmp_path: Path) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    for form, width in (("80mm", 80), ("a5", 148)):
        pdf = service.papers.slip(booked.id, form)  # type: ignore[arg-type]
        text = squeezed(poppler_text(pdf))
        for said in (
            "律师咨询预约凭条",
            "2026年11月25日周三",
            "09:30–09:50",
            "示例律师乙",
            "二楼法律服务室2",
            "张示例",
            "138****0000",
            "租赁合同",
            booked.slip_no,
            "演示·不作凭证",
        ):
            assert said in text
        assert "460107" not in text
        page = PdfReader(io.BytesIO(pdf)).pages[0]
        assert abs(float(page.mediabox.width) / 72 * 25.4 - width) < 0.5
        assert codes(picture(pdf, tmp_path, 203))["QRCode"] == f"L:{booked.slip_no}"
    assert service.papers.slip(booked.id) == service.papers.slip(booked.id)


@pytest.mark.parametrize("name", ["𬱖示例", "阿卜杜热合曼·艾力示例", "𰻝𰻝", "Maria Sample"])
def test_any_name_of_the_standard_prints(service: ConsultationService, name: str) -> None:
    booked = service.book(seat(), Client(name, "13800000009"), LEASE)
    for form in ("80mm", "a5"):
        assert name.replace(" ", "") in squeezed(poppler_text(service.papers.slip(booked.id, form)))


def test_what_no_font_draws_is_told_and_not_boxed(service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, replace(LEASE, case_no="\ue000"))
    with pytest.raises(Rejected) as refused:
        service.papers.slip(booked.id)
    assert refused.value.code == "no-glyph"


def test_a_wish_says_that_it_is_none_and_what_else_is_near(hall: Hall) -> None:
    service = hall.consultations
    service.rules = replace(service.rules, alone=False)
    with_lawyers(hall)
    wish = service.book(seat(), ZHANG, LEASE)
    text = squeezed(poppler_text(service.papers.slip(wish.id)))
    assert "律师咨询·待确认" in text
    assert "本时段尚未确认" in text
    assert "09:30示例律师甲" in text


def test_no_slip_for_what_is_over(service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    service.cancel(booked.id)
    with pytest.raises(Conflict, match="no-slip"):
        service.papers.slip(booked.id)


def test_every_lawyer_gets_a_sheet_with_whole_names(hall: Hall, service: ConsultationService) -> None:
    service.book(seat("09:30", "l2"), ZHANG, replace(LEASE, opposing="海口示例小馆"))
    service.book(seat("08:30", "l3"), SHOP, LEASE)
    service.roster.absent(WEDNESDAY, "l3", [seat("11:10").begins])
    pdf = service.papers.roster(WEDNESDAY)
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 3
    assert "张示例" in pages[1]
    assert "海口示例小馆" in pages[1]
    assert "停约" in pages[2]
    assert "张示例" not in pages[0]
    assert "13800000000" not in "".join(pages)
    with hall.store.read() as unit:
        assert unit.audit.newest(what="consultation_roster")[0]["subject"] == "2026-11-25"


def test_a_calendar_has_the_right_hour_in_every_zone(service: ConsultationService, window: Window) -> None:
    booked = service.book(seat("09:30"), ZHANG, LEASE)
    service.book(seat("09:50"), SHOP, LEASE)
    gone = service.book(seat("10:10"), LI, LEASE)
    service.cancel(gone.id)
    data = service.papers.calendar(WEDNESDAY)
    first, second = read_events(data)
    assert first["DTSTART"].astimezone(UTC) == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    assert first["DTEND"] - first["DTSTART"] == timedelta(minutes=20)
    assert first["DTSTART"].utcoffset() == timedelta(hours=8)
    assert first["UID"].startswith(booked.id)
    assert "张*" in first["SUMMARY"]
    assert "张示例" not in data.decode()
    assert "海口示例小馆" in second["SUMMARY"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_cancelled_booking_takes_its_entry_back(service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    (before,) = read_events(service.papers.invitation(booked.id))
    service.cancel(booked.id)
    (after,) = read_events(service.papers.invitation(booked.id))
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_one_lawyers_calendar_is_his_own(service: ConsultationService) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    service.book(seat("09:50", "l1"), LI, LEASE)
    assert len(read_events(service.papers.calendar(WEDNESDAY, "l1"))) == 1
    assert len(read_events(service.papers.calendar(WEDNESDAY))) == 2
