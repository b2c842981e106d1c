"""The end of a notice: the two codes, where to ask, the issuer, the date, and the free place of the seal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.units import mm

from app.documents import codes
from app.documents.lines import Span, break_lines
from app.documents.sheet import LEFT, PALE, RIGHT, ROOM, WIDTH, Pen, Piece, Sizes
from app.documents.typeface import Typeface

SEAL: Final = 44 * mm  # an authority's seal is 42 mm across
SEAL_SIDE: Final = 52 * mm
QR_SIDE: Final = 27 * mm
BAR_HEIGHT: Final = 11 * mm
DEPTH: Final = 48 * mm
LINE_HEIGHT: Final = 9 * mm


def signature_pieces(
    typeface: Typeface, lines: Sequence[tuple[str, bool]], sizes: Sizes, gap: float
) -> list[Piece]:
    """Lines to sign on, two to a row, each with its own date below when asked."""
    size = sizes.table
    half = ROOM / 2
    pieces: list[Piece] = []
    for at in range(0, len(lines), 2):
        pair = lines[at : at + 2]
        dated = any(date for _, date in pair)
        depth = (2 if dated else 1) * LINE_HEIGHT

        def draw(pen: Pen, top: float, pair: Sequence[tuple[str, bool]] = pair) -> None:
            for index, (label, date) in enumerate(pair):
                x = LEFT + index * half
                y = top - LINE_HEIGHT + 2.5 * mm
                pen.text(f"{label}：", x, y, size)
                start = x + typeface.width(f"{label}：", size)
                pen.rule(start, y - 2, x + half - 6 * mm, y - 2)
                if date:
                    pen.text(
                        "　　　　年　　　月　　　日", x + half - 6 * mm, y - LINE_HEIGHT, size, align="right"
                    )

        pieces.append(Piece(depth, draw, gap if at == 0 else 0.0, keep=True))
    return pieces


def closing_piece(
    typeface: Typeface,
    sizes: Sizes,
    *,
    issuer: str,
    date: str,
    case_no: str,
    qr: str,
    notes: Sequence[str],
    with_codes: bool,
    with_seal: bool,
    gap: float,
) -> Piece:
    """One piece that never parts: codes at the left, seal place at the right."""

    def draw(pen: Pen, top: float) -> None:
        if with_codes:
            _codes(pen, typeface, sizes, top, case_no, qr, notes)
        _issuer(pen, typeface, sizes, top, issuer, date, with_seal)

    return Piece(DEPTH, draw, gap)


def _codes(
    pen: Pen, typeface: Typeface, sizes: Sizes, top: float, case_no: str, qr: str, notes: Sequence[str]
) -> None:
    room = ROOM - SEAL_SIDE - 2 * mm
    bars_y = top - BAR_HEIGHT
    used = codes.draw_code128(pen.canvas, case_no, LEFT - 3.3 * mm, bars_y, room + 3.3 * mm, BAR_HEIGHT)
    pen.text(case_no, LEFT - 3.3 * mm + used / 2, bars_y - 3.6 * mm, sizes.small, align="center")
    below = bars_y - 5.6 * mm
    x = LEFT
    if qr:
        codes.draw_qr(pen.canvas, qr, LEFT - 2 * mm, below - QR_SIDE, QR_SIDE)
        x = LEFT + QR_SIDE
    y = below - 2.5 * mm
    for note in notes:
        for line in break_lines(typeface, (Span(note),), sizes.small, LEFT + room - x):
            pen.line(line, x, y - sizes.small, sizes.small)
            y -= sizes.small * 1.5


def _issuer(
    pen: Pen, typeface: Typeface, sizes: Sizes, top: float, issuer: str, date: str, with_seal: bool
) -> None:
    middle = WIDTH - RIGHT - SEAL_SIDE / 2
    canvas = pen.canvas
    if with_seal:
        centre = top - SEAL / 2 - 1 * mm
        canvas.setStrokeGray(PALE)
        canvas.setLineWidth(0.4)
        canvas.setDash(2, 2)
        canvas.circle(middle, centre, SEAL / 2)
        canvas.setDash()
        canvas.setStrokeGray(0)
        pen.text("（盖章处）", middle, top - 9 * mm, sizes.small, align="center", tone=PALE)
    lines = break_lines(typeface, (Span(issuer),), sizes.body, SEAL_SIDE)
    y = top - 28 * mm + (len(lines) - 1) * sizes.body * 0.7
    for line in lines:
        pen.line(line, middle - line.width / 2, y, sizes.body)
        y -= sizes.body * 1.35
    pen.text(date, middle, y - 1.5 * mm, sizes.body, align="center")
