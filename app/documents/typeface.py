"""Which face draws which character: runs across the fonts, widths, and the characters nothing can draw.

ReportLab prints an empty box for a character its font lacks and writes a wrong search map beyond the BMP;
here every character is looked up first and the map is written as UTF-16.
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from reportlab.pdfbase import pdfmetrics, ttfonts

from app.documents.fonts import FontFiles
from app.errors import Problem, Rejected
from app.records import dataclass

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

REGULAR_ORDER: Final = ("base", "wide", "latin", "rare")
BOLD_ORDER: Final = ("bold", "wide", "latin", "rare")
CMAP_BLOCK: Final = 100  # the PDF reference allows no more entries in one bfchar block

_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text one face draws; `thickened` imitates bold where the bold face lacks the character."""

    face: str
    text: str
    thickened: bool = False


def _utf16_map(font_name: str, subset: Sequence[int]) -> str:
    """A ToUnicode CMap whose characters beyond the BMP are surrogate pairs, as the PDF reference asks."""
    entries = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
        if char
    ]
    blocks = [entries[at : at + CMAP_BLOCK] for at in range(0, len(entries), CMAP_BLOCK)]
    listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def\n"
        f"/CMapName /{font_name} def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


class Typeface:
    """The product's faces as one: asks each only when a text needs it."""

    def __init__(self, files: FontFiles) -> None:
        self._files = files
        self._fonts: dict[str, Any] = {}
        self._drawing: dict[tuple[str, int], FreeTypeFont] = {}
        self._regular: dict[str, tuple[str, bool, float]] = {}
        self._bold: dict[str, tuple[str, bool, float]] = {}
        setattr(ttfonts, "makeToUnicodeCMap", _utf16_map)  # noqa: B010 (ReportLab takes it from its module)

    def font(self, face: str) -> Any:
        """ReportLab's font of a face, read on first use and registered under a name of its own file."""
        found = self._fonts.get(face)
        if found is None:
            path = getattr(self._files, face)
            name = path.stem
            with _LOCK:
                if name not in pdfmetrics.getRegisteredFontNames():
                    made = ttfonts.TTFont(name, io.BytesIO(path.read_bytes()), asciiReadable=False)
                    pdfmetrics.registerFont(made)
            found = self._fonts[face] = pdfmetrics.getFont(name)
        return found

    def name(self, face: str) -> str:
        """The name a canvas knows a face by."""
        return str(self.font(face).fontName)

    def drawing_font(self, face: str, size: int) -> FreeTypeFont:
        """The same face for drawing dots (slips), read once for each size."""
        found = self._drawing.get((face, size))
        if found is None:
            from PIL import ImageFont

            found = self._drawing[face, size] = ImageFont.truetype(str(getattr(self._files, face)), size)
        return found

    def warm(self) -> None:
        """Reads every face now, so that the first notice does not wait for it."""
        for face in ("base", "bold", "wide", "latin", "rare"):
            self.font(face)

    def _find(self, char: str, bold: bool) -> tuple[str, bool, float] | None:
        known = self._bold if bold else self._regular
        found = known.get(char)
        if found is None:
            code = ord(char)
            for face in BOLD_ORDER if bold else REGULAR_ORDER:
                drawn = self.font(face).face
                if code in drawn.charToGlyph:
                    found = known[char] = (face, bold and face != "bold", drawn.getCharWidth(code) / 1000)
                    break
        return found

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a text is set, in points; the text must have passed `require`."""
        known = self._bold if bold else self._regular
        total = 0.0
        for char in text:
            total += (known.get(char) or self._certain(char, bold))[2]
        return total * size

    def _certain(self, char: str, bold: bool) -> tuple[str, bool, float]:
        found = self._find(char, bold)
        if found is None:
            raise Rejected([_problem(char, "text")], code="no-glyph")
        return found

    def runs(self, text: str, bold: bool = False) -> list[Run]:
        """A text cut where the face changes."""
        pieces: list[Run] = []
        start = 0
        current: tuple[str, bool] | None = None
        for at, char in enumerate(text):
            face, thickened, _ = self._certain(char, bold)
            if current != (face, thickened):
                if current is not None:
                    pieces.append(Run(current[0], text[start:at], current[1]))
                current, start = (face, thickened), at
        if current is not None:
            pieces.append(Run(current[0], text[start:], current[1]))
        return pieces

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The characters no face draws, each once, in order of appearance; private use and controls too."""
        found: dict[str, None] = {}
        for text in texts:
            for char in text:
                if char in self._regular or char == "\n":
                    continue
                if _never_printed(char) or self._find(char, bold=False) is None:
                    found[char] = None
        return list(found)

    def require(self, texts: Iterable[tuple[str, str]]) -> None:
        """Raises Rejected("no-glyph") naming field, character and code point of all that cannot be drawn."""
        problems = [_problem(char, field) for field, text in texts for char in self.missing((text,))]
        if problems:
            raise Rejected(problems, code="no-glyph")


def _never_printed(char: str) -> bool:
    """Private use (another program's glyphs), surrogates, controls, unassigned: a box whatever the font."""
    return unicodedata.category(char) in {"Co", "Cs", "Cc", "Cn", "Cf"}


def _problem(char: str, field: str) -> Problem:
    kind = "private-use" if unicodedata.category(char) == "Co" else "no-glyph"
    return Problem(field, kind, {"character": char, "code_point": f"U+{ord(char):04X}"})
