"""The end of a notice: who signs, at the left; issuer, date and the free place of the seal, at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.units import mm

from app.documents.lines import Span, break_lines
from app.documents.sheet import LEFT, PALE, RIGHT, ROOM, WIDTH, Pen, Piece, Sizes
from app.documents.typeface import Typeface

SEAL: Final = 44 * mm  # an authority's seal is 42 mm across
SEAL_SIDE: Final = 52 * mm
GUTTER: Final = 6 * mm
LINE_HEIGHT: Final = 9 * mm
ISSUER_SIZE: Final = 12.5
DATE: Final = "　　年　　月　　日"

SignatureLine = tuple[str, bool]  # label, whether it is dated


def _sign(
    pen: Pen, typeface: Typeface, size: float, x: float, y: float, room: float, line: SignatureLine
) -> None:
    label, dated = line
    pen.text(f"{label}：", x, y, size)
    start = x + typeface.width(f"{label}：", size)
    end = x + room
    if dated:
        end -= typeface.width(DATE, size) + 1 * mm
        pen.text(DATE, x + room, y, size, align="right")
    pen.rule(start, y - 2, end, y - 2)


def signature_pieces(
    typeface: Typeface, lines: Sequence[SignatureLine], sizes: Sizes, gap: float
) -> list[Piece]:
    """Lines to sign on, two to a row."""
    half = (ROOM - GUTTER) / 2
    pieces: list[Piece] = []
    for at in range(0, len(lines), 2):

        def draw(pen: Pen, top: float, pair: Sequence[SignatureLine] = lines[at : at + 2]) -> None:
            for index, line in enumerate(pair):
                x = LEFT + index * (half + GUTTER)
                _sign(pen, typeface, sizes.table, x, top - LINE_HEIGHT + 2.5 * mm, half, line)

        pieces.append(Piece(LINE_HEIGHT, draw, gap if at == 0 else 0.0, keep=True))
    return pieces


def closing_piece(
    typeface: Typeface,
    sizes: Sizes,
    *,
    issuer: str,
    date: str,
    statement: str,
    lines: Sequence[SignatureLine],
    notes: Sequence[str],
    with_seal: bool,
    gap: float,
) -> Piece:
    """One piece that never parts: signatures and telephones at the left, seal place at the right."""
    room = ROOM - SEAL_SIDE - GUTTER
    set_notes = [line for note in notes for line in break_lines(typeface, (Span(note),), sizes.small, room)]
    stated = break_lines(typeface, (Span(statement),), sizes.table, room) if statement else []
    noted = len(set_notes) * sizes.small * 1.5
    said = len(stated) * sizes.table * 1.5
    depth = max(SEAL + 2 * mm, said + len(lines) * LINE_HEIGHT + noted + 2 * mm)

    def draw(pen: Pen, top: float) -> None:
        y = top - sizes.table
        for stating in stated:
            pen.line(stating, LEFT, y, sizes.table)
            y -= sizes.table * 1.5
        y = top - said - LINE_HEIGHT + 1 * mm
        for line in lines:
            _sign(pen, typeface, sizes.table, LEFT, y, room, line)
            y -= LINE_HEIGHT
        y = top - depth + noted - sizes.small
        for note in set_notes:
            pen.line(note, LEFT, y, sizes.small)
            y -= sizes.small * 1.5
        _issuer(pen, typeface, sizes, top, issuer, date, with_seal)

    return Piece(depth, draw, gap)


def _issuer(
    pen: Pen, typeface: Typeface, sizes: Sizes, top: float, issuer: str, date: str, with_seal: bool
) -> None:
    """The seal goes over the name and the date, which stand a little below its middle."""
    middle = WIDTH - RIGHT - SEAL_SIDE / 2
    canvas = pen.canvas
    if with_seal:
        canvas.setStrokeGray(PALE)
        canvas.setLineWidth(0.4)
        canvas.setDash(2, 2)
        canvas.circle(middle, top - SEAL / 2 - 1 * mm, SEAL / 2)
        canvas.setDash()
        canvas.setStrokeGray(0)
        pen.text("（盖章处）", middle, top - 10 * mm, sizes.small, align="center", tone=PALE)
    size = min(sizes.body, ISSUER_SIZE)
    set_issuer = break_lines(typeface, (Span(issuer),), size, SEAL_SIDE)
    y = top - 25 * mm + (len(set_issuer) - 1) * size * 0.7
    for line in set_issuer:
        pen.line(line, middle - line.width / 2, y, size)
        y -= size * 1.35
    pen.text(date, middle, y - 1.5 * mm, size, align="center")
