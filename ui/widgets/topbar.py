"""The top bar: whose window this is, the command field, devices, what is not uploaded, who serves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.clock import hall_day
from app.records import dataclass
from app.services.views import ClerkView, HallView, SyncView
from ui import icons, messages, sync_words, theme
from ui.icons import IconLabel
from ui.widgets.chip import chip_size, paint_chip
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device as the top bar names it; `state` is ok, warn or wait."""

    key: str
    icon: str
    name: str
    word: str
    state: str


class DeviceRow(Painted):
    """Devices side by side; on a small screen only those that need someone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._devices: tuple[DeviceState, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_devices(self, devices: Sequence[DeviceState]) -> None:
        self._devices = tuple(devices)
        told = " ".join(f"{device.name}{device.word}" for device in self._devices)
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.updateGeometry()
        self.update()

    def _shown(self) -> list[DeviceState]:
        return [device for device in self._devices if not theme.look().compact or device.state != "ok"]

    def _widths(self, device: DeviceState) -> tuple[int, int]:
        plain = QFontMetrics(theme.font("body.small"))
        return plain.horizontalAdvance(device.name), QFontMetrics(_bold()).horizontalAdvance(device.word)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        fixed = theme.px("size.icon") + 2 * theme.px(6)
        wide = sum(sum(self._widths(device)) + fixed for device in shown)
        return QSize(wide + theme.px(14) * max(len(shown) - 1, 0), theme.px("size.icon"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, middle, side = 0.0, self.height() / 2, float(theme.px("size.icon"))
        for device in self._shown():
            name, word = self._widths(device)
            sign = QRectF(left, middle - side / 2, side, side)
            icons.paint(painter, sign, device.icon, theme.token("text.secondary"))
            left += side + theme.px(6)
            painter.setFont(theme.font("body.small"))
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(QRectF(left, 0, name + 2, self.height()), _MIDDLE, device.name)
            left += name + theme.px(6)
            painter.setFont(_bold())
            painter.setPen(theme.token(f"{device.state}.fg"))
            painter.drawText(QRectF(left, 0, word + 2, self.height()), _MIDDLE, device.word)
            left += word + theme.px(14)
        painter.end()


_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def _bold() -> QFont:
    face = QFont(theme.font("body.small"))
    face.setBold(True)
    return face


class ChipButton(QAbstractButton):
    """A chip that can be clicked; its key does the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = "wait"
        self._icon: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str, text: str, tip: str, icon: str | None = None) -> None:
        self._state, self._icon = state, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._state, self.text(), self._icon)
        painter.end()


class TopBar(QFrame):
    """Says only what is known; asks with signals."""

    search_wanted = Signal()
    sync_wanted = Signal()  # what waits, or what is to settle

    def __init__(self, hall: HallView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._name = ElidedLabel(hall.name, "name")
        self._counter = ElidedLabel(hall.counter, "name")
        self.search = KeyButton("", "Ctrl+K", "find", icon="magnify", spread=True, shrinks=True)
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.devices = DeviceRow()
        self.sync = ChipButton()
        self._clerk_icon = IconLabel("account-circle-outline", "text.secondary", "size.icon")
        self._clerk = RoleLabel("", "small")
        self._time = RoleLabel("", "smallstrong")
        self._date = RoleLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.4"), 0, theme.px("space.4"), 0)
        row.setSpacing(theme.px("space.4"))
        row.addWidget(self._name)
        row.addWidget(self._counter)
        row.addStretch(1)
        row.addWidget(self.search, 4)
        row.addStretch(1)
        row.addWidget(self.devices)
        row.addWidget(self.sync)
        row.addWidget(self._clerk_icon)
        row.addSpacing(-theme.px(8))
        row.addWidget(self._clerk)
        row.addWidget(self._time)
        row.addSpacing(-theme.px(8))
        row.addWidget(self._date)
        self.search.clicked.connect(self.search_wanted)
        self.sync.clicked.connect(self.sync_wanted)
        self._clerk_view: ClerkView | None = None
        self.sync.hide()  # nothing is said before it is known
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the present look; a small screen shows less."""
        compact = theme.look().compact
        self.setFixedHeight(theme.px("size.topbar"))
        self.search.setMaximumWidth(theme.px("size.search.width"))
        self.search.setText(
            self.tr("Find people, items, cases, commands")
            if compact
            else self.tr("Find applicants, items, case numbers, or type a command")
        )
        self._name.setVisible(not compact)
        self._date.setVisible(not compact)
        self.devices.updateGeometry()
        self.show_clerk(self._clerk_view)

    def show_clerk(self, clerk: ClerkView | None) -> None:
        """Who serves; the number too where there is room."""
        self._clerk_view = clerk
        self._clerk_icon.setVisible(clerk is not None)
        self._clerk.setVisible(clerk is not None)
        if clerk is None:
            return
        full = self.tr("{name} · No. {number}").format(name=clerk.name, number=clerk.number)
        self._clerk.setText(clerk.name if theme.look().compact else full)
        self._clerk.setToolTip(f"{full} {messages.role(clerk.role)}")

    def show_sync(self, sync: SyncView, now: datetime) -> None:
        """The truth about uploading, in shape, word and colour."""
        words = sync_words.chip(sync, now)
        self.sync.show()
        self.sync.show_state(words.state, words.text, words.tip, words.icon)

    def show_devices(self, devices: Sequence[DeviceState]) -> None:
        self.devices.show_devices(devices)

    def show_time(self, now: datetime) -> None:
        self._time.setText(messages.clock_time(now))
        self._date.setText(messages.day_and_weekday(hall_day(now)))
