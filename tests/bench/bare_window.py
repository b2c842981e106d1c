"""The yardstick: a bare QMainWindow of this Python and Qt; says when it was idle first, and its weight."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


def main() -> int:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()

    def idle() -> None:
        print(f"usable {time.perf_counter() * 1000}", flush=True)
        from tests.bench import weight

        print(weight.told(), flush=True)
        app.exit()

    window.showMaximized()
    QTimer.singleShot(0, idle)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
