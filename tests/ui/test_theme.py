"""The look: every colour pair can be read, every token exists, every icon is in the font."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

from ui import icons, theme
from ui.theme import Look

PAIRS = [tuple(pair) for pair in theme.tokens()["pairs"]]


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, ground: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((_luminance(QColor(front)), _luminance(QColor(ground))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_text_and_lines_can_be_told_from_their_ground(
    name: str, front: str, ground: str, least: float
) -> None:
    colours = theme.tokens()[name]
    assert contrast(colours[front], colours[ground]) >= least


def test_both_themes_have_the_same_tokens() -> None:
    assert theme.tokens()["light"].keys() == theme.tokens()["dark"].keys()


def test_a_style_sheet_that_asks_for_an_unknown_token_is_refused() -> None:
    for asked in ("@{bg.nowhere}", "@{size.nothing}", "@{px.x y}", "@{type.body"):
        with pytest.raises((theme.UnknownTokenError, ValueError)):
            theme.style_sheet(Look(), f"QWidget {{ color: {asked}; }}")


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("scale", theme.SCALES)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_look_fills_the_whole_template(name: str, scale: int, compact: bool) -> None:
    sheet = theme.style_sheet(Look(name, scale, compact))
    assert "@{" not in sheet
    assert not re.search(r"-\d+px", sheet.replace("-1px", "")), "a size became negative"


@given(st.sampled_from(sorted(theme.tokens()["size"])), st.sampled_from(theme.SCALES))
def test_a_larger_font_scale_never_makes_anything_smaller(name: str, scale: int) -> None:
    for compact in (False, True):
        plain = theme._number(f"size.{name}", Look("light", 100, compact))
        assert theme._number(f"size.{name}", Look("light", scale, compact)) >= plain


def test_nothing_that_is_read_is_smaller_than_thirteen_pixels_on_a_large_screen() -> None:
    for name, (large, small, _weight) in theme.tokens()["type"].items():
        least = 12
        assert large >= (least if name == "counter" else 13), name
        assert small >= least, name


def test_a_small_screen_or_a_large_font_asks_for_the_small_sizes() -> None:
    assert not theme.compact_for(QSize(1920, 1080))
    assert theme.compact_for(QSize(1366, 768))
    assert theme.compact_for(QSize(1920, 1080), 150)
    assert theme.compact_for(QSize(2560, 800))


def test_the_theme_is_changed_while_the_program_runs(dressed: Callable[..., None]) -> None:
    before = theme.token("bg.canvas")
    dressed("dark")
    assert theme.token("bg.canvas") != before
    assert QApplication.palette().window().color() == theme.token("bg.canvas")


def test_no_colour_is_written_outside_the_tokens() -> None:
    folder = Path(theme.__file__).parent
    literal = re.compile(
        r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent|white\b)"""
    )
    faults = [
        f"{path.relative_to(folder)}:{number}"
        for path in folder.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert faults == []


def _ink(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_of_the_list_is_in_the_font(name: str, dressed: Callable[..., None]) -> None:
    picture = icons.icon(name).pixmap(QSize(24, 24)).toImage()
    assert _ink(picture) > 20, name


def test_an_icon_that_is_not_in_the_list_is_refused(dressed: Callable[..., None]) -> None:
    with pytest.raises(icons.UnknownIconError):
        icons.icon("no-such-picture")


def test_an_icon_takes_the_colour_of_the_theme_that_is_on(dressed: Callable[..., None]) -> None:
    kept = icons.icon("check-circle", "text.primary")
    for name in ("light", "dark"):
        dressed(name)
        image = kept.pixmap(QSize(32, 32)).toImage()
        assert image.pixelColor(16, 8).name() == theme.token("text.primary").name()


def test_an_icon_is_sharp_on_a_screen_of_high_density(dressed: Callable[..., None]) -> None:
    picture = icons.icon("magnify").pixmap(QSize(16, 16), 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.devicePixelRatio() == 2.0


def test_the_rarest_characters_of_names_have_a_glyph(dressed: Callable[..., None]) -> None:
    metrics = QFontMetrics(theme.font("body"))
    for character in "张𬭬䶮𠮷":
        assert metrics.horizontalAdvance(character) > 8, character
