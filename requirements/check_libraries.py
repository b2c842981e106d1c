"""Which parts of Qt cannot be loaded on this machine; one line each, nothing when all is well."""

from __future__ import annotations

import ctypes
import importlib
import sys
from pathlib import Path

NEEDED = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtPdf", "QtSvg", "QtNetwork", "QtDBus")
OPTIONAL = ("QtMultimedia", "QtSerialPort")
PLUGINS = {"X11 window": "platforms/libqxcb.so", "print queues": "printsupport/libcupsprintersupport.so"}


def main() -> int:
    """0 all there, 1 something optional is missing, 2 no window can open."""
    worst = 0
    for module in (*NEEDED, *OPTIONAL):
        try:
            importlib.import_module(f"PySide6.{module}")
        except ImportError as error:
            worst = max(worst, 2 if module in NEEDED else 1)
            sys.stdout.write(f"PySide6.{module}: {error}\n")
    if worst < 2 and sys.platform.startswith("linux"):
        package = Path(importlib.import_module("PySide6").__file__ or "").parent
        for purpose, plugin in PLUGINS.items():
            try:
                ctypes.CDLL(str(package / "Qt" / "plugins" / plugin))
            except OSError as error:
                worst = max(worst, 1)
                sys.stdout.write(f"{purpose}: {error}\n")
    return worst


if __name__ == "__main__":
    sys.exit(main())
