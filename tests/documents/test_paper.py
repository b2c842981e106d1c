"""Printed notices as other programs read them: words, names, codes, pages, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.documents.content import MaterialLine
from app.documents.facts import UNPUBLISHED
from app.documents.fonts import FontFiles
from app.documents.paper import Paper
from app.documents.template import KINDS
from app.errors import Rejected
from app.rules.catalogue import TimeLimit, TimeUnit
from app.rules.checklist import MaterialState
from tests.documents.reading import codes, picture, poppler_text, pypdf_pages, squeezed
from tests.documents.samples import BASE, DEFERRED, PERSON, SAMPLES, lines
from tests.documents.test_fonts import level_3
from tests.support.needs import programs

ROOT = Path(__file__).resolve().parents[2]
KILOBYTE = 1024
NAMES = (
    "张示例",
    "𬱖示例",
    "𠅤㛃䶮",
    "阿卜杜热合曼·买买提艾力·示例",
    "〇一丿",
    "龘䲜𪚥𫝆𬺡𮯠",
    "Anna-Katharina Müller-Škvorecká de la Peña y Nuñez",
    "NGUYỄN THỊ ÁNH-DƯƠNG ĐẶNG",
    "鄭漢籍﨑",
)


def printed(paper: Paper, kind: str, **changes: object) -> str:
    """The words of a notice without spaces, as poppler reads them."""
    return squeezed(poppler_text(paper.render(kind, replace(SAMPLES[kind], **changes)).pdf))  # type: ignore[arg-type]


@programs("pdftotext")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["acceptance", "commitment"])
def test_a_name_reads_the_same_in_poppler_and_in_pypdf(paper: Paper, kind: str, name: str) -> None:
    pdf = paper.render(kind, replace(SAMPLES[kind], applicant=replace(PERSON, name=name))).pdf
    assert squeezed(name) in squeezed(poppler_text(pdf))
    assert squeezed(name) in squeezed("".join(pypdf_pages(pdf)))


@programs("pdftotext")
def test_a_thousand_characters_of_level_3_print_and_are_found_again(paper: Paper) -> None:
    chosen = random.Random(20221).sample(level_3(), 1000)
    rows = tuple(
        MaterialLine("".join(map(chr, chosen[at : at + 20])), MaterialState.COMPLETE)
        for at in range(0, len(chosen), 20)
    )
    text = squeezed(poppler_text(paper.render("material_list", replace(BASE, materials=rows)).pdf))
    assert [row.name for row in rows if row.name not in text] == []


@pytest.mark.parametrize(
    ("name", "code_point", "code"),
    [
        ("张\ue81e", "U+E81E", "private-use"),
        ("李😀", "U+1F600", "no-glyph"),
        ("王\U00030000", "U+30000", "no-glyph"),
        ("赵\x07", "U+0007", "no-glyph"),
        ("钱\u202e", "U+202E", "no-glyph"),
        ("孙\U000f0000", "U+F0000", "private-use"),
    ],
)
def test_a_character_no_font_draws_is_refused_before_anything_prints(
    paper: Paper, name: str, code_point: str, code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        paper.render("acceptance", replace(BASE, applicant=replace(PERSON, name=name)))
    assert caught.value.code == "no-glyph"
    problem = caught.value.problems[0]
    assert (problem.field, problem.code, problem.facts["code_point"]) == ("applicant", code, code_point)
    assert paper.missing_characters([name]) == [name[-1]]


def test_two_runs_give_the_same_bytes_in_this_process(fonts: FontFiles, paper: Paper) -> None:
    for kind, content in SAMPLES.items():
        assert paper.render(kind, content).pdf == Paper(fonts).render(kind, content).pdf


PRINT_SUMS = """
import hashlib, sys
from pathlib import Path
from app.documents.fonts import prepare
from app.documents.paper import Paper
from tests.documents.samples import SAMPLES
paper = Paper(prepare(Path(sys.argv[1])))
for kind, content in SAMPLES.items():
    sys.stdout.write(f"{kind} {hashlib.sha256(paper.render(kind, content).pdf).hexdigest()}\\n")
"""


def test_two_processes_give_the_same_bytes(fonts: FontFiles, paper: Paper) -> None:
    # Another process prints the notices in order, with other hash seeds; this one has printed others before.
    here = {kind: hashlib.sha256(paper.render(kind, c).pdf).hexdigest() for kind, c in SAMPLES.items()}
    for seed in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_SUMS, str(fonts.base.parents[1])],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert dict(line.split() for line in done.stdout.splitlines()) == here


@programs("pdftoppm")
@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("kind", ["acceptance", "delivery"])
def test_both_codes_scan_from_a_picture_of_the_page(
    paper: Paper, tmp_path: Path, kind: str, dpi: int
) -> None:
    found = codes(picture(paper.render(kind, SAMPLES[kind]).pdf, tmp_path, dpi))
    assert found == {"Code128": BASE.case_no, "QRCode": BASE.qr}


@programs("pdftoppm")
def test_a_preview_carries_no_code_and_no_number(paper: Paper, tmp_path: Path) -> None:
    pdf = paper.render("one_time", replace(SAMPLES["one_time"], number=""), mark="preview").pdf
    assert codes(picture(pdf, tmp_path, 200)) == {}
    assert "预览" in squeezed(pypdf_pages(pdf)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_of_twelve_rows_weighs_at_most_60_kilobytes(paper: Paper, kind: str) -> None:
    assert len(paper.render(kind, SAMPLES[kind]).pdf) <= 60 * KILOBYTE


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_notice_takes_one_page(paper: Paper, kind: str) -> None:
    assert paper.render(kind, SAMPLES[kind]).pages == 1


@pytest.mark.parametrize("kind", KINDS)
def test_large_print_says_the_same_in_bigger_letters(paper: Paper, kind: str) -> None:
    standard = squeezed("".join(pypdf_pages(paper.render(kind, SAMPLES[kind]).pdf)))
    large = squeezed("".join(pypdf_pages(paper.render(kind, SAMPLES[kind], scale="large").pdf)))
    page = re.compile(r"第\d+页共\d+页")
    assert set(page.sub("", standard)) == set(page.sub("", large))


def test_five_hundred_materials_fill_pages_under_a_repeated_heading(paper: Paper) -> None:
    made = paper.render("material_list", replace(BASE, materials=lines(500)))
    pages = [squeezed(text) for text in pypdf_pages(made.pdf)]
    assert len(pages) == made.pages > 10
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页共{made.pages}页" in text
        assert "序号材料名称形式材料来源核对结果" in text
    whole = "".join(pages)
    assert [line.name for line in lines(500) if squeezed(line.name) not in whole] == []


@pytest.mark.parametrize("count", range(14, 60))
def test_signatures_never_stand_alone_on_a_page(paper: Paper, count: int) -> None:
    last = squeezed(pypdf_pages(paper.render("material_list", replace(BASE, materials=lines(count))).pdf)[-1])
    assert "交件人（签字）" in last
    assert f"（{count}）" in last
    assert "盖章处" in last


def test_a_name_of_a_thousand_characters_goes_on_over_the_page(paper: Paper) -> None:
    long = "超长材料名称" * 700
    made = paper.render(
        "material_list", replace(BASE, materials=(MaterialLine(long, MaterialState.COMPLETE), *lines(3)))
    )
    text = "".join(squeezed(page) for page in pypdf_pages(made.pdf))
    assert text.count("超长材料名称") >= 600
    assert made.pages > 1


def test_limits_are_printed_as_the_catalogue_gives_them_and_never_made_up(paper: Paper) -> None:
    known = printed(paper, "acceptance")
    assert "5个工作日，至2026年11月30日" in known
    assert "20个工作日，至2026年12月21日" in known
    bare = replace(BASE.item, legal_limit=TimeLimit(None), promised_limit=TimeLimit(None), fee=None)
    unknown = printed(paper, "acceptance", item=bare, promised_by=None, legal_by=None)
    assert "工作日" not in unknown
    assert f"承诺时限{UNPUBLISHED}" in unknown
    assert f"法定时限{UNPUBLISHED}" in unknown
    assert f"收费{UNPUBLISHED}" in unknown


def test_a_limit_that_reaches_an_unpublished_year_says_so(paper: Paper) -> None:
    text = printed(
        paper,
        "acceptance",
        legal_by=None,
        unpublished_year=2027,
        item=replace(BASE.item, legal_limit=TimeLimit(20)),
    )
    assert "20个工作日（2027年节假日安排未公布，届满日另行告知）" in text
    words = replace(BASE.item, legal_limit=TimeLimit(3, TimeUnit.NATURAL_DAY, text="3个月"))
    assert "3个月，至2026年12月21日" in printed(paper, "acceptance", item=words)


def test_a_deferred_acceptance_lists_what_is_owed_and_the_commitment_says_what_follows(paper: Paper) -> None:
    acceptance = printed(paper, "acceptance", materials=lines(4) + DEFERRED)
    assert "现予容缺受理" in acceptance
    assert "未收取材料（容缺后补，2项）" in acceptance
    commitment = printed(paper, "commitment")
    for words in (
        "2026年11月27日",
        "现场补交",
        "视为撤回申请",
        "记入信用记录",
        "不再适用容缺受理",
        "一式两份",
    ):
        assert words in commitment
    assert "460107199202021234" in commitment  # a commitment binds a person: the whole number stands on it


def test_other_notices_mask_the_number_of_the_document_and_the_phone(paper: Paper) -> None:
    for kind in ("acceptance", "material_list", "refusal"):
        text = printed(paper, kind)
        assert "460107********1234" in text
        assert PERSON.id_number not in text
        assert PERSON.phone not in text


def test_a_one_time_notification_names_reason_requirement_and_source_of_each_material(paper: Paper) -> None:
    text = printed(paper, "one_time")
    for words in (
        "行政许可法》第三十二条第一款第（四）项",
        "需补齐、补正的申报材料（2项）",
        "已过有效期：已于2026年10月8日到期",
        "每名从业人员一份",
        "到有资质的健康检查机构办理",
        "缺少印章",
        "回执联",
        "签收人（签字）",
        "2026年12月23日前全部补齐",
    ):
        assert words in text


def test_a_refusal_names_ground_authority_and_both_remedies(paper: Paper) -> None:
    text = printed(paper, "refusal")
    for words in (
        "第三十二条第一款第（二）项",
        "示例县行政审批服务局",
        "60日内，依法向____________申请行政复议",
        "6个月内，依法向____________提起行政诉讼",
    ):
        assert words in text
    court = replace(BASE.office, court="示例区人民法院", review_authority="示例区人民政府")
    named = printed(paper, "refusal", office=court)
    assert "依法向示例区人民政府申请行政复议" in named
    assert "依法向示例区人民法院提起行政诉讼" in named


def test_a_receipt_tells_the_day_on_which_silence_becomes_acceptance(paper: Paper) -> None:
    text = printed(paper, "materials_receipt", notify_by=date(2026, 11, 30))
    assert "如在5个工作日内（2026年11月30日前）未被告知需要补正材料的，则视为正式受理" in text
    assert "经核查，你单位提交的申请材料齐全" in text
    unchecked = printed(paper, "materials_receipt", materials=lines(3, MaterialState.UNCHECKED))
    assert "申请材料齐全，符合法定形式，现予收件" not in unchecked


def test_a_reprint_is_the_archived_paper_with_a_mark_in_the_margin_of_each_page(paper: Paper) -> None:
    archived = paper.render("material_list", replace(BASE, materials=lines(200))).pdf
    again = paper.reprinted(archived, 3)
    assert again == paper.reprinted(archived, 3)
    before, after = pypdf_pages(archived), pypdf_pages(again)
    assert len(before) == len(after) > 1
    for old, new in zip(before, after, strict=True):
        assert squeezed(new).replace("补打3", "") == squeezed(old)
        assert "补打3" in squeezed(new)


def test_a_demo_hall_is_marked(paper: Paper) -> None:
    demo = squeezed(pypdf_pages(paper.render("acceptance", BASE).pdf)[0])
    assert "演示·不作凭证" in demo
    real = replace(BASE, office=replace(BASE.office, demo=False))
    plain = squeezed(pypdf_pages(paper.render("acceptance", real).pdf)[0])
    assert "演示" not in plain
    assert "补打" not in plain


def test_the_page_edge_tells_window_clerk_and_time_of_the_hall(paper: Paper) -> None:
    assert "3号综合窗口工号072026-11-2310:44" in printed(paper, "refusal")


def test_the_document_says_what_it_is_and_when_it_was_made_is_not_in_its_bytes(
    paper: Paper, kept: Path
) -> None:
    kept.write_bytes(paper.render("acceptance", BASE).pdf)
    read = PdfReader(kept)
    assert read.metadata is not None
    assert read.metadata.title == f"受理通知书 {BASE.number} {BASE.case_no}"
    assert read.metadata.author == BASE.office.issuer
    assert str(read.root_object["/Lang"]) == "zh-CN"


@programs("pdffonts")
def test_every_font_is_embedded_and_has_its_search_map(paper: Paper, kept: Path) -> None:
    kept.write_bytes(paper.render("acceptance", BASE).pdf)
    done = subprocess.run(["pdffonts", str(kept)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, subset, to Unicode
