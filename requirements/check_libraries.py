"""Which parts of Qt cannot be loaded on this machine; one line each, nothing when all is well."""

from __future__ import annotations

import ctypes
import importlib
import sys
from pathlib import Path

NEEDED = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtPdf", "QtSvg", "QtNetwork", "QtDBus")
OPTIONAL = ("QtMultimedia", "QtSerialPort")


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
        for plugin in sorted(package.glob("Qt/plugins/platforms/libqxcb.so")):
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                worst = max(worst, 1)
                sys.stdout.write(f"X11 window: {error}\n")
    return worst


if __name__ == "__main__":
    sys.exit(main())
