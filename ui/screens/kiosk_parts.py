"""What the kiosk is made of: tiles, large buttons, the keys for a document number; drawn at any scale."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from ui import icons, theme
from ui.screens.brush import Brush

LEFT_TO_RIGHT: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "⌫")
_AT_ALL: Final = 1.0


class Drawn(QAbstractButton):
    """A button drawn in the drawing's pixels; `unit` is how many of the screen's one of them is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = _AT_ALL
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_unit(self, unit: float) -> None:
        self.unit = unit
        self.update()

    def _begin(self) -> tuple[Brush, float, float]:
        painter = QPainter(self)
        brush = Brush.at(painter, self.unit)
        return brush, self.width() / self.unit, self.height() / self.unit

    def _frame(self, brush: Brush, wide: float, high: float, *, fill: str, line: str, radius: float) -> None:
        box = QRectF(1.5, 1.5, wide - 3, high - 3)
        pressed = self.isDown() and self.isEnabled()
        brush.box(box, "accent.soft" if pressed else fill, radius=radius, line=line)
        if self.hasFocus():
            brush.box(box.adjusted(4, 4, -4, -4), None, radius=radius - 3, line="focus.ring")

    def sizeHint(self) -> QSize:
        return QSize(round(200 * self.unit), round(76 * self.unit))


class TileButton(Drawn):
    """One matter: picture, what it is called, a note, how many people are before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._note = "tray-full", "", ""
        self._ahead: tuple[str, str, str] | None = None
        self._closed = ""
        self.large = False

    def show_tile(self, icon: str, title: str, note: str) -> None:
        self._icon, self._title, self._note = icon, title, note
        self.update()

    def show_ahead(self, words: tuple[str, str, str] | None, closed: str = "") -> None:
        """Before, number, after; or why no number is given for it now."""
        self._ahead, self._closed = words, closed
        told = closed or ("".join(words) if words else "")
        self.setAccessibleName(f"{self._title} {self._note} {told}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        brush, wide, high = self._begin()
        self._frame(brush, wide, high, fill="bg.surface", line="line.control", radius=10)
        low = high < 170
        title, note = (44.0, 27.0) if self.large else (34.0, 24.0)
        if low:
            title, note = title * 0.86, note * 0.92
        side = min(70.0, high * 0.34)
        faint = bool(self._closed)
        brush.icon(self._icon, 66, high / 2, side, "text.muted" if faint else "accent.text")
        room = wide - 119 - 16
        middle = high / 2
        if low:
            brush.text(self._title, 119, middle - 22, title, "text.primary", bold=True, room=room)
            self._people(brush, 119, middle + 26, note, room)
        else:
            grow = title / 34
            brush.text(self._title, 119, middle - 36 * grow, title, "text.primary", bold=True, room=room)
            brush.text(self._note, 119, middle + 3 * grow, note, "text.secondary", room=room)
            self._people(brush, 119, middle + 45 * grow, note, room)
        brush.painter.end()

    def _people(self, brush: Brush, x: float, y: float, px: float, room: float) -> None:
        if self._closed:
            brush.text(self._closed, x, y, px, "bad.fg", bold=True, room=room)
        elif self._ahead is not None:
            before, number, behind = self._ahead
            x += brush.text(before, x, y, px, "text.secondary")
            x += brush.text(number, x + px * 0.2, y, px * 1.22, "text.primary", bold=True) + px * 0.4
            brush.text(behind, x, y, px, "text.secondary")


class BigButton(Drawn):
    """A button with a word, perhaps a picture; `strong` is the one likely act, `chosen` a mode that is on."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        strong: bool = False,
        px: float = 29,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._px, self.strong = icon, px, strong
        self.set_words(text)

    def set_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.update()

    def wanted(self) -> float:
        """How wide it is drawn."""
        return (
            46
            + (44 if self._icon else 0)
            + len(self.text()) * self._px * (0.62 if self.text().isascii() else 1.02)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        brush, wide, high = self._begin()
        chosen = self.isCheckable() and self.isChecked()
        if not self.isEnabled():
            fill, line, words = "bg.disabled", "line.default", "text.disabled"
        elif self.strong:
            fill, line, words = "accent.fill", "accent.fill", "accent.onFill"
        elif chosen:
            fill, line, words = "accent.soft", "accent.fill", "text.primary"
        else:
            fill, line, words = "bg.surface", "line.control", "text.primary"
        if self.strong and self.isDown():
            fill = "accent.pressed"
        self._frame(brush, wide, high, fill=fill, line=line, radius=8)
        total = brush.width_of(self.text(), self._px, bold=self.strong or chosen)
        room = wide - 36
        used = min(total, room) + (self._px * 1.4 if self._icon else 0)
        x = (wide - used) / 2
        if self._icon:
            colour = theme.token(words)
            side = self._px * 1.1
            icons.paint(brush.painter, QRectF(x, high / 2 - side / 2, side, side), self._icon, colour)
            x += self._px * 1.4
        brush.text(self.text(), x, high / 2, self._px, words, bold=self.strong or chosen, room=room)
        brush.painter.end()


class Keypad(QWidget):
    """Twelve keys for a document number: digits, X, one back."""

    typed = Signal(str)
    rubbed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self._keys: list[BigButton] = []
        for place, name in enumerate(LEFT_TO_RIGHT):
            key = BigButton(name if name != "⌫" else "", "" if name != "⌫" else "backspace-outline", px=44)
            key.setAccessibleName(name if name != "⌫" else self.tr("Delete the last digit"))
            if name == "⌫":
                key.clicked.connect(self.rubbed)
            else:
                key.clicked.connect(lambda _checked=False, name=name: self.typed.emit(name))
            key.setSizePolicy(key.sizePolicy().Policy.Expanding, key.sizePolicy().Policy.Expanding)
            self._keys.append(key)
            grid.addWidget(key, place // 3, place % 3)

    def set_unit(self, unit: float) -> None:
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            layout.setSpacing(round(16 * unit))
        for key in self._keys:
            key.set_unit(unit)
