"""How the window looks: design tokens made into a style sheet, a palette, fonts and painters' colours."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.records import dataclass

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "theme"
SCALES: Final = (100, 125, 150)
COMPACT_WIDTH: Final = 1366
COMPACT_HEIGHT: Final = 800
_PLACE: Final = re.compile(r"@\{([A-Za-z]+(?:\.[A-Za-z0-9]+)*)(?:\s*-\s*(\d+))?\}")


class UnknownTokenError(KeyError):
    """The style sheet or a painter asks for a token that tokens.json does not have."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the person or the screen decides about the look."""

    name: str = "light"
    scale: int = 100
    compact: bool = False
    families: tuple[str, ...] = ()


class _Shown:
    """The look of this process: one program, one QApplication, one palette."""

    look = Look()
    sheet = ""


@cache
def tokens() -> dict[str, Any]:
    """Everything of tokens.json."""
    loaded: dict[str, Any] = json.loads((FOLDER / "tokens.json").read_text("utf-8"))
    return loaded


@cache
def _template() -> str:
    return (FOLDER / "theme.qss.tmpl").read_text("utf-8")


def look() -> Look:
    """The look now applied."""
    return _Shown.look


def _number(name: str, wanted: Look) -> int:
    """Pixels behind a type, size, space, radius or px name, for a screen class and font scale."""
    group, _, key = name.partition(".")
    if group == "px":
        return round(int(key) * wanted.scale / 100)
    try:
        value = tokens()[group][key]
    except KeyError:
        raise UnknownTokenError(name) from None
    if group == "radius":
        return int(value)
    if isinstance(value, list):
        value = value[1 if wanted.compact else 0]
    return round(int(value) * wanted.scale / 100)


def families(wanted: Look | None = None) -> list[str]:
    """Font families in order: the program's own first, then what systems ship."""
    return [*(wanted or _Shown.look).families, *tokens()["font"]]


def _value(name: str, minus: int, wanted: Look) -> str:
    if name in ("font", "mono"):
        listed = families(wanted) if name == "font" else tokens()["mono"]
        return ",".join(f'"{family}"' for family in listed)
    if name in tokens()[wanted.name]:
        return str(tokens()[wanted.name][name])
    if name.partition(".")[0] in ("type", "size", "space", "radius", "px"):
        return f"{_number(name, wanted) - minus}px"
    raise UnknownTokenError(name)


def style_sheet(wanted: Look, template: str | None = None) -> str:
    """The style sheet of a look; UnknownTokenError when the template names a token that does not exist."""
    text = _template() if template is None else template
    filled = _PLACE.sub(lambda found: _value(found[1], int(found[2] or 0), wanted), text)
    if "@{" in filled:
        raise UnknownTokenError(filled[filled.index("@{") :][:40])
    return filled


def palette(name: str) -> QPalette:
    """The palette for what Qt draws without the style sheet (dialogs of the system, selections)."""
    colours = tokens()[name]
    made = QPalette()
    for role, key in (
        (QPalette.ColorRole.Window, "bg.canvas"),
        (QPalette.ColorRole.WindowText, "text.primary"),
        (QPalette.ColorRole.Base, "bg.field"),
        (QPalette.ColorRole.AlternateBase, "bg.raised"),
        (QPalette.ColorRole.Text, "text.primary"),
        (QPalette.ColorRole.PlaceholderText, "text.muted"),
        (QPalette.ColorRole.Button, "bg.surface"),
        (QPalette.ColorRole.ButtonText, "text.primary"),
        (QPalette.ColorRole.BrightText, "accent.onFill"),
        (QPalette.ColorRole.Highlight, "accent.fill"),
        (QPalette.ColorRole.HighlightedText, "accent.onFill"),
        (QPalette.ColorRole.Link, "accent.text"),
        (QPalette.ColorRole.LinkVisited, "accent.text"),
        (QPalette.ColorRole.ToolTipBase, "text.primary"),
        (QPalette.ColorRole.ToolTipText, "bg.surface"),
        (QPalette.ColorRole.Mid, "line.default"),
        (QPalette.ColorRole.Dark, "line.control"),
        (QPalette.ColorRole.Light, "bg.raised"),
    ):
        made.setColor(role, QColor(colours[key]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["text.disabled"]))
    return made


def resolve(name: str) -> str:
    """`auto` follows the desktop's light or dark setting."""
    if name != "auto":
        return name
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def compact_for(size: QSize, scale: int = 100) -> bool:
    """Whether a window of this size needs the small sizes; a larger font makes the same screen smaller."""
    return size.width() * 100 / scale <= COMPACT_WIDTH or size.height() * 100 / scale <= COMPACT_HEIGHT


def apply(
    app: QApplication,
    name: str = "light",
    scale: int = 100,
    *,
    compact: bool | None = None,
    families: tuple[str, ...] | None = None,
    wear: bool = True,
) -> None:
    """Dress the program; `compact` and `families` stay as they were unless given.

    With `wear=False` the style sheet waits for `wear_sheet`: Qt polishes a widget again each time it gets a
    parent, so a window is built three times faster without one.
    """
    if scale not in SCALES:
        raise ValueError(scale)
    wanted = replace(_Shown.look, name=resolve(name), scale=scale)
    if compact is not None:
        wanted = replace(wanted, compact=compact)
    if families is not None:
        wanted = replace(wanted, families=families)
    _Shown.look = wanted
    token.cache_clear()
    font.cache_clear()
    app.setPalette(palette(wanted.name))
    app.setFont(font("body"))
    if wear:
        wear_sheet(app)


def wear_sheet(app: QApplication) -> None:
    """Put the style sheet of the present look on, unless it is on already."""
    sheet = style_sheet(_Shown.look)
    if sheet != _Shown.sheet or not app.styleSheet():
        _Shown.sheet = sheet
        app.setStyleSheet(sheet)


@cache
def token(name: str) -> QColor:
    """A colour of the look now applied."""
    try:
        return QColor(tokens()[_Shown.look.name][name])
    except KeyError:
        raise UnknownTokenError(name) from None


def px(name: str | int) -> int:
    """Pixels of the look now applied: `px("size.row")`, or plain design pixels `px(12)`."""
    return _number(f"px.{name}" if isinstance(name, int) else name, _Shown.look)


@cache
def font(name: str = "body") -> QFont:
    """A font for painters: type name of tokens.json, digits all of one width."""
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(_number(f"type.{name}", _Shown.look))
    made.setBold(tokens()["type"][name][2] >= 700)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
