"""From a template and the facts of a case to the pieces that fill the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportlab.lib.units import mm

from app.documents.closing import closing_piece, signature_pieces
from app.documents.content import NoticeContent
from app.documents.facts import COLUMNS
from app.documents.lines import Line, Span
from app.documents.sheet import LEFT, PALE, ROOM, Pen, Piece, Sizes, text_pieces
from app.documents.tables import form_pieces, list_pieces
from app.documents.template import (
    Block,
    Clause,
    Closing,
    Cut,
    FieldTable,
    Heading,
    Listing,
    MaterialTable,
    Paragraph,
    Signatures,
    Template,
    Text,
    When,
)
from app.documents.typeface import Typeface

BEFORE_SIGNATURE: Final = 12 * mm  # so much text goes along when the signatures move to the next page
CHINESE_NUMBERS: Final = "一二三四五六七八九十"
TITLE_SPREAD: Final = 0.08  # of the size between the characters of a title


class Composer:
    """Makes the pieces of one notice."""

    def __init__(
        self,
        typeface: Typeface,
        content: NoticeContent,
        words: dict[str, str],
        conditions: frozenset[str],
        sizes: Sizes,
    ) -> None:
        self._typeface = typeface
        self._content = content
        self._words = words
        self._conditions = conditions
        self._sizes = sizes

    def pieces(self, template: Template) -> list[Piece]:
        """The whole notice."""
        made = self._title(template)
        torn = False
        for block in template.blocks:
            if not block.when.holds(self._conditions):
                continue
            new = self._block(block)
            if isinstance(block, (Signatures, Closing)):
                made = _bound(made)
            made += new
            torn = torn or isinstance(block, Cut)
            if torn:  # a part to tear off stays on one sheet
                made = [*made[: -len(new)], *(replace(piece, keep=True) for piece in new)]
        return made

    def _spans(self, text: Text, *, bold: bool = False) -> tuple[Span, ...]:
        return tuple(Span(part, strong or bold) for part, strong in text.filled(self._words) if part)

    def _plain(self, text: Text) -> str:
        return "".join(part for part, _ in text.filled(self._words))

    def _title(self, template: Template) -> list[Piece]:
        sizes = self._sizes
        title = self._plain(template.title)
        spread = sizes.title * TITLE_SPREAD
        width = self._typeface.width(title, sizes.title, bold=True) + spread * (len(title) - 1)
        size = min(sizes.title, sizes.title * ROOM / width)

        def draw(pen: Pen, top: float) -> None:
            fitted = width * size / sizes.title
            line = Line((Span(title, bold=True),), fitted, last=True)
            pen.line(line, LEFT + (ROOM - fitted) / 2, top - size, size, spread * size / sizes.title)

        made = [Piece(sizes.title * 1.55, draw, keep=True)]
        if template.numbered:
            number = (Span(self._words["number"]),)
            made += text_pieces(self._typeface, number, sizes.table, 1.5, align="right")
        return [replace(piece, keep=True) for piece in made]

    def _block(self, block: Block) -> list[Piece]:
        sizes = self._sizes
        match block:
            case Paragraph(text, align, indent, small, _):
                size = sizes.small if small else sizes.body
                shift = size * 2 if indent and align == "left" else 0.0
                gap = size * 0.25
                return text_pieces(
                    self._typeface, self._spans(text), size, sizes.leading, indent=shift, align=align, gap=gap
                )
            case Heading(text, _):
                made = text_pieces(
                    self._typeface, self._spans(text, bold=True), sizes.body, 1.5, gap=sizes.body * 0.55
                )
                return [replace(piece, keep=True) for piece in made]
            case Clause(title, text, _):
                spans = (Span(f"{title}：", bold=True), *self._spans(text))
                return text_pieces(self._typeface, spans, sizes.body, sizes.leading, indent=sizes.body * 2)
            case Listing():
                return self._listing(block)
            case FieldTable(rows, _):
                shown = [
                    [(cell.label, self._spans(cell.value), cell.tall) for cell in cells]
                    for cells, when in rows
                    if when.holds(self._conditions)
                ]
                return form_pieces(self._typeface, shown, sizes, gap=sizes.body * 0.5)
            case MaterialTable():
                return self._materials(block)
            case Signatures(lines, _):
                return signature_pieces(self._typeface, self._signed(lines), sizes, gap=2.5 * mm)
            case Closing():
                return [self._closing(block)]
            case Cut(text, _):
                return [self._cut(text)]

    def _signed(self, lines: Sequence[tuple[str, bool, When]]) -> list[tuple[str, bool]]:
        return [(label, date) for label, date, when in lines if when.holds(self._conditions)]

    def _listing(self, block: Listing) -> list[Piece]:
        sizes = self._sizes
        made: list[Piece] = []
        shown = [text for text, when in block.items if when.holds(self._conditions)]
        for index, text in enumerate(shown):
            number = {"arabic": f"{index + 1}．", "chinese": f"{CHINESE_NUMBERS[index % 10]}、", "none": ""}
            spans = (Span(number[block.numbering]), *self._spans(text))
            made += text_pieces(self._typeface, spans, sizes.body, sizes.leading, indent=sizes.body * 2)
        return made

    def _materials(self, block: MaterialTable) -> list[Piece]:
        sizes = self._sizes
        lines = [line for line in self._content.materials if line.state.value in block.states]
        caption: list[Piece] = []
        if block.caption is not None:
            caption = text_pieces(
                self._typeface, self._spans(block.caption, bold=True), sizes.table, 1.6, gap=sizes.body * 0.45
            )
            caption = [replace(piece, keep=True) for piece in caption]
        if not lines:
            if not block.empty:
                return []
            return caption + text_pieces(self._typeface, (Span(block.empty),), sizes.table, 1.6)
        columns = [COLUMNS[name] for name in block.columns]
        rows = [
            [
                str(index) if name == "number" else column[3](line)
                for name, column in zip(block.columns, columns, strict=True)
            ]
            for index, line in enumerate(lines, start=1)
        ]
        table = list_pieces(
            self._typeface,
            [column[0] for column in columns],
            [column[1] for column in columns],
            [column[2] for column in columns],
            rows,
            sizes,
            gap=0.0 if caption else sizes.body * 0.5,
        )
        return caption + table

    def _closing(self, block: Closing) -> Piece:
        notes = self._plain(block.note).split("\n") if block.note else []
        return closing_piece(
            self._typeface,
            self._sizes,
            issuer=self._content.office.issuer,
            date=self._plain(block.date) if block.date else self._words["made_on"],
            statement=self._plain(block.text) if block.text else "",
            lines=self._signed(block.lines),
            notes=notes,
            with_seal=block.seal,
            gap=4 * mm,
        )

    def _cut(self, text: str) -> Piece:
        sizes = self._sizes

        def draw(pen: Pen, top: float) -> None:
            y = top - sizes.small
            pen.canvas.setDash(3, 3)
            pen.canvas.setStrokeGray(PALE / 2)
            pen.rule(LEFT - 10 * mm, y + 3, LEFT + ROOM + 10 * mm, y + 3)
            pen.canvas.setStrokeGray(0)
            pen.canvas.setDash()
            width = self._typeface.width(text, sizes.small) + 4 * mm
            pen.canvas.setFillGray(1)
            pen.canvas.rect(LEFT + (ROOM - width) / 2, y - 2, width, sizes.small + 2, stroke=0, fill=1)
            pen.canvas.setFillGray(0)
            pen.text(text, LEFT + ROOM / 2, y, sizes.small, align="center")

        return Piece(sizes.small * 1.6, draw, gap=3 * mm, keep=True)


def _bound(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, the last of them kept with what follows: no signature stands alone on a page."""
    bound = list(pieces)
    taken = 0.0
    for at in range(len(bound) - 1, -1, -1):
        if taken >= BEFORE_SIGNATURE:
            break
        taken += bound[at].height
        bound[at] = replace(bound[at], keep=True)
    return bound
