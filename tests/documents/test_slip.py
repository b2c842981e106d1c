"""A visitor's slip: what stands on it, on a page and in dots, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.units import mm

from app.documents.fonts import prepare
from app.documents.slip import Dots, SlipPaper
from app.errors import Rejected
from app.rules.slip import Slip, folded, slip_lines, width
from tests.support.shots import CACHE

TEN = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
SLIP = Slip(
    hall="美兰区政务服务中心",
    number="A037",
    code="T:261123-A037",
    business="综合受理",
    ahead=11,
    ahead_hall=29,
    taken_at=TEN,
    counters=("1", "3"),
    title="张*",
    wait_low_min=15,
    wait_high_min=25,
    reminders=("排队请遵守预约优先原则", "过号 30 分钟内回来，请到导服台恢复，不用重新取号"),
)


@pytest.fixture(scope="module")
def paper() -> SlipPaper:
    return SlipPaper(prepare(CACHE))


def words(pdf: bytes) -> str:
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def picture(dots: Dots) -> Image.Image:
    return Image.frombytes("1", (dots.width, dots.height), bytes(255 - byte for byte in dots.rows))


def test_a_slip_says_hall_number_people_wait_windows_time_and_reminders(paper: SlipPaper) -> None:
    said = words(paper.pdf(SLIP))
    for part in (
        "美兰区政务服务中心",
        "A037",
        "前面等候11人",
        "全大厅等候29人",
        "15–25分钟",
        "1、3号窗口",
        "2026-11-23星期一10:42",
        "张*",
        "预约优先原则",
    ):
        assert part in said


def test_a_slip_is_eighty_millimetres_wide_and_ends_with_its_last_line(paper: SlipPaper) -> None:
    short, long = replace(SLIP, reminders=()), replace(SLIP, reminders=SLIP.reminders * 3)
    boxes = [PdfReader(BytesIO(paper.pdf(slip))).pages[0].mediabox for slip in (short, long)]
    assert [round(float(box.width) / mm) for box in boxes] == [80, 80]
    assert boxes[0].height < boxes[1].height


def test_the_same_facts_give_the_same_bytes(paper: SlipPaper) -> None:
    assert paper.pdf(SLIP) == paper.pdf(SLIP)
    assert paper.dots(SLIP) == paper.dots(SLIP)


def test_both_codes_of_the_dots_are_read_by_a_scanner(paper: SlipPaper) -> None:
    found = zxingcpp.read_barcodes(picture(paper.dots(SLIP)).convert("L"))
    assert sorted((str(each.format), each.text) for each in found) == [
        ("Code 128", SLIP.code),
        ("QR Code", SLIP.code),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closing": True}, "对外办公时间即将结束"),
        ({"cut_off": True}, "取号机暂时未连网"),
        ({"copy": 2}, "补打2"),
        ({"demo": True}, "不作凭证"),
        ({"priority": True}, "（优先）"),
        ({"wait_low_min": None}, "等候时间暂时无法估计"),
        ({"wait_low_min": 25}, "约需等候25分钟"),
        ({"due_from": TEN, "due_until": TEN + timedelta(minutes=30)}, "预约时段10:42–11:12"),
        ({"ahead_hall": None}, "前面等候11人"),
    ],
)
def test_what_is_special_is_said(paper: SlipPaper, changed: dict[str, object], said: str) -> None:
    assert said in words(paper.pdf(replace(SLIP, **changed)))  # type: ignore[arg-type]


def test_a_slip_knows_no_document_number() -> None:
    assert not {name for name in Slip.__slots__ if "id" in name.split("_")}


def test_a_rare_surname_is_printed_and_an_impossible_one_refused(paper: SlipPaper) -> None:
    rare = replace(SLIP, title="𬳵*")
    assert "𬳵*" in words(paper.pdf(rare))
    assert paper.dots(rare) != paper.dots(SLIP)
    with pytest.raises(Rejected, match="no-glyph"):
        paper.pdf(replace(SLIP, title="\ue000*"))


@given(st.text("张示例，。A37 ）一二", max_size=60), st.integers(8, 48))
def test_a_folded_text_is_whole_and_fits(text: str, columns: int) -> None:
    lines = folded(text, columns)
    assert "".join(lines) == text
    # A stop that may not begin a line may stand out of it.
    assert all(width(line.rstrip("，。）")) <= columns for line in lines)


def test_every_line_of_a_slip_is_there_for_a_printer_without_pages() -> None:
    texts = [line.text for line in slip_lines(SLIP)]
    assert texts.count(SLIP.code) == 2
    assert "A037" in texts


def test_slips_are_drawn_from_the_unpacked_fonts(tmp_path: Path) -> None:
    assert SlipPaper(prepare(CACHE)).pdf(SLIP)[:5] == b"%PDF-"
