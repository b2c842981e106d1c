"""A copy of the million-case store that a bench may write to; one per run, removed at its end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.support import million


def _say(text: str) -> None:
    print(f"    {text}", flush=True)


@cache
def scratch() -> Path:
    """A folder on the disk where the made stores are kept, gone when the run ends."""
    million.cache_folder().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=million.cache_folder()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def store_folder() -> Path:
    """The store of this run."""
    return million.copied(scratch() / "store", progress=_say)
