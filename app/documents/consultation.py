"""Papers of a lawyer's morning: the slip (预约凭条) on 80 mm or A5, and each lawyer's roster of the day."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from reportlab import rl_config
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm

from app.clock import hall_time
from app.documents.codes import draw_qr
from app.documents.fonts import FontFiles
from app.documents.lines import Line, Span, break_lines
from app.documents.paper import PRODUCER, PageCanvas, boxed
from app.documents.sheet import GREY, HEIGHT, LEFT, RIGHT, WIDTH, Pen, Piece, Sizes, paginate, text_pieces
from app.documents.tables import list_pieces
from app.documents.typeface import Typeface
from app.records import dataclass

Format = Literal["80mm", "a5"]

DEMO_MARK: Final = "演示·不作凭证"
FIXED: Final = f"{DEMO_MARK}0123456789L-ABCDEFGHIJKLMNOPQRSTUVWXYZ：共页第"
_QR_SIDE: Final = 26 * mm


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a slip says, in the words of the paper; `tentative` ones promise nothing."""

    hall: str
    slip_no: str
    tentative: bool
    day: str  # 2026年11月25日 周三
    time: str  # 09:30–09:50
    lawyer: str
    firm: str
    room: str
    client: str
    phone_masked: str
    topic: str
    case_no: str
    alternatives: tuple[str, ...]
    notes: tuple[str, ...]
    counter: str
    clerk_number: str
    made_at: datetime
    demo: bool = False


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One slot of a lawyer's sheet."""

    time: str
    client: str
    topic: str
    note: str
    opposing: str
    remark: str  # 停约, 待确认, 已到


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """One lawyer's morning on one sheet."""

    lawyer: str
    firm: str
    room: str
    rows: tuple[RosterRow, ...]
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class RosterFacts:
    hall: str
    day: str
    hours: str
    sheets: tuple[RosterSheet, ...]
    counter: str
    clerk_number: str
    made_at: datetime
    demo: bool = False


@dataclass(frozen=True, slots=True)
class _Format:
    """A page's width, its edge and its type sizes."""

    width: float
    edge: float
    title: float
    big: float
    body: float
    small: float
    depth: float | None  # None: ends with the last line

    @property
    def room(self) -> float:
        return self.width - 2 * self.edge


_FORMATS: Final[dict[Format, _Format]] = {
    "80mm": _Format(80 * mm, 4 * mm, 15, 19, 10.5, 8.5, None),
    "a5": _Format(A5[0], 16 * mm, 20, 26, 12.5, 10, A5[1]),
}
_Drawn = tuple[float, Callable[[Pen, float], None]]


class ConsultationPaper:
    """Renders slips and rosters with one set of fonts; used by one thread at a time."""

    def __init__(self, fonts: FontFiles) -> None:
        rl_config.useA85 = 0
        self._typeface = Typeface(fonts)
        self._turn = threading.Lock()

    def slip(self, facts: SlipFacts, form: Format = "80mm") -> bytes:
        """The slip as PDF; the same facts give the same bytes. Rejected("no-glyph")."""
        with self._turn:
            self._typeface.require(("slip", text) for text in _slip_texts(facts))
            return self._slip(facts, _FORMATS[form])

    def roster(self, facts: RosterFacts) -> bytes:
        """The morning's roster, one lawyer to a sheet: whom to expect, about what, against whom."""
        with self._turn:
            self._typeface.require(("roster", text) for text in _roster_texts(facts))
            return self._roster(facts)

    # -- the slip --------------------------------------------------------------------------------

    def _slip(self, facts: SlipFacts, form: _Format) -> bytes:
        pieces = list(self._slip_pieces(facts, form))
        used = sum(height for height, _ in pieces)
        depth = form.depth or used + 2 * form.edge
        out = io.BytesIO()
        canvas = PageCanvas(out, pagesize=(form.width, depth), invariant=1, pageCompression=1, lang="zh-CN")
        canvas.setTitle(f"律师咨询预约凭条 {facts.slip_no}")
        canvas.setAuthor(facts.hall)
        canvas.setCreator(PRODUCER)
        canvas.setProducer(PRODUCER)
        pen = Pen(canvas, self._typeface)
        top = depth - form.edge
        for height, draw in pieces:
            draw(pen, top)
            top -= height
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _slip_pieces(self, facts: SlipFacts, form: _Format) -> Iterator[_Drawn]:
        if facts.demo:
            yield self._boxed(form, DEMO_MARK)
        yield from self._text(form, facts.hall, form.body, centred=True)
        title = "律师咨询 · 待确认" if facts.tentative else "律师咨询预约凭条"
        yield from self._text(form, title, form.title, bold=True, centred=True)
        yield self._rule(form)
        yield from self._text(form, facts.day, form.body, bold=True, centred=True)
        yield from self._text(form, facts.time, form.big, bold=True, centred=True)
        yield from self._text(form, facts.lawyer, form.title, bold=True, centred=True)
        yield from self._text(form, facts.room, form.body, centred=True)
        if facts.tentative:
            yield self._rule(form)
            yield from self._text(
                form, "本时段尚未确认。确认结果将电话告知，请以电话为准。", form.body, bold=True
            )
        yield self._rule(form)
        for label, value in (
            ("凭条号", facts.slip_no),
            ("咨询人", facts.client),
            ("电话", facts.phone_masked),
            ("事由", facts.topic),
            ("律所", facts.firm),
            ("办件号", facts.case_no),
        ):
            if value:
                yield from self._labelled(form, label, value)
        if facts.alternatives:
            yield from self._labelled(form, "备选", "；".join(facts.alternatives))
        yield self._rule(form)
        for note in facts.notes:
            yield from self._text(form, note, form.small)
        yield (
            _QR_SIDE,
            lambda pen, top: draw_qr(
                pen.canvas, f"L:{facts.slip_no}", (form.width - _QR_SIDE) / 2, top - _QR_SIDE, _QR_SIDE
            ),
        )
        stamped = hall_time(facts.made_at).strftime("%Y-%m-%d %H:%M")
        foot = f"{facts.counter}　工号 {facts.clerk_number}　{stamped}"
        yield from self._text(form, foot, form.small, centred=True)

    def _text(
        self, form: _Format, text: str, size: float, *, bold: bool = False, centred: bool = False
    ) -> Iterator[_Drawn]:
        for line in break_lines(self._typeface, (Span(text, bold),), size, form.room):
            left = form.edge + ((form.room - line.width) / 2 if centred else 0)
            yield self._set(line, left, size)

    def _labelled(self, form: _Format, label: str, value: str) -> Iterator[_Drawn]:
        """A value beside its label, its further lines under itself."""
        size = form.body
        indent = self._typeface.width("凭条号　", size)
        for number, line in enumerate(break_lines(self._typeface, (Span(value),), size, form.room - indent)):
            height, draw = self._set(line, form.edge + indent, size)

            def both(
                pen: Pen, top: float, draw: Callable[[Pen, float], None] = draw, first: bool = number == 0
            ) -> None:
                draw(pen, top)
                if first:
                    pen.text(label, form.edge, top - _base(size), size, tone=GREY)

            yield height, both

    def _set(self, line: Line, left: float, size: float) -> _Drawn:
        return size * 1.5, lambda pen, top: pen.line(line, left, top - _base(size), size)

    def _rule(self, form: _Format) -> _Drawn:
        right = form.width - form.edge
        return 3 * mm, lambda pen, top: pen.rule(form.edge, top - 1.5 * mm, right, top - 1.5 * mm)

    def _boxed(self, form: _Format, text: str) -> _Drawn:
        def draw(pen: Pen, top: float) -> None:
            width = pen.typeface.width(text, Sizes().edge + 2) + 3 * mm
            boxed(pen, text, (form.width + width) / 2, top - 4 * mm)

        return 7 * mm, draw

    # -- the roster --------------------------------------------------------------------------------

    def _roster(self, facts: RosterFacts) -> bytes:
        out = io.BytesIO()
        canvas = PageCanvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="zh-CN")
        canvas.setTitle(f"律师咨询当日安排 {facts.day}")
        canvas.setAuthor(facts.hall)
        canvas.setCreator(PRODUCER)
        canvas.setProducer(PRODUCER)
        pen = Pen(canvas, self._typeface)
        for sheet in facts.sheets:
            pages = paginate(self._sheet_pieces(facts, sheet))
            for number, page in enumerate(pages, start=1):
                for top, piece in page.placed:
                    piece.draw(pen, top)
                self._edge(pen, facts, sheet, number, len(pages))
                canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _sheet_pieces(self, facts: RosterFacts, sheet: RosterSheet) -> list[Piece]:
        sizes = Sizes()
        typeface = self._typeface

        def centred(text: str, size: float, *, bold: bool) -> list[Piece]:
            return text_pieces(typeface, (Span(text, bold),), size, 1.5, align="center")

        pieces = centred("律师咨询当日安排", sizes.title, bold=True)
        pieces += centred(f"{facts.day}　{facts.hours}", sizes.body, bold=False)
        who = "　".join(part for part in (sheet.lawyer, sheet.firm, sheet.room) if part)
        pieces += text_pieces(typeface, (Span(who, bold=True),), sizes.body + 2, 1.6, gap=3 * mm)
        if sheet.stands_in_for:
            pieces += text_pieces(typeface, (Span(f"代 {sheet.stands_in_for}"),), sizes.table, 1.5)
        rows: Sequence[Sequence[str]] = [
            (row.time, row.client, row.topic, row.note, row.opposing, row.remark, "") for row in sheet.rows
        ]
        pieces = [replace(piece, keep=True) for piece in pieces]
        pieces += list_pieces(
            typeface,
            ("时段", "咨询人", "事由", "要点", "对方当事人", "状态", "办理结果"),
            (1.7, 2.4, 1.9, 3.5, 2.4, 1.4, 2.8),
            ("center", "left", "left", "left", "left", "center", "left"),
            rows,
            sizes,
            gap=3 * mm,
        )
        note = "咨询前请核对对方当事人，如与本人存在利益冲突请告知窗口改派。本表含个人信息，用后交回窗口。"
        pieces += text_pieces(typeface, (Span(note),), sizes.small, 1.5, gap=3 * mm)
        return pieces

    def _edge(self, pen: Pen, facts: RosterFacts, sheet: RosterSheet, number: int, total: int) -> None:
        size = Sizes().edge
        foot = 11 * mm
        if facts.demo:
            boxed(pen, DEMO_MARK, WIDTH - RIGHT, HEIGHT - 14 * mm)
        stamped = hall_time(facts.made_at).strftime("%Y-%m-%d %H:%M")
        left = f"{facts.hall}　{facts.counter}　工号 {facts.clerk_number}　{stamped}"
        pen.text(left, LEFT, foot, size, tone=GREY)
        pages = f"{sheet.lawyer}　第 {number} 页　共 {total} 页"
        pen.text(pages, WIDTH - RIGHT, foot, size, align="right", tone=GREY)


def _base(size: float) -> float:
    """From the upper edge of a line one and a half times its size to its baseline."""
    return (size * 1.5 + size * 0.76) / 2


def _slip_texts(facts: SlipFacts) -> Iterator[str]:
    for name in facts.__slots__:
        value = getattr(facts, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
    yield FIXED


def _roster_texts(facts: RosterFacts) -> Iterator[str]:
    yield from (facts.hall, facts.day, facts.hours, facts.counter, facts.clerk_number, FIXED)
    for sheet in facts.sheets:
        yield from (sheet.lawyer, sheet.firm, sheet.room, sheet.stands_in_for)
        for row in sheet.rows:
            yield from (row.time, row.client, row.topic, row.note, row.opposing, row.remark)
