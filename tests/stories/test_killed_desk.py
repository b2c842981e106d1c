"""kill -9 of the desk in the middle of a visit: the next start has everything the clerk had seen marked."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.pages import open_demo

ROOT = Path(__file__).resolve().parents[2]


def worked_until_killed(folder: Path, seed: int, keys: int) -> dict[str, Any]:
    """What the window last said before it was killed, somewhere behind that many keys."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.stories.desk_to_kill", str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as desk:
        assert desk.stdout is not None
        lines = [desk.stdout.readline() for _ in range(keys)]
        desk.kill()
        lines += [line for line in desk.stdout if line.endswith("\n")]
    assert lines[0], "the desk ended by itself"
    last: dict[str, Any] = json.loads([line for line in lines if line][-1])
    return last


@pytest.mark.story
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_desk_has_kept_every_mark_that_was_shown(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "hall"
    shown = worked_until_killed(folder, seed, random.Random(seed).randrange(3, 25))
    hall = open_demo(folder)
    try:
        (line,) = hall.intake.drafts()
        draft = hall.intake.open(line.id)
        assert draft.id == shown["id"]
        assert draft.applicant.phone == shown["phone"] == "13800000000"
        assert draft.item_code == shown["item"]
        kept = {code: mark.state.value for code, mark in draft.marks.items()}
        # The key after the last one shown may have been done as well, or not: nothing else may differ.
        differing = [c for c in kept.keys() | shown["marks"].keys() if kept.get(c) != shown["marks"].get(c)]
        assert len(differing) <= 1
    finally:
        hall.close()
