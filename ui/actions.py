"""Every key of the window in one table: what it is called, what it does now, and why when it does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.records import dataclass
from ui.key_table import RESERVED, TABLE, WINDOW, Spec


class DuplicateKeyError(ValueError):
    """Two actions of one window want the same key."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a key cannot act now, as a sentence, and where the person can mend it."""

    reason: str
    focus: QWidget | None = None


Guard = Callable[[], Blocked | None]


@dataclass(frozen=True, slots=True)
class _Handler:
    act: Callable[[], object]
    page: QWidget | None
    guard: Guard | None

    @property
    def alive(self) -> bool:
        return self.page is None or shiboken6.isValid(self.page)

    @property
    def in_front(self) -> bool:
        return self.page is None or (shiboken6.isValid(self.page) and self.page.isVisible())


class DeskAction(QObject):
    """One key and what it does on the page in front.

    A page registers with `Actions.on`; or connects `triggered`, and says `block(reason, focus)` / `allow()`.
    The QAction underneath is never disabled: a key that cannot act must be able to say why.
    """

    triggered = Signal()
    released = Signal()  # of a key that acts while held

    def __init__(self, spec: Spec, keys: str, owner: Actions) -> None:
        super().__init__(owner)
        self.spec, self.keys = spec, keys
        self._owner = owner
        self._handlers: list[_Handler] = []
        self._blocked: Blocked | None = None

    @property
    def label(self) -> str:
        return QCoreApplication.translate("Actions", self.spec.label)

    @property
    def short(self) -> str:
        return QCoreApplication.translate("Actions", self.spec.short) if self.spec.short else ""

    @property
    def is_live(self) -> bool:
        """Whether something answers to this key on the page in front."""
        return self._connected() or self._handler() is not None

    def _connected(self) -> bool:
        return self.receivers("2triggered()") > 0

    def _handler(self) -> _Handler | None:
        """The latest registered one in front; a page's own goes before one for the whole window."""
        self._handlers = [handler for handler in self._handlers if handler.alive]
        fitting = [handler for handler in self._handlers if handler.in_front]
        paged = [handler for handler in fitting if handler.page is not None]
        return (paged or fitting or [None])[-1]  # type: ignore[list-item]

    def add(self, handler: _Handler) -> None:
        self._handlers.append(handler)

    def block(self, reason: str, focus: QWidget | None = None) -> None:
        """From now on the key says this instead of acting."""
        self._blocked = Blocked(reason, focus)

    def allow(self) -> None:
        self._blocked = None

    def blocked(self) -> Blocked | None:
        """Why the key cannot act now; None when it can."""
        restricted = self._owner.restriction(self.spec.id)
        if restricted is not None or self._blocked is not None:
            return restricted or self._blocked
        handler = self._handler()
        if handler is not None:
            return handler.guard() if handler.guard else None
        return None if self._connected() else Blocked(self._owner.why_not(self.spec.id))

    def trigger(self) -> None:
        """Act as if the key was pressed."""
        if self.spec.commits:
            method = QGuiApplication.inputMethod()
            if method is not None:
                method.commit()
        blocked = self.blocked()
        if blocked is not None:
            self._owner.refuse(self.spec.id, blocked)
            return
        handler = self._handler()
        if handler is not None:
            handler.act()
        self.triggered.emit()
        self._owner.acted.emit(self.spec.id)


class Actions(QObject):
    """All keys of the main window. `actions["accept"]` is one; `on(...)` says what it does on a page."""

    refused = Signal(str, str)  # id, sentence: the footer says it
    acted = Signal(str)

    def __init__(self, window: QWidget, bindings: Mapping[str, str] | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._reasons: dict[str, str] = {}
        self._all: dict[str, DeskAction] = {}
        self._held: DeskAction | None = None
        self._allowed: frozenset[str] | None = None
        self._restriction = ""
        chosen = resolve(bindings or {})
        for spec in TABLE:
            action = DeskAction(spec, chosen[spec.id], self)
            self._all[spec.id] = action
            if spec.scope == WINDOW and not spec.falls:
                self._install(action)

    def _install(self, action: DeskAction) -> None:
        key = QAction(action.label, self._window)
        key.setShortcut(QKeySequence(action.keys))
        key.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        key.setAutoRepeat(action.spec.id in ("next_panel", "previous_panel", "undo"))
        key.triggered.connect(self._hold if action.spec.holds else action.trigger)
        if action.spec.holds:
            key.setData(action.spec.id)
        self._window.addAction(key)

    def __getitem__(self, name: str) -> DeskAction:
        return self._all[name]

    def __iter__(self) -> Iterator[DeskAction]:
        return iter(self._all.values())

    def on(
        self, name: str, act: Callable[[], object], page: QWidget | None = None, guard: Guard | None = None
    ) -> None:
        """What a key does while `page` is in front (None = everywhere).

        `guard` is asked at each press; it returns None, or a Blocked that is said in the footer instead.
        """
        self._all[name].add(_Handler(act, page, guard))

    def explain(self, name: str, reason: str) -> None:
        """What to say when nothing answers to this key on the page in front."""
        self._reasons[name] = reason

    def why_not(self, name: str) -> str:
        action = self._all[name]
        return self._reasons.get(name) or QCoreApplication.translate(
            "Actions", "{key} {act}: nothing to do here now."
        ).format(key=action.keys, act=action.label)

    def refuse(self, name: str, blocked: Blocked) -> None:
        """Say why a key did not act, and go to what is in the way."""
        if blocked.focus is not None and shiboken6.isValid(blocked.focus):
            blocked.focus.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.refused.emit(name, blocked.reason)

    def restrict(self, allowed: frozenset[str] | None, reason: str = "") -> None:
        """While the window is locked only these keys act; None = all of them again."""
        self._allowed, self._restriction = allowed, reason

    def restriction(self, name: str) -> Blocked | None:
        if self._allowed is None or name in self._allowed:
            return None
        return Blocked(self._restriction)

    def footer(self) -> list[DeskAction]:
        """The keys that work now, in the table's order."""
        return [action for action in self if action.spec.short and action.is_live]

    def commands(self) -> list[DeskAction]:
        """What Ctrl+K offers by name: only what would do something now."""
        return [action for action in self if action.spec.command and action.is_live]

    def _hold(self) -> None:
        sender = self.sender()
        if not isinstance(sender, QAction) or self._held is not None:
            return
        self._held = self._all[str(sender.data())]
        self._held.trigger()
        QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only while a key is held: its release, of either half, or the window going behind ends it."""
        over = event.type() in (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyRelease
            and not event.isAutoRepeat()
        ):
            over = True
        if over and self._held is not None:
            held, self._held = self._held, None
            QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            held.released.emit()
        return super().eventFilter(watched, event)


def resolve(bindings: Mapping[str, str]) -> dict[str, str]:
    """The key of every action after the settings file; refuses unknown actions, reserved and double keys."""
    known = {spec.id: spec for spec in TABLE}
    chosen = {spec.id: spec.keys for spec in TABLE}
    for name, keys in bindings.items():
        if name not in known or not known[name].rebindable:
            raise ValueError(f"{name} cannot have another key")
        written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
        if not written or written in RESERVED:
            raise ValueError(f"{keys} cannot be a key of {name}")
        chosen[name] = written
    seen: dict[tuple[str, str], str] = {}
    for spec in TABLE:
        place = (spec.scope, chosen[spec.id])
        if place in seen:
            raise DuplicateKeyError(f"{chosen[spec.id]}: {seen[place]} and {spec.id}")
        seen[place] = spec.id
    return chosen
