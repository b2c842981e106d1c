"""The sheet of paper: sizes, margins, and filling pages with pieces, some of which may not part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final, Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.documents.lines import Line, Span, break_lines
from app.documents.typeface import Typeface
from app.records import dataclass

Scale = Literal["standard", "large"]

WIDTH: Final = A4[0]
HEIGHT: Final = A4[1]
LEFT: Final = 27 * mm  # binding edge (订口)
RIGHT: Final = 23 * mm
TOP: Final = 27 * mm
BOTTOM: Final = 17 * mm
ROOM: Final = WIDTH - LEFT - RIGHT
DEPTH: Final = HEIGHT - TOP - BOTTOM
INK: Final = 0.0
GREY: Final = 0.45
PALE: Final = 0.72
THIN: Final = 0.5
BOLD_STROKE: Final = 1 / 32  # of the size: what a bold of this family adds


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes in points; the large print (大字版) multiplies all but the page's edge."""

    title: float = 22
    body: float = 12
    table: float = 10.5
    small: float = 9.5
    edge: float = 8
    leading: float = 1.62
    table_leading: float = 1.3
    cell_pad: float = 2.0

    @staticmethod
    def of(scale: Scale, *, roomy: bool = False) -> Sizes:
        """`roomy`: a notice of few words, set a size larger as official papers are."""
        if scale == "standard":
            return Sizes(body=14, leading=1.8, cell_pad=3.5) if roomy else Sizes()
        return Sizes(title=26, body=15.5, table=14, small=12.5, leading=1.5, cell_pad=3.0)


class Pen:
    """Draws set lines on a canvas, face by face."""

    def __init__(self, canvas: Canvas, typeface: Typeface) -> None:
        self.canvas = canvas
        self.typeface = typeface

    def line(self, line: Line, x: float, y: float, size: float, stretch: float = 0.0) -> None:
        """One set line with its baseline at y."""
        text = self.canvas.beginText(x, y)
        text.setCharSpace(stretch)
        for span in line.spans:
            for run in self.typeface.runs(span.text, span.bold):
                text.setFont(self.typeface.name(run.face), size)
                if run.thickened:
                    self.canvas.setLineWidth(size * BOLD_STROKE)
                    text.setTextRenderMode(2)
                text.textOut(run.text)
                if run.thickened:
                    text.setTextRenderMode(0)
        self.canvas.drawText(text)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        align: str = "left",
        tone: float = INK,
    ) -> None:
        """A short text that is known to fit."""
        width = self.typeface.width(text, size, bold)
        x -= width if align == "right" else width / 2 if align == "center" else 0
        self.canvas.setFillGray(tone)
        self.line(Line((Span(text, bold),), width, last=True), x, y, size)
        self.canvas.setFillGray(INK)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, y1, x2, y2)


Draw = Callable[[Pen, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a known height; `draw` gets its upper edge.

    keep: stays on one page with the piece after it. head: drawn again above it when it begins a page.
    gap: space above it, dropped at the top of a page.
    """

    height: float
    draw: Draw
    gap: float = 0.0
    keep: bool = False
    head: tuple[Piece, ...] = ()


@dataclass(slots=True)
class Page:
    """What stands on one page: (upper edge, piece)."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0

    def put(self, piece: Piece) -> None:
        gap = piece.gap if self.placed else 0.0
        self.placed.append((HEIGHT - TOP - self.used - gap, piece))
        self.used += gap + piece.height


def _chunks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    chunks: list[list[Piece]] = []
    open_chunk = False
    for piece in pieces:
        if open_chunk:
            chunks[-1].append(piece)
        else:
            chunks.append([piece])
        open_chunk = piece.keep
    return chunks


def paginate(pieces: Sequence[Piece], depth: float = DEPTH) -> list[Page]:
    """Pieces on pages; a chain of kept pieces parts only when it is longer than a page."""
    pages = [Page()]
    for chunk in _chunks(pieces):
        need = sum(piece.gap + piece.height for piece in chunk)
        page = pages[-1]
        if page.placed and page.used + need > depth:
            head = chunk[0].head
            page = Page()
            pages.append(page)
            for piece in head:
                page.put(piece)
        for piece in chunk:
            if page.placed and page.used + piece.gap + piece.height > depth + 0.01:
                page = Page()
                pages.append(page)
                for repeated in piece.head:
                    page.put(repeated)
            page.put(piece)
    return pages


def text_pieces(
    typeface: Typeface,
    spans: Sequence[Span],
    size: float,
    leading: float,
    *,
    indent: float = 0.0,
    hanging: float = 0.0,
    align: str = "left",
    gap: float = 0.0,
    tone: float = INK,
) -> list[Piece]:
    """A paragraph as one piece per line, so that it can part between pages, but never after its first
    or before its last line."""
    room = ROOM - hanging
    lines = break_lines(typeface, spans, size, room, indent)
    pieces = []
    for index, line in enumerate(lines):
        first = index == 0
        shift = hanging + (indent if first else 0.0)

        def draw(pen: Pen, top: float, line: Line = line, shift: float = shift) -> None:
            left = LEFT + shift
            free = ROOM - shift
            if align == "center":
                left += (free - line.width) / 2
            elif align == "right":
                left += free - line.width
            stretch = line.stretch(free, size) if align == "left" else 0.0
            pen.canvas.setFillGray(tone)
            pen.line(line, left, top - (size * leading + size * 0.76) / 2, size, stretch)
            pen.canvas.setFillGray(INK)

        keep = len(lines) > 1 and index in {0, len(lines) - 2}
        pieces.append(Piece(size * leading, draw, gap if first else 0.0, keep))
    return pieces
