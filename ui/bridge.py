"""What the hall tells after a commit, on any thread, as a signal of the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.services.changes import Changes


class HallSignals(QObject):
    """Pages connect to `changed` and reload when a subject of theirs is among the changes.

    `hall.subscribe(signals.listener)`: emitting from the store worker queues the call into the UI thread,
    because the receivers live there.
    """

    changed = Signal(object)  # Changes

    def listener(self, changes: Changes) -> None:
        self.changed.emit(changes)
