"""The kiosk's first page: the card on the left, what one comes for on the right, helps at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.clock import hall_time
from app.devices.ports import Presence
from app.rules.queue_order import Tile
from app.rules.ticket import TicketClass
from app.services.queue.views import Offer
from ui import theme
from ui.screens.brush import RIGHT, Brush
from ui.screens.kiosk_parts import BigButton, TileButton

if TYPE_CHECKING:
    from app.bootstrap import Hall

_TOP: Final = 108.0
_FOOT: Final = 108.0
_CARD: Final = QRectF(56, 140, 600, 800)
_LARGE: Final = 6


class KioskHome(QWidget):
    """Shows tiles and tells which was touched."""

    chosen = Signal(object)  # Tile
    card_wanted = Signal()
    help_wanted = Signal()
    listen_wanted = Signal()
    language_wanted = Signal()
    changed = Signal()  # large print, low position

    def __init__(self, hall: Hall, tiles: Sequence[Tile]) -> None:
        super().__init__()
        self._hall, self._tiles = hall, tuple(tiles)
        self._english = False
        self._greeting = ""
        self._closed = ""
        self._warning = ""
        self._second_half = False
        self._offers: Mapping[str, Offer] = {}
        self.printer = Presence(ok=True)
        self.unit = 1.0
        self._now: datetime = hall.clock.now()
        self._tile_buttons = [TileButton(self) for _ in range(9)]
        for place, tile_button in enumerate(self._tile_buttons):
            tile_button.clicked.connect(partial(self._on_pressed, place))
        self.large = BigButton("", "format-size", parent=self)
        self.listen = BigButton("", "volume-high", parent=self)
        self.language = BigButton("", "translate", parent=self)
        self.low = BigButton("", "wheelchair-accessibility", parent=self)
        self.help = BigButton("", "account-voice", parent=self)
        for button in (self.large, self.low):
            button.setCheckable(True)
            button.toggled.connect(self._on_mode)
        self.listen.clicked.connect(self.listen_wanted)
        self.language.clicked.connect(self.language_wanted)
        self.help.clicked.connect(self.help_wanted)
        self.retext(english=False)

    # -- what it is told -----------------------------------------------------------------------------

    def retext(self, *, english: bool) -> None:
        """All words again."""
        self._english = english
        self.large.set_words(self.tr("Large print"))
        self.listen.set_words(self.tr("Listen"))
        self.language.set_words("中文" if english else "English")
        self.low.set_words(self.tr("Low position"))
        self.help.set_words(self.tr("Call staff"))
        self._fill()
        self._place()

    def title_of(self, tile: Tile) -> str:
        return tile.title_en if self._english else tile.title

    def show_offers(self, offers: Mapping[str, Offer]) -> None:
        self._offers = offers
        self._fill()

    def show_printer(self, presence: Presence) -> None:
        self.printer = presence
        self.update()

    def greet(self, text: str) -> None:
        """A line over the tiles instead of the usual one."""
        self._greeting = text
        self.update()

    def warn(self, text: str) -> None:
        """In how many seconds everything is forgotten; empty = no warning."""
        if text != self._warning:
            self._warning = text
            self.update()

    def show_time(self, now: datetime) -> None:
        self._now = now
        opens, closes = self._hall.queue.taking.hours
        told = self.tr("No numbers now: the hall is open from {opens} to {closes}")
        shut = not opens <= hall_time(now).time() < closes
        self._closed = told.format(opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}") if shut else ""
        self.update()

    @property
    def is_low(self) -> bool:
        return self.low.isChecked()

    @property
    def is_changed(self) -> bool:
        """Whether the visitor before left it other than usual."""
        return self.large.isChecked() or self.low.isChecked() or self._english or bool(self._greeting)

    def reset_modes(self) -> None:
        self.large.setChecked(False)
        self.low.setChecked(False)
        if self._english:
            self.language_wanted.emit()

    # -- tiles ---------------------------------------------------------------------------------------

    def shown(self) -> list[Tile | None]:
        """The tiles on the page; None is the button to the others, in large print."""
        if not self.large.isChecked() or len(self._tiles) <= _LARGE:
            return list(self._tiles)
        first, rest = self._tiles[: _LARGE - 1], self._tiles[_LARGE - 1 :]
        return [*(rest[: _LARGE - 1] if self._second_half else first), None]

    def buttons(self) -> list[TileButton]:
        """Those in use."""
        return self._tile_buttons[: len(self.shown())]

    def _fill(self) -> None:
        shown = self.shown()
        for place, button in enumerate(self._tile_buttons):
            button.setVisible(place < len(shown))
            if place >= len(shown):
                continue
            button.large = self.large.isChecked()
            tile = shown[place]
            if tile is None:
                button.show_tile("arrow-right", self.tr("Other matters"), "")
                button.show_ahead(None)
            else:
                note = tile.note_en if self._english else tile.note
                button.show_tile(tile.icon, self.title_of(tile), note)
                button.show_ahead(*self._ahead(tile))

    def _ahead(self, tile: Tile) -> tuple[tuple[str, str, str] | None, str]:
        offer = self._offers.get(tile.business)
        if offer is None:
            return None, ""
        if not offer.open_counters:
            return None, self.tr("No window is open")
        # Priority goes first: only others with priority are before.
        first = tile.kind is TicketClass.PRIORITY
        before, _, behind = self.tr("{n} before you").partition("{n}")
        return (before, "0" if first and not offer.ahead else str(offer.ahead), behind), ""

    def _on_pressed(self, place: int, _checked: bool = False) -> None:
        tile = self.shown()[place]
        if tile is None:
            self._turn()
        else:
            self.chosen.emit(tile)

    def _turn(self) -> None:
        self._second_half = not self._second_half
        self._fill()
        self._place()

    def _on_mode(self) -> None:
        self._second_half = False
        self._fill()
        self._place()
        self.changed.emit()

    # -- layout and drawing --------------------------------------------------------------------------

    def set_unit(self, unit: float) -> None:
        self.unit = unit
        self._place()
        self.update()

    def _size(self) -> tuple[float, float]:
        return self.width() / self.unit, self.height() / self.unit

    def _put(self, widget: QWidget, x: float, y: float, wide: float, high: float) -> None:
        widget.setGeometry(*(round(value * self.unit) for value in (x, y, wide, high)))

    def _place(self) -> None:
        wide, high = self._size()
        columns = 2 if self.large.isChecked() else 3
        top = high / 2 if self.is_low else 211.0
        left, right, bottom = 688.0, wide - 56, high - _FOOT - 32
        rows = -(-len(self.shown()) // columns)
        gap = 20.0
        each = (right - left - gap * (columns - 1)) / columns
        tall = (bottom - top - gap * (rows - 1)) / rows
        for place, button in enumerate(self.buttons()):
            button.set_unit(self.unit)
            row, column = divmod(place, columns)
            self._put(button, left + column * (each + gap), top + row * (tall + gap), each, tall)
        x = 56.0
        for tool in (self.large, self.listen, self.language, self.low, self.help):
            tool.set_unit(self.unit)
            room = tool.wanted()
            self._put(tool, x, high - _FOOT + 16, room, 76)
            x += room + 20
        self._tools_end = x

    _tools_end = 0.0

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._card_box().contains(event.position() / self.unit):
            self.card_wanted.emit()

    def _card_box(self) -> QRectF:
        _, high = self._size()
        return QRectF(_CARD.left(), _CARD.top(), _CARD.width(), high - _FOOT - 32 - _CARD.top())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        brush = Brush.at(painter, self.unit)
        wide, high = self._size()
        painter.fillRect(QRectF(0, 0, wide, high), theme.token("bg.canvas"))
        painter.fillRect(QRectF(0, 0, wide, _TOP), theme.token("bg.rail"))
        painter.fillRect(QRectF(0, high - _FOOT, wide, _FOOT), theme.token("bg.surface"))
        brush.rule(0, high - _FOOT, wide, high - _FOOT, "line.default")
        used = brush.text(self.tr("Take a number"), 56, 56, 40, "text.onRail", bold=True)
        brush.text(self._hall.hall.name, 56 + used + 26, 56, 30, "text.onRailMuted", room=700)
        now = hall_time(self._now)
        brush.text(now.strftime("%H:%M"), wide - 56, 56, 48, "text.onRail", bold=True, align=RIGHT)
        days = self.tr("Mon,Tue,Wed,Thu,Fri,Sat,Sun").split(",")
        day = self.tr("{month}/{day} {weekday}").format(
            month=now.month, day=now.day, weekday=days[now.weekday()]
        )
        brush.text(day, wide - 206, 56, 30, "text.onRail", align=RIGHT)
        self._card(brush)
        self._heading(brush, high)
        self._printer(brush, wide, high)
        painter.end()

    def _heading(self, brush: Brush, high: float) -> None:
        y = high / 2 - 44 if self.is_low else 168.0
        if self._warning:
            brush.text(self._warning, 688, y, 38, "warn.fg", bold=True, room=1170)
            return
        usual = self.tr("No card? Choose what you come for")
        if self._closed:
            brush.text(self._closed, 688, y, 38, "bad.fg", bold=True, room=1170)
            return
        brush.text(self._greeting or usual, 688, y, 38, "text.primary", bold=True, room=1170)

    def _card(self, brush: Brush) -> None:
        box = self._card_box()
        brush.box(box, "hall.window", radius=12)
        left = box.left() + 46
        room = box.width() - 92
        brush.text(
            self.tr("Quickest: your ID card"), left, box.top() + 73, 48, "hall.onWindow", bold=True, room=room
        )
        for place, line in enumerate(
            self.tr("Put it on the reader below right:\nthe window need not ask for your number").split("\n")
        ):
            brush.text(line, left, box.top() + 134 + place * 44, 29, "hall.onWindow", room=room)
        self._figure(brush, box)
        foot = box.bottom()
        brush.rule(left, foot - 155, box.right() - 46, foot - 155, "kiosk.figure")
        for icon, line, y in (
            ("card-account-details-outline", self.tr("Without a card choose on the right"), foot - 108),
            ("eye-off-outline", self.tr("No full number on screen or slip"), foot - 56),
        ):
            brush.icon(icon, left + 17, y, 38, "hall.onWindow")
            brush.text(line, left + 50, y, 28, "hall.onWindow", room=room - 50)

    def _figure(self, brush: Brush, box: QRectF) -> None:
        """A card and the arrow to the reader."""
        top = box.top() + 285
        brush.box(QRectF(132, top, 377, 235), "hall.onWindow", radius=12)
        for x, y, wide, colour in (
            (164, 44, 121, "hall.window"),
            (164, 79, 172, "kiosk.figure"),
            (164, 114, 149, "kiosk.figure"),
            (164, 184, 320, "hall.window"),
        ):
            brush.box(QRectF(x, top + y, wide, 18), colour, radius=4)
        brush.box(QRectF(392, top + 28, 82, 82), "kiosk.figure", radius=41)
        brush.painter.save()
        brush.painter.setClipRect(QRectF(360, top + 110, 140, 61))
        brush.box(QRectF(369, top + 118, 126, 110), "kiosk.figure", radius=55)
        brush.painter.restore()
        brush.arrow_down(541, top + 202, 56, "hall.onWindow")

    def _printer(self, brush: Brush, wide: float, high: float) -> None:
        y = high - _FOOT / 2
        if self.printer.ok and self.printer.reason == "paper-low":
            words, colour = self.tr("Little paper"), "warn.fg"
        elif self.printer.ok:
            words, colour = self.tr("Slips ready"), "text.secondary"
        else:
            words, colour = self.tr("No slips now"), "bad.fg"
        room = wide - 56 - self._tools_end - 60
        used = brush.text(words, wide - 56, y, 29, colour, align=RIGHT, room=room)
        brush.icon("printer-outline", wide - 56 - used - 32, y, 36, colour)
