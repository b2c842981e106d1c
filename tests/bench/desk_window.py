"""The desk as the bench weighs it: the program's own start, a search, everything loaded, and then its memory.

    python -m tests.bench.desk_window FOLDER

prints `memory RSS PSS` in bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.settings import Settings
from tests.bench import weight
from ui.commands.start_watch import StartWatch
from ui.desk import DeskWindow, open_desk

UNTIL_EVERYTHING_IS_LOADED_MS = 4000
# A morning's questions: they fill the search's own cache of the database.
QUESTIONS = [
    *(f"{surname}{given}" for surname in "王李张刘陈杨黄赵吴周" for given in "示天地玄黄宇宙洪荒"),
    *(f"{number:04}" for number in range(0, 9999, 333)),
    *("zs", "wl", "ltd", "示例餐饮", "房屋租赁", "食品经营"),
]


class Morning:
    """Asks one question after the other, then weighs the process and ends it."""

    def __init__(self, desk: DeskWindow) -> None:
        self._desk = desk
        self._watch = StartWatch(desk, then=self._ask)
        self._questions: Iterator[str] = iter(QUESTIONS)
        self._found = 0

    def _ask(self) -> None:
        text = next(self._questions, None)
        if text is None:
            if not self._found:
                raise AssertionError("the search of cases does not answer")
            QTimer.singleShot(UNTIL_EVERYTHING_IS_LOADED_MS, self._weigh)
            return
        self._desk.tasks.run(lambda: len(self._desk.hall.cases.search(text)), done=self._answered)

    def _answered(self, found: int) -> None:
        self._found += found
        self._ask()

    def _weigh(self) -> None:
        print(weight.told(), flush=True)
        QApplication.exit(0)


def main() -> int:
    kept: list[Morning] = []
    return open_desk(Settings.demo(Path(sys.argv[1])), shown=lambda desk: kept.append(Morning(desk)))


if __name__ == "__main__":
    sys.exit(main())
