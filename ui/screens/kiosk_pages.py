"""The kiosk's pages after the first: a number about to be taken, a document typed, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.records import dataclass
from ui.screens.brush import LEFT, MIDDLE, RIGHT, Brush
from ui.screens.kiosk_parts import BigButton, Keypad

ID_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class Choice:
    """A large button of a page."""

    text: str
    act: Callable[[], object]
    strong: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says: a picture, a large line (a number), lines below it, and what can be done."""

    icon: str
    colour: str
    title: str
    number: str = ""
    lines: tuple[str, ...] = ()
    notice: str = ""


class _Page(QWidget):
    """Says at its head when everything on it will be forgotten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = 1.0
        self._warning = ""

    def warn(self, text: str) -> None:
        """In how many seconds the first page comes back; empty = no warning."""
        if text != self._warning:
            self._warning = text
            self.update()

    def _warned(self, brush: Brush, y: float) -> None:
        if self._warning:
            right = self.width() / self.unit - 76
            brush.text(self._warning, right, y, 34, "warn.fg", bold=True, align=RIGHT)


class SayingPage(_Page):
    """One message with its buttons in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Said("", "text.primary", "")
        self._buttons: list[BigButton] = []
        self._low = False

    def say(self, said: Said, choices: Sequence[Choice]) -> None:
        """Show this; the strong choice gets the focus."""
        self._said = said
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for choice in choices:
            button = BigButton(choice.text, choice.icon, strong=choice.strong, px=36, parent=self)
            button.clicked.connect(lambda _checked=False, act=choice.act: act())
            button.show()
            self._buttons.append(button)
        self.setAccessibleName(" ".join((said.title, said.number, *said.lines)))
        self._place()
        for button, choice in zip(self._buttons, choices, strict=True):
            if choice.strong:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def disable(self) -> None:
        """A press is a press once: until the next page the buttons do nothing."""
        for button in self._buttons:
            button.setEnabled(False)

    def set_unit(self, unit: float, *, low: bool) -> None:
        self.unit, self._low = unit, low
        self._place()
        self.update()

    @property
    def words(self) -> Said:
        return self._said

    @property
    def buttons(self) -> tuple[BigButton, ...]:
        return tuple(self._buttons)

    def _place(self) -> None:
        wide, high = self.width() / self.unit, self.height() / self.unit
        each = min(520.0, (wide - 160 - 28 * (len(self._buttons) - 1)) / max(1, len(self._buttons)))
        left = (wide - each * len(self._buttons) - 28 * (len(self._buttons) - 1)) / 2
        for place, button in enumerate(self._buttons):
            button.set_unit(self.unit)
            x = left + place * (each + 28)
            button.setGeometry(*(round(value * self.unit) for value in (x, high - 196, each, 120)))

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        brush = Brush.at(painter, self.unit)
        wide, high = self.width() / self.unit, self.height() / self.unit
        said = self._said
        card = QRectF(56, 28, wide - 112, high - 260)
        brush.box(card, "bg.surface", radius=12, line="line.default")
        self._warned(brush, card.top() + 40)
        centre = wide / 2
        room = card.width() - 120
        tall = (92 if said.icon else 0) + 84 + (190 if said.number else 0) + 54 * len(said.lines)
        free = max(0.0, card.height() - tall - (90 if said.notice else 0))
        y = card.top() + 42 + free * (0.8 if self._low else 0.42)
        if said.icon:
            brush.icon(said.icon, centre, y, 84, said.colour)
            y += 92
        brush.text(said.title, centre, y, 50, said.colour, bold=True, align=MIDDLE, room=room)
        y += 84
        if said.number:
            brush.text(
                said.number,
                centre,
                y + 66,
                170,
                "text.primary",
                bold=True,
                align=MIDDLE,
                room=room,
                least=0.2,
            )
            y += 190
        for line in said.lines:
            brush.text(line, centre, y, 34, "text.secondary", align=MIDDLE, room=room)
            y += 54
        if said.notice:
            brush.text(
                said.notice, centre, card.bottom() - 44, 30, "warn.fg", bold=True, align=MIDDLE, room=room
            )
        painter.end()


class TypingPage(_Page):
    """The document number by large keys; only its last digits stay readable."""

    done = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._trouble = ""
        self._pad = Keypad(self)
        self._pad.typed.connect(self._on_typed)
        self._pad.rubbed.connect(self._on_rubbed)
        self._back = BigButton("", "arrow-left-bold", px=34, parent=self)
        self._back.clicked.connect(self.left)
        self._done = BigButton("", strong=True, px=36, parent=self)
        self._done.clicked.connect(lambda: self.done.emit(self._typed))
        self.retext()

    def retext(self) -> None:
        self._back.set_words(self.tr("Back"))
        self._done.set_words(self.tr("Done"))

    def begin(self) -> None:
        """Empty: nobody sees what was typed before."""
        self._typed = self._trouble = ""
        self._refresh()

    def complain(self, trouble: str) -> None:
        self._trouble = trouble
        self._refresh()

    @property
    def typed(self) -> str:
        return self._typed

    def _on_typed(self, char: str) -> None:
        if len(self._typed) < ID_LENGTH:
            self._typed += char
            self._trouble = ""
            self._refresh()

    def _on_rubbed(self) -> None:
        self._typed = self._typed[:-1]
        self._trouble = ""
        self._refresh()

    def _refresh(self) -> None:
        self._done.setEnabled(len(self._typed) == ID_LENGTH)
        self.setAccessibleName(self.tr("%n digits typed", "", len(self._typed)))
        self.update()

    def set_unit(self, unit: float, *, low: bool) -> None:
        self.unit = unit
        for part in (self._pad, self._back, self._done):
            part.set_unit(unit)
        self._place(low=low)

    def _place(self, *, low: bool = False) -> None:
        wide, high = self.width() / self.unit, self.height() / self.unit
        pad_high = min(560.0, high - 120)
        top = high - pad_high - 40 if low else (high - pad_high) / 2
        for part, x, y, w, h in (
            (self._pad, wide - 56 - 640, top, 640.0, pad_high),
            (self._back, 56.0, high - 160, 300.0, 110.0),
            (self._done, 380.0, high - 160, 520.0, 110.0),
        ):
            part.setGeometry(*(round(value * self.unit) for value in (x, y, w, h)))

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        brush = Brush.at(painter, self.unit)
        brush.text(self.tr("Please type your ID number"), 56, 90, 46, "text.primary", bold=True, align=LEFT)
        brush.text(self.tr("18 digits; the screen shows the last four only"), 56, 154, 30, "text.secondary")
        self._warned(brush, 40)
        box = QRectF(56, 214, 1040, 120)
        brush.box(box, "bg.field", radius=8, line="line.control")
        hidden = max(0, len(self._typed) - 4)
        shown = "•" * hidden + self._typed[hidden:]
        brush.text(shown, 92, 274, 54, "text.primary", bold=True, room=970)
        if self._trouble:
            brush.text(self._trouble, 56, 392, 34, "bad.fg", bold=True, room=1040)
        painter.end()
