"""Makes the window's icon font: the glyphs named in icons.json, cut out of Material Design Icons.

Run `python -m resources.icons.build` after adding a name (with any value) to icons.json. The source font is
the one qtawesome ships (a tool of the developers; the window never imports it). Same input, same bytes.
"""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

HERE: Final = Path(__file__).parent
NAMES: Final = HERE / "icons.json"
FONT: Final = HERE / "mdi.ttf"
SOURCE: Final = "materialdesignicons6-webfont-"


def build() -> int:
    """Write mdi.ttf and the code points into icons.json; the number of icons."""
    shipped = {
        Path(str(file)).name: Path(str(file.locate())) for file in distribution("qtawesome").files or ()
    }
    font_file = next(
        path for name, path in shipped.items() if name.startswith(SOURCE) and name.endswith(".ttf")
    )
    version = font_file.stem.removeprefix(SOURCE)
    charmap_file = font_file.with_name(f"materialdesignicons6-webfont-charmap-{version}.json")
    charmap: dict[str, str] = json.loads(charmap_file.read_text("utf-8"))
    names = sorted(json.loads(NAMES.read_text("utf-8")))
    points = {name: charmap[name].removeprefix("0x").upper() for name in names}

    options = subset.Options(layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6], notdef_outline=True)
    options.recalc_timestamp = False
    font: TTFont = subset.load_font(str(font_file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[int(point, 16) for point in points.values()])
    cutter.subset(font)
    # A family name of its own: a machine with the whole font installed must not lend us other glyphs.
    for record in font["name"].names:
        if record.nameID in (1, 4):
            font["name"].setName(
                "Window Clerk Icons", record.nameID, record.platformID, record.platEncID, record.langID
            )
    subset.save_font(font, str(FONT), options)
    NAMES.write_text(json.dumps(points, indent=1, sort_keys=True) + "\n", "utf-8")
    return len(points)


if __name__ == "__main__":
    build()
