"""What a panel says when it has nothing to show, is still waiting, or met a trouble."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.icons import IconLabel
from ui.widgets.chip import Shape
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel
from ui.widgets.painted import Painted, rounded

WAIT_MS = 300


class Notice(QWidget):
    """A sign at the left, a sentence, what it means, and the acts that lead on (the first one filled)."""

    def __init__(
        self,
        sign: QWidget,
        headline: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        centre: bool = True,
    ) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(
            theme.px("space.2"), theme.px("space.3"), theme.px("space.2"), theme.px("space.3")
        )
        if centre:
            whole.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.3"))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px("space.1"))
        self._headline = RoleLabel(headline, "big", wrap=True)
        self._text = RoleLabel(text, "small", wrap=True)
        column.addWidget(self._headline)
        column.addWidget(self._text)
        if not text:
            # Only hide: showing a label that has no parent yet opens it as a window and takes the focus away.
            self._text.hide()
        self._acts = QHBoxLayout()
        self._acts.setSpacing(theme.px("space.2"))
        self._acts.setContentsMargins(0, theme.px("space.2"), 0, 0)
        self._acts.addStretch(1)
        column.addLayout(self._acts)
        row.addLayout(column, 1)
        whole.addLayout(row)
        if centre:
            whole.addStretch(2)
        self.setAccessibleName(headline)

    def say(self, headline: str, text: str = "") -> None:
        self._headline.setText(headline)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(headline)

    def headline(self) -> str:
        return self._headline.text()

    def add_act(self, text: str, key: str, run: Callable[[], object], *, icon: str = "") -> KeyButton:
        """One way on; the first added is the filled one."""
        kind = "pri" if self._acts.count() == 1 else ""
        button = KeyButton(text, key, kind, icon=icon)
        button.clicked.connect(lambda _checked: run())
        self._acts.insertWidget(self._acts.count() - 1, button)
        return button


class EmptyState(Notice):
    """Nothing here, and what to do about it: always one way on."""

    def __init__(
        self, headline: str, text: str = "", parent: QWidget | None = None, *, icon: str = "inbox-outline"
    ) -> None:
        super().__init__(IconLabel(icon, "text.muted", "size.icon.rail"), headline, text, parent)


class ErrorState(Notice):
    """What happened, what is safe, what to do now; stays in the panel it belongs to."""

    def __init__(self, headline: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Shape("bad", 24), headline, text, parent)


class SkeletonRows(Painted):
    """Grey bars in place of rows that take their time; nothing is drawn for the first 300 ms."""

    cancelled = Signal()

    def __init__(self, rows: int = 3, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._text, self._shows = rows, text, False
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._on_late)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def is_drawn(self) -> bool:
        return self._shows

    def begin(self, text: str = "") -> None:
        """The wait begins; if it ends within 300 ms nobody sees anything."""
        self._text, self._shows = text, False
        self.show()
        self._timer.start()
        self.update()

    def end(self) -> None:
        self._timer.stop()
        self._shows = False
        self.hide()

    def _on_late(self) -> None:
        self._shows = True
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(26) * (self._rows + 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shows:
            return
        painter = QPainter(self)
        inside = self.contentsRect()
        painter.translate(inside.topLeft())
        top = 0.0
        if self._text:
            painter.setFont(theme.font("body.small"))
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(
                QRectF(0, 0, inside.width(), theme.px(22)), int(Qt.AlignmentFlag.AlignVCenter), self._text
            )
            top = float(theme.px(28))
        for number in range(self._rows):
            share = (0.62, 0.84, 0.48)[number % 3]
            bar = QRectF(0, top + number * theme.px(26), inside.width() * share, theme.px(14))
            rounded(painter, bar, theme.token("bg.sunken"), None, 3)
        painter.end()
