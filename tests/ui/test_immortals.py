"""A desk that repaints all day does not run out of None."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANY_CALLS = """
import sys
{guard}
from PySide6.QtCore import QObject
thing = QObject()
thing.setProperty("yes", True)
before = sys.getrefcount(None)
for _ in range(60_000):
    thing.setObjectName("x")  # returns nothing
    thing.property("yes")     # returns True
print("lost", before - sys.getrefcount(None))
"""


def run(guard: str) -> subprocess.CompletedProcess[str]:
    code = MANY_CALLS.format(guard=guard)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_session_of_a_hundred_thousand_calls_ends_well() -> None:
    done = run("import ui")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal here")
def test_the_workaround_is_still_needed() -> None:
    """When this fails, Qt's binding counts right again on Python 3.11: remove ui/immortals.py."""
    assert run("").returncode != 0
