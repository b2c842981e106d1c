"""Pictures of widgets without a display: for looking at them beside the drawings."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui import application, theme

CACHE = Path(tempfile.gettempdir()) / "window-clerk-test-fonts"


def dress(app: QApplication, name: str = "light", scale: int = 100, *, compact: bool = False) -> None:
    """The house style with the program's own fonts."""
    app.setStyle("Fusion")
    families = theme.look().families or application.load_fonts(CACHE)
    theme.apply(app, name, scale, compact=compact, families=families)


def settle() -> None:
    """Let layouts and posted events come to rest."""
    for _ in range(4):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def shoot(widget: QWidget, path: Path, size: tuple[int, int] = (1920, 1080)) -> Path:
    """Show the widget offscreen at a size and keep its picture."""
    widget.resize(*size)
    widget.show()
    settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(path)
    return path
