"""The log of a window: full files make room, the newest five are kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app import logs


def test_a_full_log_begins_a_new_file_and_keeps_the_last_five(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_BYTES", 400)
    handler = logs.start_log(tmp_path)
    log = logging.getLogger("test.rotation")
    try:
        for number in range(61):
            log.info("line %03d of a long day at the window", number)
    finally:
        logs.stop_log(handler)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [logs.FILE, *(f"{logs.FILE}.{number}" for number in range(1, 6))]
    told = "".join(
        (tmp_path / name).read_text("utf-8") for name in [f"{logs.FILE}.{n}" for n in range(5, 0, -1)]
    ) + (tmp_path / logs.FILE).read_text("utf-8")
    numbers = [int(line.split("line ")[1][:3]) for line in told.splitlines()]
    assert numbers == list(range(numbers[0], 61))
    assert 10 < len(numbers) < 61


def test_a_log_that_cannot_be_turned_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_BYTES", 100)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    (tmp_path / f"{logs.FILE}.1").mkdir()
    (tmp_path / f"{logs.FILE}.1" / "in the way").touch()
    (tmp_path / f"{logs.FILE}.2").mkdir()
    (tmp_path / f"{logs.FILE}.2" / "in the way").touch()
    handler = logs.start_log(tmp_path)
    try:
        for number in range(9):
            logging.getLogger("test.rotation").info("line %d of a long day at the window", number)
    finally:
        logs.stop_log(handler)
    assert "line 8" in (tmp_path / logs.FILE).read_text("utf-8")
