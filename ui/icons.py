"""The window's pictures: glyphs of its own small icon font, coloured by token when they are painted."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from ui import theme

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "icons"


class UnknownIconError(KeyError):
    """A name that is not in icons.json; add it there and run resources/icons/build.py."""


@cache
def _points() -> dict[str, str]:
    loaded: dict[str, str] = json.loads((FOLDER / "icons.json").read_text("utf-8"))
    return loaded


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(FOLDER / "mdi.ttf"))
    if number < 0:
        raise FileNotFoundError(FOLDER / "mdi.ttf")
    return QFontDatabase.applicationFontFamilies(number)[0]


def names() -> tuple[str, ...]:
    return tuple(_points())


def _glyph(name: str) -> str:
    try:
        return chr(int(_points()[name], 16))
    except KeyError:
        raise UnknownIconError(name) from None


def paint(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Draw one icon filling the rectangle."""
    box = QRectF(rect)
    font = QFont(_family())
    font.setPixelSize(max(1, round(min(box.width(), box.height()))))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _glyph(name))
    painter.restore()


class _Engine(QIconEngine):
    """Looks its colour up at every painting, so that a change of theme needs no new icons."""

    def __init__(self, name: str, off: str, on: str) -> None:
        super().__init__()
        self._name, self._off, self._on = name, off, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._on if state == QIcon.State.On else self._off
        if mode == QIcon.Mode.Disabled:
            colour = "text.disabled"
        paint(painter, rect, self._name, theme.token(colour))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # `size` is in design pixels: the picture is made in the pixels of the screen.
        made = QPixmap(size * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made


def icon(name: str, colour: str = "text.primary", on: str | None = None) -> QIcon:
    """An icon in a colour of the theme; `on` is the colour when it is checked."""
    _glyph(name)
    return QIcon(_Engine(name, colour, on or colour))


class IconLabel(QWidget):
    """One icon as a widget, as large as a type or size token says."""

    def __init__(
        self, name: str, colour: str = "text.primary", size: str = "size.icon", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        _glyph(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, colour: str | None = None) -> None:
        _glyph(name)
        self._name, self._colour = name, colour or self._colour
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        side = theme.px(self._size)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        paint(painter, box, self._name, theme.token(self._colour))
        painter.end()
