"""Notices as PDF: the same facts give the same bytes, and nothing prints that a font cannot draw."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.clock import hall_time
from app.documents import codes
from app.documents.compose import Composer
from app.documents.content import NoticeContent
from app.documents.facts import COLUMNS, conditions, words
from app.documents.fonts import FontFiles
from app.documents.sheet import (
    BOTTOM,
    GREY,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Page,
    Pen,
    Scale,
    Sizes,
    paginate,
)
from app.documents.template import Template, Templates
from app.documents.typeface import Typeface
from app.records import dataclass

Mark = Literal["", "preview"]

PRODUCER: Final = "一窗通 Window Clerk"
DEMO_MARK: Final = "演示·不作凭证"
PREVIEW_MARK: Final = "预览"
EDGE: Final = 11 * mm
BARS_HEIGHT: Final = 9 * mm
BARS_ROOM: Final = 100 * mm
QR_SIDE: Final = 27 * mm
FIXED_TEXTS: Final = f"{DEMO_MARK}{PREVIEW_MARK}补打第页共工号办件号（盖章处）年月日：0123456789-．、"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice on paper."""

    pdf: bytes
    pages: int


class Paper:
    """Renders notices with one set of fonts and templates; used by one thread at a time."""

    def __init__(self, fonts: FontFiles, site: Path | None = None) -> None:
        """`site`: the hall's own templates, which go before the program's."""
        rl_config.useA85 = 0  # binary streams: a fifth smaller than text ones
        self._typeface = Typeface(fonts)
        self.templates = Templates(site)
        self._turn = threading.Lock()

    def warm(self) -> None:
        """Reads fonts and imports the code libraries; call it once on the worker thread after the start."""
        self._typeface.warm()

    def missing_characters(self, texts: Iterable[str]) -> list[str]:
        """The characters of these texts that no font draws (or that may never be printed: private use)."""
        return self._typeface.missing(texts)

    def require_printable(self, texts: Iterable[tuple[str, str]]) -> None:
        """Raises Rejected("no-glyph") for (field, text) pairs with a character that cannot be printed."""
        self._typeface.require(texts)

    def render(
        self,
        kind: str,
        content: NoticeContent,
        *,
        mark: Mark = "",
        scale: Scale = "standard",
    ) -> Rendered:
        """A notice as PDF.

        Raises Rejected: "no-glyph" (a character cannot be drawn), "template" (the hall's template is faulty).
        """
        template = self.templates.get(kind)
        facts = words(content)
        self._typeface.require(_texts(template, content, facts))
        with self._turn:
            composer = Composer(
                self._typeface, content, facts, conditions(content), Sizes.of(scale, roomy=template.roomy)
            )
            pages = paginate(composer.pieces(template))
            return Rendered(_write(self._typeface, template, content, facts, pages, mark), len(pages))

    def reprinted(self, pdf: bytes, count: int) -> bytes:
        """The archived paper itself with 补打 and its count in the margin of every page.

        It is not rendered anew: a template changed since then must not change a paper that has legal effect.
        """
        from pypdf import PdfReader, PdfWriter

        with self._turn:
            stamp = PdfReader(io.BytesIO(_stamp(self._typeface, f"补打 {count}"))).pages[0]
        writer = PdfWriter(clone_from=io.BytesIO(pdf))
        for page in writer.pages:
            page.merge_page(stamp)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()


def _texts(template: Template, content: NoticeContent, facts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Everything that will stand on the paper, with the field it comes from."""
    yield from facts.items()
    yield "clerk", content.clerk_number
    for index, line in enumerate(content.materials):
        for column in COLUMNS.values():
            yield f"materials/{index}", column[3](line)
    yield "template", template.literals + FIXED_TEXTS


class PageCanvas(Canvas):
    """A canvas whose pages name only fonts they carry; ReportLab's begin with an unembedded Helvetica."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


def _write(
    typeface: Typeface,
    template: Template,
    content: NoticeContent,
    facts: dict[str, str],
    pages: list[Page],
    mark: Mark,
) -> bytes:
    out = io.BytesIO()
    canvas = PageCanvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="zh-CN")
    title = "".join(part for part, _ in template.title.filled(facts))
    canvas.setTitle(" ".join(part for part in (title, content.number, content.case_no) if part))
    canvas.setAuthor(content.office.issuer)
    canvas.setSubject(content.item.name)
    canvas.setKeywords(content.case_no)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    pen = Pen(canvas, typeface)
    for number, page in enumerate(pages, start=1):
        _background(pen, mark)
        for top, piece in page.placed:
            piece.draw(pen, top)
        _edge(pen, content, title, number, len(pages), mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _codes(pen: Pen, content: NoticeContent) -> float:
    """The case number as bars at the left, the QR code at the right; returns where the free part ends."""
    size = Sizes().edge + 1
    top = HEIGHT - 8 * mm
    quiet = codes.QUIET_MODULES * codes.SAFE_MODULE
    used = codes.draw_code128(
        pen.canvas, content.case_no, LEFT - quiet, top - BARS_HEIGHT, BARS_ROOM, BARS_HEIGHT
    )
    pen.text(content.case_no, LEFT - quiet + used / 2, top - BARS_HEIGHT - size - 1, size, align="center")
    if not content.qr:
        return WIDTH - RIGHT
    codes.draw_qr(pen.canvas, content.qr, WIDTH - RIGHT - QR_SIDE + 2 * mm, top - QR_SIDE + 3 * mm, QR_SIDE)
    return WIDTH - RIGHT - QR_SIDE


def _background(pen: Pen, mark: Mark) -> None:
    if mark != "preview":
        return
    canvas: Any = pen.canvas
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(45)
    pen.text(PREVIEW_MARK, 0, -50, 150, bold=True, align="center", tone=0.92)
    canvas.restoreState()


def boxed(pen: Pen, text: str, right: float, base: float) -> float:
    """A mark in a thin frame ending at `right`; returns its width in points."""
    size = Sizes().edge
    width = pen.typeface.width(text, size + 2) + 3 * mm
    pen.canvas.setLineWidth(0.6)
    pen.canvas.rect(right - width, base - 3.5, width, size + 7, stroke=1, fill=0)
    pen.text(text, right - width + 1.5 * mm, base, size + 2)
    return width


def _stamp(typeface: Typeface, text: str) -> bytes:
    """One empty page with a framed mark in the left margin, below the bars and beside the title."""
    out = io.BytesIO()
    canvas = PageCanvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    boxed(Pen(canvas, typeface), text, LEFT - 2 * mm, HEIGHT - 34 * mm)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _edge(pen: Pen, content: NoticeContent, title: str, number: int, total: int, mark: Mark) -> None:
    """Codes and marks at the head; who, when and which page at the foot."""
    size = Sizes().edge
    head = HEIGHT - EDGE - size
    right = WIDTH - RIGHT
    if number == 1 and content.case_no and mark != "preview":  # an unissued paper must not scan
        right = _codes(pen, content)
    marks = [
        text
        for text, shown in (
            (PREVIEW_MARK, mark == "preview"),
            (DEMO_MARK, content.office.demo),
        )
        if shown
    ]
    for text in reversed(marks):
        right -= boxed(pen, text, right, head) + 2 * mm
    if number > 1:
        pen.text(f"{title}　{content.number}", LEFT, head, size, tone=GREY)
    foot = EDGE
    stamped = hall_time(content.made_at).strftime("%Y-%m-%d %H:%M")
    pen.text(f"{content.office.counter}　工号 {content.clerk_number}　{stamped}", LEFT, foot, size, tone=GREY)
    pen.text(f"第 {number} 页　共 {total} 页", WIDTH - RIGHT, foot, size, align="right", tone=GREY)
    if total > 1:
        pen.text(content.case_no, WIDTH / 2, foot, size, align="center", tone=GREY)


__all__ = ["BOTTOM", "TOP", "Mark", "Paper", "Rendered", "Scale"]
