"""The footer: the keys that work now, and one line that is said (and read out) about what just happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.actions import DeskAction
from ui.widgets.chip import Shape
from ui.widgets.keys import key_size, paint_key
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.painted import Painted, repolish

SPOKEN_MS = 10_000


class KeyRow(Painted):
    """Key and word, side by side, as many as fit whole; a click does what the key does."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_keys(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """(id, key, word) in order."""
        if tuple(keys) == self._keys:
            return
        self._keys = tuple(keys)
        self.setAccessibleName(" ".join(f"{key} {word}" for _, key, word in self._keys))
        self.updateGeometry()
        self.update()

    def _places(self) -> list[tuple[str, str, str, QRectF]]:
        metrics = QFontMetrics(theme.font("body.small"))
        left, places = 0.0, []
        for name, key, word in self._keys:
            wide = key_size(key).width() + theme.px(7) + metrics.horizontalAdvance(word)
            if left + wide > self.width():
                break
            places.append((name, key, word, QRectF(left, 0, wide, self.height())))
            left += wide + theme.px(16 if not theme.look().compact else 11)
        return places

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px("size.key"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px("size.key"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for name, _key, _word, box in self._places():
            if box.contains(event.position()):
                self.pressed.emit(name)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for _name, key, word, box in self._places():
            size = key_size(key)
            cap = QRectF(box.left(), box.center().y() - size.height() / 2, size.width(), size.height())
            paint_key(painter, cap, key, fill=theme.token("bg.raised"))
            painter.setFont(theme.font("body.small"))
            painter.setPen(theme.token("text.secondary"))
            words = QRectF(cap.right() + theme.px(7), box.top(), box.width(), box.height())
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), word)
        painter.end()


class Footer(QFrame):
    """Keys at the left, what is said at the right; between acts the right says where this program stands."""

    def __init__(self, standing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.keys = KeyRow()
        self._sign = Shape("warn", 16)
        self._said = RoleLabel()
        self._standing = ElidedLabel(standing, "small")
        self._quiet = QTimer(self, singleShot=True, interval=SPOKEN_MS)
        self._quiet.timeout.connect(self.hush)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.4"), 0, theme.px("space.4"), 0)
        row.setSpacing(theme.px("space.2"))
        row.addWidget(self.keys, 1)
        row.addWidget(self._sign)
        row.addWidget(self._said)
        row.addWidget(self._standing)
        self.hush()
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(theme.px("size.footer"))
        self.keys.update()

    def show_standing(self, text: str) -> None:
        """What the right end says between acts."""
        self._standing.setText(text)

    def show_actions(self, actions: Sequence[DeskAction]) -> None:
        self.keys.show_keys([(action.spec.id, action.keys, action.short) for action in actions])

    def say(self, text: str, state: str = "") -> None:
        """One line; warn and bad carry their shape, and a screen reader hears all of them."""
        self._said.setText(text)
        self._said.setToolTip(text)
        repolish(self._said, "state", state)
        self._sign.setVisible(state in ("ok", "warn", "bad"))
        if state:
            self._sign.show_state(state)
        self._said.setVisible(bool(text))
        self._standing.setVisible(not text)
        if text:
            self._quiet.start()
            self._announce(text)

    @property
    def said(self) -> str:
        return self._said.text()

    def hush(self) -> None:
        self._quiet.stop()
        self.say("")

    def _announce(self, text: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        if not QAccessible.isActive():
            return
        event = QAccessibleAnnouncementEvent(self._said, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
