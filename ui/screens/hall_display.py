"""The hall display: who is called where, who waits how long, and how far that can be trusted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.clock import Clock, hall_time
from app.records import dataclass
from app.rules.board import WINDOW, Board, CallLine, WaitingLine
from ui import theme
from ui.screens.announcer import Announcer
from ui.screens.brush import HIGH, MIDDLE, RIGHT, Brush

STALE_S: Final = 15  # without a word from the centre for so long the screen says so
SWAP_MS: Final = 8000
FLASH_MS: Final = 500  # half of a flash: two flashes, one a second at most (photosensitive visitors)
FLASHES: Final = 4  # half flashes
NEVER_CUT: Final = 0.2
_SPLIT: Final = 1181.0
_TOP: Final = 103.0
_FOOT: Final = 96.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the screen hangs and how it behaves."""

    hall: str
    area: str = ""
    calm: bool = False  # 减少动态: no flashing
    names: bool = True  # 张* may be shown
    demo: bool = False


class HallDisplay(QWidget):
    """Draws a board as ux.md §10 says; whoever has one calls `show_board`, and `lost` when it has none."""

    def __init__(self, place: Place, announcer: Announcer, clock: Clock) -> None:
        super().__init__()
        self._place, self._announcer, self._clock = place, announcer, clock
        self._board: Board | None = None
        self._heard: datetime | None = None
        self._lost = ""
        self._sentence = 0
        self._flash = 0
        self.setWindowTitle(self.tr("Hall display"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        announcer.called.connect(self._on_called)
        announcer.changed.connect(self._on_changed)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.update)
        self._tick.start()
        self._swap = QTimer(self, interval=SWAP_MS)
        self._swap.timeout.connect(self._on_swap)
        self._swap.start()
        self._flasher = QTimer(self, interval=FLASH_MS)
        self._flasher.timeout.connect(self._on_flash)
        announcer.start()

    # -- what it is told -----------------------------------------------------------------------------

    def show_board(self, board: Board) -> None:
        """A newer board, with its calls."""
        self._board = board
        self.heard()
        self._announcer.see(board)
        self.update()

    def heard(self) -> None:
        """The source is there, also when nothing changed."""
        self._heard = self._clock.now()
        self._lost = ""
        self.update()

    def lost(self, reason: str) -> None:
        """The source cannot be reached; what is shown stays, with its age."""
        self._lost = reason
        self.update()

    @property
    def age_s(self) -> int | None:
        """Seconds since the source was heard; None before the first time."""
        if self._heard is None:
            return None
        return max(0, int((self._clock.now() - self._heard).total_seconds()))

    @property
    def is_stale(self) -> bool:
        age = self.age_s
        return age is None or age > STALE_S or bool(self._lost and age > 3)

    # -- what changes by itself ------------------------------------------------------------------------

    def _on_called(self, call: CallLine) -> None:
        self.setAccessibleName(
            self.tr("{number} to window {counter}").format(number=call.number, counter=call.counter)
        )
        if not self._place.calm:
            self._flash = FLASHES
            self._flasher.start()
        self.update()

    def _on_flash(self) -> None:
        self._flash = max(0, self._flash - 1)
        if not self._flash:
            self._flasher.stop()
        self.update()

    def _on_changed(self) -> None:
        self.update()

    def _on_swap(self) -> None:
        self._sentence += 1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the full screen, F11 goes back: whoever hangs it up needs a way out."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.showNormal()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    # -- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        brush = Brush(painter, self.width(), self.height())
        painter.fillRect(QRectF(0, 0, brush.width, brush.height), theme.token("hall.bg"))
        # On a screen of another shape the drawing stands in its middle; the bars reach its edges.
        self._bars(brush)
        self._big(brush)
        self._rows(brush)
        self._side(brush)
        painter.end()

    def _bars(self, brush: Brush) -> None:
        wide, high = brush.width, brush.height
        painter = brush.painter
        painter.fillRect(QRectF(0, 0, wide, _TOP), theme.token("hall.bar"))
        painter.fillRect(QRectF(0, high - _FOOT, wide, _FOOT), theme.token("hall.bar"))
        brush.rule(0, _TOP, wide, _TOP)
        brush.rule(0, high - _FOOT, wide, high - _FOOT)
        brush.rule(_SPLIT, _TOP, _SPLIT, high - _FOOT)
        used = brush.text(self._place.hall, 48, 54, 44, "hall.text", bold=True, room=900)
        area = brush.text(self._place.area, 48 + used + 26, 54, 37, "hall.soft", room=440)
        now = hall_time(self._clock.now())
        brush.text(now.strftime("%H:%M"), wide - 48, 54, 57, "hall.text", bold=True, align=RIGHT)
        days = self.tr("Mon,Tue,Wed,Thu,Fri,Sat,Sun").split(",")
        day = self.tr("{month}/{day} {weekday}").format(
            month=now.month, day=now.day, weekday=days[now.weekday()]
        )
        used_right = brush.text(day, wide - 224, 54, 37, "hall.soft", align=RIGHT)
        room = (wide - 224 - used_right - 30) - (48 + used + area + 60)
        self._age(brush, wide - 224 - used_right - 30, room)
        self._foot(brush, wide, high - _FOOT / 2)

    def _age(self, brush: Brush, right: float, room: float) -> None:
        """How old the picture is: quiet while it is fresh, a plain amber label when it is not."""
        words = self._age_words()
        if self._place.demo:
            words = " · ".join((self.tr("Demo data"), words))
        if self.is_stale:
            wide = min(room, 40 + brush.width_of(words, 28, bold=True))
            box = QRectF(right - wide, 27, wide, 54)
            brush.box(box, "hall.stale.bg", radius=6)
            brush.text(
                words, box.center().x(), 54, 28, "hall.stale.fg", bold=True, align=MIDDLE, room=wide - 20
            )
        else:
            brush.text(words, right, 55, 28, "hall.soft", align=RIGHT, room=room)

    def _age_words(self) -> str:
        age, board = self.age_s, self._board
        if age is None or board is None:
            return self.tr("No data yet")
        if self.is_stale:
            at = hall_time(board.as_of).strftime("%H:%M")
            return self.tr("Stopped at {time}").format(time=at)
        if board.source == WINDOW:
            return self.tr("This window's data only")
        return self.tr("Up to date")

    def _foot(self, brush: Brush, wide: float, y: float) -> None:
        if self.is_stale:
            brush.icon("alert", 70, y, 44, "hall.stale.bg")
            told = self.tr("This screen is not up to date: please listen to the windows' own calls")
            brush.text(told, 114, y, 39, "hall.text", bold=True, room=wide - 330)
        else:
            sentences = self._board.sentences if self._board is not None else ()
            brush.icon("information-outline", 70, y, 42, "hall.soft")
            if sentences:
                first = sentences[self._sentence % len(sentences)]
                used = brush.text(first, 114, y, 39, "hall.text", room=1150)
                second = sentences[(self._sentence + len(sentences) // 2) % len(sentences)]
                if second != first:
                    brush.text(second, wide - 48, y, 39, "hall.soft", align=RIGHT, room=wide - 260 - used)
        if self._announcer.trouble:
            brush.icon("volume-off", wide - 30, y, 34, "hall.stale.bg")

    def _big(self, brush: Brush) -> None:
        card = QRectF(48, 132, _SPLIT - 41 - 48, 392 * self._stretch(brush))
        call = self._announcer.stage.big
        middle = card.center().y()
        grow = card.height() / 392
        if call is None:
            brush.box(card, "hall.row", radius=12)
            brush.text(
                self.tr("No calls yet"), card.center().x(), middle, 64, "hall.soft", align=MIDDLE, room=900
            )
            return
        swapped = self._flash % 2 == 1
        white, blue = ("hall.window", "hall.card") if swapped else ("hall.card", "hall.window")
        on_white = ("hall.onWindow", "hall.onWindow") if swapped else ("hall.onCard", "hall.cardSoft")
        on_blue = "hall.window" if swapped else "hall.onWindow"
        split = card.left() + 662
        brush.box(card, white, radius=12)
        brush.right_part(card, split, blue, 12)
        head = card.top() + 56 * grow
        accent = "hall.onWindow" if swapped else "hall.window"
        brush.icon("bullhorn", 121, head, 48, accent)
        brush.text(self._head(call), 162, head, 45, accent, bold=True, room=split - 190)
        number, at = call.number, middle + 8
        brush.text(number, 95, at, 210 * grow, on_white[0], bold=True, room=split - 48 - 70, least=NEVER_CUT)
        below = card.bottom() - 54 * grow
        brush.text(self._who(call), 97, below, 46, on_white[1], room=split - 120)
        centre = (split + card.right()) / 2
        brush.text(self.tr("to"), centre, head + 4, 54, on_blue, align=MIDDLE)
        size, at = 184 * grow, middle + 2
        brush.text(
            call.counter, centre, at, size, on_blue, bold=True, align=MIDDLE, room=390, least=NEVER_CUT
        )
        brush.text(self.tr("window"), centre, below - 4, 60, on_blue, bold=True, align=MIDDLE, room=390)

    def _head(self, call: CallLine) -> str:
        if call.state == "missed":
            return self.tr("Missed")
        if call.state == "serving":
            return self.tr("Being served")
        return self.tr("Calling again") if call.calls > 1 else self.tr("Now calling")

    def _who(self, call: CallLine) -> str:
        parts = [call.title if self._place.names else ""]
        if call.name:
            parts.append(self.tr("{name} business").format(name=call.name))
        return " · ".join(part for part in parts if part)

    @staticmethod
    def _stretch(brush: Brush) -> float:
        """How much more height a screen that is not 16:9 has for cards."""
        return min(1.25, (brush.height - _TOP - _FOOT) / (HIGH - _TOP - _FOOT))

    def _rows(self, brush: Brush) -> None:
        top = 132 + 392 * self._stretch(brush) + 23
        step = (brush.height - _FOOT - 5 - top) / 3
        for place, call in enumerate(self._announcer.stage.rows):
            box = QRectF(48, top + place * step, _SPLIT - 41 - 48, step - 22)
            middle = box.center().y() + 2
            missed = call.state == "missed"
            if missed:
                brush.box(box.adjusted(1, 1, -1, -1), None, radius=10, line="hall.missed", dashed=True)
            else:
                brush.box(box, "hall.row", radius=10)
            brush.text(call.number, 82, middle, 60, "hall.text", bold=True, room=320, least=NEVER_CUT)
            if self._place.names:
                brush.text(call.title, 458, middle, 38, "hall.soft", align=MIDDLE, room=90)
            counter = self.tr("Window {counter}").format(counter=call.counter)
            brush.text(counter, 713, middle, 60, "hall.text", bold=True, align=MIDDLE, room=360)
            word, icon = self._state(call)
            used = brush.text(word, 1107, middle, 38, "hall.soft", align=RIGHT, room=170)
            brush.icon(icon, 1107 - used - 33, middle, 42, "hall.soft")

    def _state(self, call: CallLine) -> tuple[str, str]:
        match call.state:
            case "missed":
                return self.tr("missed"), "account-alert-outline"
            case "serving":
                return self.tr("served"), "account-check-outline"
            case "held":
                return self.tr("fills in"), "account-clock-outline"
        return self.tr("please go"), "bullhorn"

    def _side(self, brush: Brush) -> None:
        right = brush.width - 45
        brush.icon("account-clock-outline", 1244, 162, 48, "hall.text")
        brush.text(self.tr("Waiting"), 1283, 162, 40, "hall.text", bold=True)
        brush.text(self.tr("Business"), 1222, 224, 32, "hall.soft")
        brush.text(self.tr("People"), right - 208, 224, 32, "hall.soft", align=RIGHT)
        brush.text(self.tr("About"), right, 224, 32, "hall.soft", align=RIGHT)
        board = self._board
        lines = self._fitting(board.waiting if board is not None else ())
        for place, line in enumerate(lines):
            y = 297 + place * 89.5
            self._waiting_line(brush, line, y, right)
        bottom = 297 + len(lines) * 89.5
        if board is not None and board.next_up and bottom < brush.height - 300:
            self._next_up(brush, board.next_up, max(743.0, bottom), right)

    def _fitting(self, lines: tuple[WaitingLine, ...]) -> tuple[WaitingLine, ...]:
        """Five rows at most: those people wait in first, then the others, in the order of their letters."""
        if len(lines) <= 5:
            return lines
        busiest = sorted(lines, key=lambda line: (not line.by_slot, -line.people))[:5]
        return tuple(line for line in lines if line in busiest)

    def _waiting_line(self, brush: Brush, line: WaitingLine, y: float, right: float) -> None:
        name = self.tr("booked") if line.by_slot else line.name
        brush.text(f"{line.letter} {name}".strip(), 1222, y, 40, "hall.text", room=330)
        brush.text(str(line.people), right - 208, y, 46, "hall.text", bold=True, align=RIGHT)
        if line.by_slot:
            told = self.tr("by slot")
        elif line.high_min is None or line.low_min is None:
            told = self.tr("no window")
        elif line.high_min == 0 or not line.people:
            told = self.tr("at once")
        elif line.low_min == line.high_min:
            told = self.tr("{high} min").format(high=line.high_min)
        else:
            told = self.tr("{low}–{high} min").format(low=line.low_min, high=line.high_min)
        brush.text(told, right, y, 38, "hall.soft", align=RIGHT, room=160)
        brush.rule(1222, y + 36, right, y + 36)

    def _next_up(self, brush: Brush, numbers: tuple[str, ...], y: float, right: float) -> None:
        brush.text(self.tr("Please get ready"), 1222, y, 36, "hall.soft")
        x, top = 1222.0, y + 35
        for place, number in enumerate(numbers):
            wide = 44 + 32 * len(number)
            if x + wide > right or (place and place % 2 == 0):
                x, top = 1222.0, top + 96
                if top + 82 > brush.height - _FOOT - 10:
                    return
            brush.box(QRectF(x, top, wide, 82), "hall.row", radius=8)
            brush.text(
                number,
                x + wide / 2,
                top + 43,
                53,
                "hall.text",
                bold=True,
                align=MIDDLE,
                room=wide - 24,
                least=NEVER_CUT,
            )
            x += wide + 18
