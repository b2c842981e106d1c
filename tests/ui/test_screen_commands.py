"""`window-clerk kiosk` and `window-clerk display` as processes: they open, draw, and end by themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.story
@pytest.mark.parametrize("command", ["kiosk", "display"])
def test_a_public_screen_opens_on_a_demo_hall_and_leaves_its_picture(
    qapp: QApplication, command: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", command, "--demo", "hall", "--picture", "screen.png"],
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    picture = QImage(str(tmp_path / "screen.png"))
    assert (picture.width(), picture.height()) == (1920, 1080)
    # The device of its own lies where the person stood, not in the program's folder.
    assert {each.name for each in tmp_path.iterdir()} >= {"hall-K01" if command == "kiosk" else "hall-D01"}


@pytest.mark.story
def test_a_screen_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "display", "--demo", "hall", "--screen", "HDMI-9", "--silent"],
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "没有屏幕 HDMI-9" in done.stderr
