"""Ruled tables of a notice: label-and-value forms, and lists of materials with a repeated heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.documents.lines import Line, Span, break_lines
from app.documents.sheet import DEPTH, LEFT, ROOM, THIN, Pen, Piece, Sizes
from app.documents.typeface import Typeface
from app.records import dataclass

LABEL_SHARE: Final = 0.132  # of the width, for a form's labels
HAND_HEIGHT: Final = 2.6  # lines of room where something is written by hand
ROW_DEPTH: Final = DEPTH * 0.45  # a row deeper than this may part between pages


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a table: its text, how it is set."""

    spans: tuple[Span, ...]
    width: float
    align: str = "left"
    least: float = 1.0  # lines


@dataclass(frozen=True, slots=True)
class _SetCell:
    lines: tuple[Line, ...]
    width: float
    align: str


def row_pieces(typeface: Typeface, fields: Sequence[Field], sizes: Sizes) -> list[Piece]:
    """A row of cells; one piece, or several when a cell holds more than half a page."""
    size, pad = sizes.table, sizes.cell_pad
    leading = size * sizes.table_leading
    cells = [
        _SetCell(
            tuple(break_lines(typeface, f.spans, size, f.width - 2 * _side(f.align, size))), f.width, f.align
        )
        for f in fields
    ]
    most = max(1, int(ROW_DEPTH / leading))
    deepest = max(len(cell.lines) for cell in cells)
    least = max(f.least for f in fields)
    if deepest <= most:
        return [_row(cells, size, leading, pad, max(least, deepest))]
    return [
        _row([replace(cell, lines=cell.lines[at : at + most]) for cell in cells], size, leading, pad, 1)
        for at in range(0, deepest, most)
    ]


def _side(align: str, size: float) -> float:
    """Space beside a cell's text."""
    return size * (0.1 if align == "center" else 0.3)


def _row(cells: Sequence[_SetCell], size: float, leading: float, pad: float, least: float) -> Piece:
    depth = max(least, *(len(cell.lines) for cell in cells)) * leading + 2 * pad

    def draw(pen: Pen, top: float) -> None:
        canvas = pen.canvas
        canvas.setLineWidth(THIN)
        x = LEFT
        path = canvas.beginPath()
        for cell in cells:
            path.rect(x, top - depth, cell.width, depth)
            x += cell.width
        canvas.drawPath(path, stroke=1, fill=0)
        x = LEFT
        for cell in cells:
            used = len(cell.lines) * leading
            y = top - (depth - used) / 2 - (leading + size * 0.76) / 2
            for line in cell.lines:
                if line.spans:
                    side = _side(cell.align, size)
                    free = cell.width - 2 * side
                    left = x + side
                    if cell.align == "center":
                        left += max(0.0, (free - line.width) / 2)
                    pen.line(line, left, y, size)
                y -= leading
            x += cell.width

    return Piece(depth, draw)


def form_pieces(
    typeface: Typeface, rows: Sequence[Sequence[tuple[str, tuple[Span, ...], bool]]], sizes: Sizes, gap: float
) -> list[Piece]:
    """A form of (label, value, tall) cells, one or two to a row."""
    label = ROOM * LABEL_SHARE * sizes.table / 10.5
    pieces: list[Piece] = []
    for row in rows:
        value = ROOM / len(row) - label
        fields: list[Field] = []
        for name, spans, tall in row:
            fields.append(Field((Span(name),), label, "center"))
            fields.append(Field(spans, value, "left", HAND_HEIGHT if tall else 1.0))
        pieces += row_pieces(typeface, fields, sizes)
    if pieces:
        pieces[0] = replace(pieces[0], gap=gap)
    return pieces


def list_pieces(
    typeface: Typeface,
    headings: Sequence[str],
    shares: Sequence[float],
    aligns: Sequence[str],
    rows: Sequence[Sequence[str]],
    sizes: Sizes,
    gap: float,
) -> list[Piece]:
    """A list under a bold heading that is drawn again on every page the list reaches."""
    unit = ROOM / sum(shares)
    widths = [share * unit for share in shares]
    titles = [
        Field((Span(text, bold=True),), width, "center") for text, width in zip(headings, widths, strict=True)
    ]
    head = replace(row_pieces(typeface, titles, sizes)[0], keep=True)
    pieces = [replace(head, gap=gap)]
    for row in rows:
        fields = [
            Field((Span(text),), width, align) for text, width, align in zip(row, widths, aligns, strict=True)
        ]
        pieces += [replace(piece, head=(head,)) for piece in row_pieces(typeface, fields, sizes)]
    return pieces
