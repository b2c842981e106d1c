"""The idle lock: after two minutes when the window is free, five with a visit open; a warning goes before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal

from app.clock import Clock
from app.records import dataclass


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds; the hall's security rules may ask for shorter ones."""

    free_s: int = 120
    serving_s: int = 300
    warning_s: int = 15
    sign_out_s: int = 1800


_ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Counts from the last act of a person. Watch the window's handle: it sees each key and move once."""

    warned = Signal(int)  # seconds left
    calmed = Signal()  # someone acted after the warning
    expired = Signal()  # lock now
    signed_out = Signal()  # locked for too long

    def __init__(
        self,
        clock: Clock,
        serving: Callable[[], bool],
        limits: IdleLimits | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock, self._serving = clock, serving
        self._limits = limits or IdleLimits()
        self._last_ms = clock.monotonic_ms()
        self._warning = False
        self._locked_ms: int | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.poke()
        return super().eventFilter(watched, event)

    def poke(self) -> None:
        """A person did something."""
        self._last_ms = self._clock.monotonic_ms()
        if self._warning:
            self._warning = False
            self.calmed.emit()

    def locked(self) -> None:
        """The window was locked: from here the time to signing out counts."""
        self._locked_ms = self._clock.monotonic_ms()
        self._warning = False

    def unlocked(self) -> None:
        self._locked_ms = None
        self.poke()

    def tick(self) -> None:
        """Called by the window's clock, once a second."""
        now = self._clock.monotonic_ms()
        if self._locked_ms is not None:
            if now - self._locked_ms >= self._limits.sign_out_s * 1000:
                self._locked_ms = None
                self.signed_out.emit()
            return
        limit = self._limits.serving_s if self._serving() else self._limits.free_s
        left = limit - (now - self._last_ms) // 1000
        if left <= 0:
            self.expired.emit()
        elif left <= self._limits.warning_s:
            self._warning = True
            self.warned.emit(int(left))
