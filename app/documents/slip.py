"""A visitor's slip as an 80 mm page and as the dots of a thermal printer, both from the same lines."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Final

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.documents.codes import draw_code128, draw_qr
from app.documents.fonts import FontFiles
from app.documents.lines import Span, break_lines
from app.documents.sheet import Pen
from app.documents.typeface import Typeface
from app.records import dataclass
from app.rules.slip import LineKind, Slip, SlipLine, slip_lines

WIDTH: Final = 80 * mm
EDGE: Final = 4 * mm  # a print head is 72 mm wide
ROOM: Final = WIDTH - 2 * EDGE
SIZE: Final = 9.0
SIZES: Final = {1: 9.0, 2: 14.0, 3: 24.0, 4: 44.0, 5: 54.0, 6: 64.0}
LEADING: Final = 1.38
QR_SIDE: Final = 25 * mm
BARS_HEIGHT: Final = 9 * mm
GAP: Final = 2 * mm
PRODUCER: Final = "一窗通 Window Clerk"
DOTS: Final = 576  # 72 mm at 203 dpi


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture of one bit a dot, rows of whole bytes, black = 1."""

    width: int
    height: int
    rows: bytes


class SlipPaper:
    """Draws slips with one set of fonts; any thread, one at a time."""

    def __init__(self, fonts: FontFiles) -> None:
        rl_config.useA85 = 0
        self._typeface = Typeface(fonts)
        self._turn = threading.Lock()

    def pdf(self, slip: Slip) -> bytes:
        """The slip as a page that ends with its last line. Rejected("no-glyph") for what no font draws."""
        with self._turn:
            return self._pdf(slip)

    def dots(self, slip: Slip) -> Dots:
        """The slip as the print head burns it."""
        with self._turn:
            return self._dots(slip)

    # -- the page ------------------------------------------------------------------------------------

    def _pieces(self, slip: Slip) -> list[tuple[float, Callable[[Pen, float], None]]]:
        lines = slip_lines(slip)
        self._typeface.require((str(place), line.text) for place, line in enumerate(lines) if line.text)
        return [piece for line in lines for piece in self._piece(line)]

    def _piece(self, line: SlipLine) -> list[tuple[float, Callable[[Pen, float], None]]]:
        match line.kind:
            case LineKind.GAP:
                return [(GAP, lambda _pen, _top: None)]
            case LineKind.RULE:
                return [
                    (2.4 * mm, lambda pen, top: pen.rule(EDGE, top - 1.2 * mm, WIDTH - EDGE, top - 1.2 * mm))
                ]
            case LineKind.QR:
                return [(QR_SIDE, lambda pen, top: draw_qr(
                    pen.canvas, line.text, (WIDTH - QR_SIDE) / 2, top - QR_SIDE, QR_SIDE
                ))]  # fmt: skip
            case LineKind.BARS:
                return [(BARS_HEIGHT + 2 * mm, lambda pen, top: _bars(pen, line.text, top))]
            case LineKind.TEXT:
                return self._text(line)

    def _text(self, line: SlipLine) -> list[tuple[float, Callable[[Pen, float], None]]]:
        size = SIZES[line.size]
        height = size * (1.08 if line.size > 2 else LEADING)
        pieces: list[tuple[float, Callable[[Pen, float], None]]] = []
        for each in break_lines(self._typeface, [Span(line.text, line.bold)], size, ROOM, 0):
            left = EDGE + (ROOM - each.width) / 2 if line.centred else EDGE

            def draw(pen: Pen, top: float, each: object = each, left: float = left) -> None:
                pen.line(each, left, top - (height + size * 0.76) / 2, size)  # type: ignore[arg-type]

            pieces.append((height, draw))
        return pieces

    def _pdf(self, slip: Slip) -> bytes:
        pieces = self._pieces(slip)
        depth = 2 * EDGE + sum(height for height, _ in pieces)
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(WIDTH, depth), invariant=1, pageCompression=1)
        canvas.setTitle(slip.number)
        canvas.setProducer(PRODUCER)
        pen = Pen(canvas, self._typeface)
        top = depth - EDGE
        for height, draw in pieces:
            draw(pen, top)
            top -= height
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    # -- the dots ------------------------------------------------------------------------------------

    def _dots(self, slip: Slip) -> Dots:
        from app.documents.slip_dots import burn

        lines = slip_lines(slip)
        self._typeface.require((str(place), line.text) for place, line in enumerate(lines) if line.text)
        width, height, rows = burn(lines, self._typeface)
        return Dots(width, height, rows)


def _bars(pen: Pen, text: str, top: float) -> None:
    from app.documents.codes import code128

    bars = code128(text)
    used = bars.module(ROOM) * bars.modules
    draw_code128(pen.canvas, text, (WIDTH - used) / 2, top - BARS_HEIGHT - 1 * mm, ROOM, BARS_HEIGHT)
