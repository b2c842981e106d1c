"""Bars of the window: the banner under the top bar, the undo bar over the footer, the split progress bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.records import dataclass
from ui import theme
from ui.icons import IconLabel
from ui.widgets.chip import Shape
from ui.widgets.keys import KeyButton, click_focused
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.painted import Painted

UNDO_MS = 8000


@dataclass(frozen=True, slots=True)
class BannerAct:
    """What can be done about a piece of news: the word, the key that does the same, the doing."""

    text: str
    key: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class BannerNews:
    """Something the whole window must know; the worst (highest rank) is shown.

    `aside` is said quietly before the acts and may change every second (25 秒后重试); it is not read out.
    """

    key: str
    rank: int
    icon: str
    strong: str
    text: str
    acts: tuple[BannerAct, ...] = ()
    aside: str = ""


MOST_ACTS = 2


class Banner(QFrame):
    """One line under the top bar, only when needed; keeps every news and shows the worst."""

    vacated = Signal()  # what had the focus here is gone: it goes back to the page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._news: dict[str, BannerNews] = {}
        self._told = ""
        self._icon = IconLabel("information-outline", "banner.fg")
        self._strong = RoleLabel()
        self._strong.setObjectName("strong")
        self._text = ElidedLabel()
        self._aside_icon = IconLabel("progress-clock", "banner.fg")
        self._aside = RoleLabel()
        self._acts = tuple(KeyButton("") for _ in range(MOST_ACTS))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.4"), 0, theme.px("space.4"), 0)
        row.setSpacing(theme.px("space.2"))
        row.addWidget(self._icon)
        row.addWidget(self._strong)
        row.addWidget(self._text, 1)
        row.addWidget(self._aside_icon)
        row.addWidget(self._aside)
        for button in self._acts:
            row.addWidget(button)
        for number, button in enumerate(self._acts):
            button.setAccessibleName(self.tr("What can be done"))
            button.clicked.connect(partial(self._on_act_clicked, number))
        self.hide()

    @property
    def shown(self) -> BannerNews | None:
        return max(self._news.values(), key=lambda news: news.rank, default=None)

    @property
    def has_focus(self) -> bool:
        return any(button.hasFocus() for button in self._acts)

    def take_focus(self) -> bool:
        """F6 comes here first; False when there is nothing to do about the news."""
        first = next((button for button in self._acts if button.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return first is not None

    def tell(self, news: BannerNews) -> None:
        if self._news.get(news.key) != news:
            self._news[news.key] = news
            self._refresh()

    def withdraw(self, key: str) -> None:
        if self._news.pop(key, None) is not None:
            self._refresh()

    def _refresh(self) -> None:
        news = self.shown
        if self.has_focus and not (news and news.acts):
            self.vacated.emit()
        if news is None:
            self._told = ""
            self.hide()
            return
        self.setFixedHeight(theme.px("size.banner"))
        self._icon.set_icon(news.icon)
        self._strong.setText(news.strong)
        self._text.setText(news.text)
        self._aside.setText(news.aside)
        for widget in (self._aside, self._aside_icon):
            widget.setVisible(bool(news.aside))
        for number, button in enumerate(self._acts):
            button.setVisible(number < len(news.acts))
            if number < len(news.acts):
                button.setText(news.acts[number].text)
                button.set_key(news.acts[number].key)
        self.show()
        said = f"{news.strong} {news.text}"
        self.setAccessibleName(said)
        if said != self._told:
            self._told = said
            announce(self, said)

    def restyle(self) -> None:
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_focused(self, event):
            super().keyPressEvent(event)

    def _on_act_clicked(self, number: int) -> None:
        news = self.shown
        if news is not None and number < len(news.acts):
            news.acts[number].run()


def announce(widget: QWidget, text: str) -> None:
    """Read out by a screen reader when it has finished what it is saying."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(widget, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)


class UndoBar(QFrame):
    """What was just done and can be taken back for eight seconds; one at a time."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None, *, key: str = "Ctrl+Z") -> None:
        super().__init__(parent)
        self.setObjectName("undobar")
        self._text = ElidedLabel()
        self._hint = RoleLabel("", "muted")
        self._act = KeyButton(self.tr("Undo"), key, icon="undo-variant")
        self._undo: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._timer.timeout.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.3"), 0, theme.px("space.2"), 0)
        row.setSpacing(theme.px("space.2"))
        row.addWidget(Shape("ok", 18))
        row.addWidget(self._text)
        row.addWidget(self._hint)
        row.addStretch(1)
        row.addWidget(self._act)
        self._act.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._act.clicked.connect(self.undo)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._undo is not None

    def offer(self, text: str, undo: Callable[[], object]) -> None:
        """Show the bar for what was done; a bar already there gives way."""
        self._undo = undo
        self._text.setText(text)
        self._hint.setText(self.tr("can be undone for 8 seconds"))
        self.setFixedHeight(theme.px("size.undo"))
        self.show()
        self.raise_()
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint gives way before the words do."""
        super().resizeEvent(event)
        fixed = self._act.sizeHint().width() + theme.px(18) + theme.px("space.3") * 5
        words = self._text.sizeHint().width() + self._hint.sizeHint().width()
        self._hint.setVisible(fixed + words <= self.width())

    def undo(self) -> bool:
        """Take it back; False when there is nothing to undo any more."""
        undo = self._undo
        self.dismiss()
        if undo is None:
            return False
        undo()
        self.undone.emit()
        return True

    def dismiss(self) -> None:
        self._timer.stop()
        self._undo = None
        self.hide()


class SplitBar(Painted):
    """How much of the whole is in which state: coloured parts in order, the rest empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, int], ...] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[tuple[str, int]], total: int) -> None:
        """(state, count) in drawing order; counts may add up to less than the total."""
        self._parts, self._total = tuple(parts), total
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        high = float(theme.px(10))
        box = QRectF(box.left(), box.center().y() - high / 2, box.width(), high)
        frame = QPainterPath()
        frame.addRoundedRect(box, high / 2, high / 2)
        painter.fillPath(frame, theme.token("bg.sunken"))
        painter.setClipPath(frame)
        left = box.left()
        for state, count in self._parts:
            if not count or not self._total:
                continue
            wide = box.width() * count / self._total
            painter.fillRect(QRectF(left, box.top(), wide - 1.5, high), theme.token(f"{state}.fg"))
            left += wide
        painter.end()


class TroubleBar(QFrame):
    """A bug, said where it can be seen and put away: what is safe, and the number for the technician."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("state", "bad")
        self._text = RoleLabel("", "small", wrap=True)
        self._close = KeyButton(self.tr("Put away"), "Esc")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            theme.px("space.3"), theme.px("space.2"), theme.px("space.2"), theme.px("space.2")
        )
        row.setSpacing(theme.px("space.2"))
        row.addWidget(Shape("bad", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.raise_()

    def text(self) -> str:
        return self._text.text()
