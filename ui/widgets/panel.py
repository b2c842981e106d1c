"""A panel of the work area: head with picture and title, body, the ring that says the focus is here."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.icons import IconLabel
from ui.widgets.labels import ElidedLabel
from ui.widgets.painted import repolish


class Panel(QFrame):
    """One framed part of a workspace. Fill `body`; put chips and keys into the head with `add_to_head`."""

    def __init__(
        self, title: str = "", icon: str = "", parent: QWidget | None = None, *, pad: bool = True
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("current", False)
        self._first: QWidget | None = None
        self._pad = pad
        self._look = theme.look()
        self._strips: list[tuple[QFrame, QHBoxLayout]] = []  # head and foot
        self.head: QFrame | None = None
        self.icon: IconLabel | None = None
        self.title: ElidedLabel | None = None
        whole = QVBoxLayout(self)
        # The style sheet does not clip children to the radius: leave it room (2 px when the ring shows).
        whole.setContentsMargins(2, 2, 2, 2)
        whole.setSpacing(0)
        if title or icon:
            self._make_head(title, icon)
            whole.addWidget(self.head)  # type: ignore[arg-type]
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px("space.2"))
        whole.addLayout(self.body, 1)
        self.setAccessibleName(title)
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the present look."""
        edge = theme.px("size.pad")
        upright = edge - theme.px(2)
        if self._pad:
            self.body.setContentsMargins(edge, upright, edge, upright)
        for strip, row in self._strips:
            strip.setFixedHeight(theme.px("size.head"))
            row.setContentsMargins(edge - 1, 0, edge - 1, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._look != theme.look():
            self._look = theme.look()
            self.restyle()

    def _make_head(self, title: str, icon: str) -> None:
        self.head = QFrame()
        self.head.setProperty("role", "panelhead")
        self._row = QHBoxLayout(self.head)
        self._strips.append((self.head, self._row))
        self._row.setSpacing(theme.px("space.2"))
        if icon:
            self.icon = IconLabel(icon, "text.primary", "size.icon")
            self._row.addWidget(self.icon)
        self.title = ElidedLabel(title, "paneltitle")
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self.title, 1)

    def set_title(self, title: str) -> None:
        if self.title is not None:
            self.title.setText(title)
        self.setAccessibleName(title)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a chip, a key or a few words at the right end of the head."""
        if self.head is None:
            raise ValueError("a panel without a head")
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_foot(self) -> QHBoxLayout:
        """A quiet strip along the bottom; returns its row."""
        foot = QFrame()
        foot.setProperty("role", "panelfoot")
        row = QHBoxLayout(foot)
        self._strips.append((foot, row))
        row.setSpacing(theme.px("space.2"))
        whole = self.layout()
        if whole is not None:
            whole.addWidget(foot)
        self.restyle()
        return row

    def set_first_focus(self, widget: QWidget) -> None:
        """Which control F6 lands on; otherwise the first one in tab order."""
        self._first = widget

    @property
    def is_current(self) -> bool:
        return bool(self.property("current"))

    def take_focus(self) -> bool:
        """Move the focus into this panel; False when nothing here can take it."""
        inside = self.focusWidget()
        for candidate in (inside, self._first, *self.findChildren(QWidget)):
            if candidate is not None and can_take_focus(candidate):
                candidate.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False


def can_take_focus(widget: QWidget) -> bool:
    """Visible, enabled and reachable with the Tab key."""
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def panel_of(widget: QWidget | None) -> Panel | None:
    """The panel a control stands in."""
    while widget is not None:
        if isinstance(widget, Panel):
            return widget
        widget = widget.parentWidget()
    return None


class Stop(Protocol):
    """What F6 can stop at."""

    def isVisible(self) -> bool: ...

    def take_focus(self) -> bool: ...

    @property
    def has_focus(self) -> bool: ...


class PanelWalker(QObject):
    """Keeps the ring on the panel that has the focus, and walks panels with F6 and Shift+F6.

    `first` is no panel but comes before them while it is there: the banner.
    """

    def __init__(self, app: QApplication, window: QWidget, first: Stop | None = None) -> None:
        super().__init__(window)
        self._window, self._first = window, first
        self._current: Panel | None = None
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def current(self) -> Panel | None:
        return self._current

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self._window.isAncestorOf(new):
            return  # another window is in front: the ring stays where the focus will come back
        panel = panel_of(new)
        if panel is self._current:
            return
        if self._current is not None:
            repolish(self._current, "current", False)
        if panel is not None:
            repolish(panel, "current", True)
            panel.destroyed.connect(self._on_destroyed)
        self._current = panel

    def _on_destroyed(self) -> None:
        self._current = None

    def _panels(self) -> list[Panel]:
        """Visible panels in reading order: columns left to right, top to bottom inside."""
        shown = [panel for panel in self._window.findChildren(Panel) if panel.isVisible()]
        corner = {panel: panel.mapTo(self._window, panel.rect().topLeft()) for panel in shown}
        return sorted(shown, key=lambda panel: (corner[panel].x() // 40, corner[panel].y()))

    def walk(self, step: int) -> bool:
        """Focus the next (1) or previous (-1) panel that can take it."""
        panels = self._panels()
        stops: list[Panel | Stop] = [*panels]
        first = self._first if self._first is not None and self._first.isVisible() else None
        if first is not None:
            stops.insert(0, first)
        if not stops:
            return False
        if first is not None and first.has_focus:
            here = 0
        elif self._current in panels:
            here = stops.index(self._current)
        else:
            here = -1 if step > 0 else 0
        for count in range(1, len(stops) + 1):
            if stops[(here + step * count) % len(stops)].take_focus():
                return True
        return False
