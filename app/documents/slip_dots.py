"""A slip burnt into dots for a thermal printer: any character, whatever the printer's own font has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import segno
from PIL import Image, ImageDraw, ImageFont

from app.documents.codes import code128
from app.documents.typeface import Typeface
from app.rules.slip import LineKind, SlipLine

WIDTH: Final = 576
_EDGE: Final = 8
_SIZES: Final = {1: 24, 2: 40, 3: 72, 4: 120, 5: 150, 6: 180}
_LEADING: Final = 1.32
_QR_MODULE: Final = 7
_BARS_HIGH: Final = 72
_NEVER_FIRST: Final = frozenset("，。；：？！、”’…—·～）》〉」』】")


def burn(lines: Sequence[SlipLine], typeface: Typeface) -> tuple[int, int, bytes]:
    """(width, height, rows of whole bytes, 1 = black)."""
    pieces = [piece for line in lines for piece in _drawn(line, typeface)]
    height = sum(piece.height for piece in pieces) + 16
    page = Image.new("1", (WIDTH, height), 1)
    top = 8
    for piece in pieces:
        page.paste(piece, (0, top))
        top += piece.height
    return WIDTH, height, page.point(lambda dot: 0 if dot else 255, mode="1").tobytes()


def _drawn(line: SlipLine, typeface: Typeface) -> list[Image.Image]:
    match line.kind:
        case LineKind.GAP:
            return [Image.new("1", (WIDTH, 14), 1)]
        case LineKind.RULE:
            page = Image.new("1", (WIDTH, 18), 1)
            ImageDraw.Draw(page).line((_EDGE, 9, WIDTH - _EDGE, 9), fill=0, width=2)
            return [page]
        case LineKind.QR:
            return [_qr(line.text)]
        case LineKind.BARS:
            return [_bars(line.text)]
        case LineKind.TEXT:
            return _text(line, typeface)


def _qr(text: str) -> Image.Image:
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = (len(rows) + 8) * _QR_MODULE
    page = Image.new("1", (WIDTH, side), 1)
    draw = ImageDraw.Draw(page)
    left = (WIDTH - side) // 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                corner = (left + (x + 4) * _QR_MODULE, (y + 4) * _QR_MODULE)
                draw.rectangle((*corner, corner[0] + _QR_MODULE - 1, corner[1] + _QR_MODULE - 1), fill=0)
    return page


def _bars(text: str) -> Image.Image:
    bars = code128(text)
    module = max(1, WIDTH // bars.modules)
    page = Image.new("1", (WIDTH, _BARS_HIGH + 16), 1)
    draw = ImageDraw.Draw(page)
    left = (WIDTH - bars.modules * module) // 2
    for offset, width in bars.bars:
        begin = left + offset * module
        draw.rectangle((begin, 8, begin + width * module - 1, _BARS_HIGH + 8), fill=0)
    return page


def _text(line: SlipLine, typeface: Typeface) -> list[Image.Image]:
    size = _SIZES[line.size]
    high = int(size * (1.1 if line.size > 2 else _LEADING))
    rows: list[list[tuple[str, ImageFont.FreeTypeFont, int]]] = [[]]
    used = 0
    for run in typeface.runs(line.text, line.bold):
        font = typeface.drawing_font(run.face, size)
        for char in run.text:
            wide = round(font.getlength(char))
            if used + wide > WIDTH - 2 * _EDGE and char not in _NEVER_FIRST:
                rows.append([])
                used = 0
            rows[-1].append((char, font, wide))
            used += wide
    return [_row(row, high, size, centred=line.centred) for row in rows]


def _row(
    row: Sequence[tuple[str, ImageFont.FreeTypeFont, int]], high: int, size: int, *, centred: bool
) -> Image.Image:
    # Drawn in grey and cut at the middle: one-bit text would be eaten away at its thin strokes.
    page = Image.new("L", (WIDTH, high), 255)
    draw = ImageDraw.Draw(page)
    total = sum(wide for _, _, wide in row)
    left = (WIDTH - total) // 2 if centred else _EDGE
    base = (high + size * 0.76) / 2
    for char, font, wide in row:
        draw.text((left, base), char, font=font, fill=0, anchor="ls")
        left += wide
    return page.point(lambda grey: 255 if grey > 150 else 0, mode="1")
