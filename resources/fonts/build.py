"""Makes the fonts every notice and screen is set in from their published sources; run by `make fonts`.

Five faces come out, each an xz file beside this script, with a list of their checksums:

base   Noto Sans SC Regular: GB 2312 and what else the interface writes
bold   Noto Sans SC Bold, the same characters (a window mixes both weights, so neither may lack one)
wide   Noto Sans SC Regular, everything base leaves out: traditional characters, Ext A
rare   HanaMinB: CJK Ext B-F, scaled to 256 units per em
latin  DejaVu Sans: letters of foreign names that Noto Sans SC has not (š ł ğ ế), ballot boxes

Hints and layout tables go: paper does not use them and they are a fifth of the size.

    python build.py --regular NotoSansSC_400Regular.ttf --bold NotoSansSC_700Bold.ttf \
                    --rare HanaMinB.ttf --latin DejaVuSans.ttf
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import lzma
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

KEPT_TABLES = ("head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post")
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 1 << 25,
        "lc": 4,
        "lp": 0,
        "pb": 0,
    }
]
INTERFACE_RANGES = (
    (0x0020, 0x024F),  # Latin
    (0x2000, 0x206F),  # punctuation
    (0x2190, 0x21FF),  # arrows
    (0x2460, 0x24FF),  # ①
    (0x25A0, 0x25FF),  # □
    (0x3000, 0x303F),  # 《〔
    (0xFF00, 0xFFEF),  # full-width forms
)
FOREIGN_RANGES = ((0x0100, 0x024F), (0x0300, 0x036F), (0x0400, 0x045F), (0x1E00, 0x1EFF))
BALLOT_BOXES = (0x2610, 0x2611, 0x2612, 0x2713, 0x2717)


def gb2312() -> set[int]:
    """Every character GB 2312 has, by asking the codec."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def cut(source: Path, wanted: set[int]) -> TTFont:
    """The wanted characters of a font, nothing but outlines and widths."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = list(KEPT_NAMES)
    options.drop_tables = [tag for tag in font.reader.keys() if tag not in KEPT_TABLES]  # noqa: SIM118
    options.recalc_timestamp = False
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted & set(font.getBestCmap()))
    cutter.subset(font)
    return font


def rename(font: TTFont, family: str) -> None:
    """Gives a part its own family name, so that a window can ask for it as a fallback."""
    plain = family.replace(" ", "")
    for record in font["name"].names:
        style = {1: family, 3: plain, 4: family, 6: plain}.get(record.nameID)
        if style is not None:
            record.string = style


def stored(font: TTFont) -> tuple[bytes, bytes]:
    """A font's bytes and the same compressed."""
    for tag in [tag for tag in font.keys() if tag not in (*KEPT_TABLES, "GlyphOrder")]:  # noqa: SIM118
        del font[tag]
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    data = out.getvalue()
    return data, lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=FILTERS)


def faces(regular: Path, bold: Path, rare: Path, latin: Path) -> dict[str, TTFont]:
    """The five faces."""
    chinese = set(TTFont(regular, lazy=True).getBestCmap())
    common = (gb2312() | within(INTERFACE_RANGES)) & chinese
    made = {
        "base": cut(regular, common),
        "bold": cut(bold, common),
        "wide": cut(regular, chinese - common),
        "latin": cut(latin, (within(FOREIGN_RANGES) | set(BALLOT_BOXES)) - chinese),
    }
    rename(made["wide"], "Noto Sans SC Wide")
    rename(made["latin"], "Window Clerk Latin")
    unusual = set(TTFont(rare, lazy=True).getBestCmap()) - chinese
    made["rare"] = cut(rare, unusual)
    scale_upem(made["rare"], 256)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the product's fonts from their published sources.")
    for name in ("regular", "bold", "rare", "latin"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    asked = parser.parse_args()
    listed = {}
    for name, font in faces(asked.regular, asked.bold, asked.rare, asked.latin).items():
        data, packed = stored(font)
        (asked.out / f"{name}.ttf.xz").write_bytes(packed)
        listed[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "xz": len(packed)}
    text = json.dumps(dict(sorted(listed.items())), indent=2) + "\n"
    (asked.out / "fonts.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
