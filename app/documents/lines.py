"""Breaking Chinese text into lines: what may not begin a line, what may not end one, and words kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.documents.typeface import Typeface
from app.records import dataclass

NEVER_FIRST: Final = frozenset("，。；：？！、”’…—·～）》〉」』】〕〗％℃,.;:?!)]}%»›‰•")
NEVER_LAST: Final = frozenset("□☐（《〈「『【〔〖“‘([{«‹￥$№")
MOST_STRETCH: Final = 0.06  # of the size, per gap: beyond it a justified line looks torn


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one weight within a paragraph."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its spans, its natural width, and whether it ends a paragraph."""

    spans: tuple[Span, ...]
    width: float
    last: bool

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    def stretch(self, room: float, size: float) -> float:
        """Extra space after each character that fills the line; 0 where the line should stay ragged."""
        gaps = len(self.text) - 1
        if self.last or gaps < 1:
            return 0.0
        extra = (room - self.width) / gaps
        return extra if 0 < extra <= MOST_STRETCH * size else 0.0


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    bold: bool
    width: float


def _wordish(char: str) -> bool:
    """Letters and digits that stay together with their neighbours: all but Chinese and full-width ones."""
    return (char.isalnum() and ord(char) < 0x2E80) or char in "-_./@'’+&#*"


def may_break(before: str, after: str) -> bool:
    """Whether a line may end after `before` and the next begin with `after`."""
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    if before == " ":
        return True
    return not (_wordish(before) and _wordish(after))


def break_lines(
    typeface: Typeface, spans: Iterable[Span], size: float, room: float, indent: float = 0.0
) -> list[Line]:
    """A paragraph's lines in `room` points; the first one begins `indent` points in. Newlines are kept."""
    lines: list[Line] = []
    paragraph: list[_Char] = []
    for span in spans:
        for char in span.text:
            if char == "\n":
                lines += _fill(paragraph, room, indent)
                paragraph = []
                indent = 0.0
            else:
                paragraph.append(_Char(char, span.bold, typeface.width(char, size, span.bold)))
    lines += _fill(paragraph, room, indent)
    return lines


def _fill(chars: Sequence[_Char], room: float, indent: float) -> list[Line]:
    lines: list[Line] = []
    start = 0
    while True:
        left = room - (indent if not lines else 0.0)
        end = _fitting(chars, start, left)
        if end >= len(chars):
            lines.append(_line(chars[start:], last=True))
            return lines
        end = _legal(chars, start, end)
        lines.append(_line(chars[start:end], last=False))
        start = end
        while start < len(chars) and chars[start].char == " ":
            start += 1
        if start >= len(chars):
            lines[-1] = replace(lines[-1], last=True)
            return lines


def _fitting(chars: Sequence[_Char], start: int, left: float) -> int:
    """The first index that no longer fits; at least one character always does."""
    used = 0.0
    for at in range(start, len(chars)):
        used += chars[at].width
        if used > left + 0.01 and chars[at].char != " ":
            return max(at, start + 1)
    return len(chars)


def _legal(chars: Sequence[_Char], start: int, end: int) -> int:
    """The last permitted break at or before `end`; a word longer than the line is cut where it is full."""
    for at in range(end, start, -1):
        if may_break(chars[at - 1].char, chars[at].char):
            return at
    for at in range(end, start, -1):
        if chars[at].char not in NEVER_FIRST and chars[at - 1].char not in NEVER_LAST:
            return at
    return end


def _line(chars: Sequence[_Char], last: bool) -> Line:
    while chars and not last and chars[-1].char == " ":
        chars = chars[:-1]
    spans: list[Span] = []
    for piece in chars:
        if spans and spans[-1].bold == piece.bold:
            spans[-1] = Span(spans[-1].text + piece.char, piece.bold)
        else:
            spans.append(Span(piece.char, piece.bold))
    return Line(tuple(spans), sum(piece.width for piece in chars), last)
