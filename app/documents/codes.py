"""The two codes on a notice, as vectors: Code 128 of the case number and a QR code for following it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import barcode
import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.records import dataclass

SAFE_MODULE: Final = 0.33 * mm  # what a hand scanner reads and a 150 dpi picture still decodes
QUIET_MODULES: Final = 10
QR_QUIET_MODULES: Final = 4


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128: (offset, width) of each bar in modules, quiet zones included in `modules`."""

    bars: tuple[tuple[int, int], ...]
    modules: int

    def module(self, room: float) -> float:
        """The module width in points that fits `room`, 0.33 mm when there is room for it."""
        return min(SAFE_MODULE, room / self.modules)


@lru_cache(maxsize=64)
def code128(text: str) -> Bars:
    """The bars of a text, with its quiet zones."""
    pattern: str = barcode.get("code128", text).build()[0]
    bars: list[tuple[int, int]] = []
    at = 0
    while at < len(pattern):
        if pattern[at] == "1":
            end = at
            while end < len(pattern) and pattern[end] == "1":
                end += 1
            bars.append((at + QUIET_MODULES, end - at))
            at = end
        else:
            at += 1
    return Bars(tuple(bars), len(pattern) + 2 * QUIET_MODULES)


def draw_code128(canvas: Canvas, text: str, x: float, y: float, room: float, height: float) -> float:
    """Draws the bars with their quiet zones from (x, y) upwards; returns the width used."""
    bars = code128(text)
    module = bars.module(room)
    path = canvas.beginPath()
    for offset, width in bars.bars:
        path.rect(x + offset * module, y, width * module, height)
    canvas.drawPath(path, stroke=0, fill=1)
    return bars.modules * module


@lru_cache(maxsize=64)
def _matrix(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in segno.make(text, error="m", micro=False).matrix)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draws a QR code with its quiet zone in a square, as one path."""
    rows = _matrix(text)
    module = side / (len(rows) + 2 * QR_QUIET_MODULES)
    top = y + side - QR_QUIET_MODULES * module
    path = canvas.beginPath()
    for index, row in enumerate(rows):
        at = 0
        while at < len(row):
            if row[at]:
                end = at
                while end < len(row) and row[end]:
                    end += 1
                path.rect(
                    x + (at + QR_QUIET_MODULES) * module,
                    top - (index + 1) * module,
                    (end - at) * module,
                    module,
                )
                at = end
            else:
                at += 1
    canvas.drawPath(path, stroke=0, fill=1)
