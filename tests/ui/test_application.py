"""The program as a whole: one window per hall, trouble at the start said in words, the dispatcher lean."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import StoreUnavailable
from ui import __main__ as program
from ui import messages
from ui.application import SingleInstance
from ui.pages.start_trouble import StartTrouble

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_start_raises_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path)
    assert first.first()
    first.listen()
    script = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication;"
        "from ui.application import SingleInstance; app = QApplication([]);"
        "sys.exit(0 if not SingleInstance(Path(sys.argv[1])).first() else 1)"
    )
    with qtbot.waitSignal(first.raised, timeout=20_000):
        second = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.DEVNULL,
        )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    first.close()


def test_another_hall_on_the_same_machine_opens_its_own_window(tmp_path: Path, qapp: object) -> None:
    one, two = SingleInstance(tmp_path / "one"), SingleInstance(tmp_path / "two")
    assert one.first()
    assert two.first()
    one.close()
    two.close()


def test_when_the_first_has_ended_the_next_is_first(tmp_path: Path, qapp: object) -> None:
    one = SingleInstance(tmp_path)
    assert one.first()
    one.close()
    two = SingleInstance(tmp_path)
    assert two.first()
    two.close()


@pytest.mark.parametrize(
    "code",
    ["in-use", "wrong-key", "damaged", "read-only", "disk-full", "rolled-back", "newer-schema", "no-key"],
)
def test_a_hall_that_cannot_be_opened_says_why_and_can_be_tried_again(
    code: str, qtbot: QtBot, dressed: Callable[..., None], chinese: None
) -> None:
    page = StartTrouble()
    qtbot.addWidget(page)
    page.show()
    page.tell(messages.sentence(StoreUnavailable(code)), asks_passphrase=False)
    shown = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert len(shown) > 20
    with qtbot.waitSignal(page.again):
        QTest.keyClick(page, Qt.Key.Key_Return)


def test_the_passphrase_is_asked_for_and_never_shown(
    qtbot: QtBot, dressed: Callable[..., None], chinese: None
) -> None:
    page = StartTrouble()
    qtbot.addWidget(page)
    page.show()
    trouble = StoreUnavailable("no-key", reason="passphrase-needed")
    page.tell(messages.sentence(trouble), asks_passphrase=True)
    QTest.keyClicks(page.passphrase, "open sesame")
    assert "open" not in page.passphrase.displayText()
    with qtbot.waitSignal(page.again) as asked:
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert asked.args == ["open sesame"]


def test_a_subcommand_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_help_lists_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in program.COMMANDS)


def test_finding_the_subcommand_loads_neither_qt_nor_the_store() -> None:
    script = (
        "import sys; from ui.__main__ import _module; [_module(n) for n in ('desk', 'doctor')];"
        "heavy = ('PySide6', 'sqlalchemy', 'sqlmodel', 'alembic', 'pypinyin', 'reportlab');"
        "sys.exit(any(module.split('.')[0] in heavy for module in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_the_desk_starts_without_what_only_paper_and_tools_need() -> None:
    heavy = (
        "('sqlalchemy', 'sqlmodel', 'alembic', 'qtawesome', 'pypinyin', 'reportlab', 'jsonschema', 'argon2')"
    )
    script = (
        f"import sys, app.bootstrap, ui.desk; found = [m for m in {heavy} if m in sys.modules];"
        "print(found); sys.exit(bool(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
