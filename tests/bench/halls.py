"""The hall of a bench: a demo hall over a copy of the million-case store; one per run, removed at its end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from app.bootstrap import Hall, open_hall, store_folder
from app.credentials import DemoKeyStore
from app.demo import CLERK_NUMBER, PASSWORD
from app.settings import Settings
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
def settings() -> Settings:
    """The demo hall of this run, its million cases in place."""
    made = Settings.demo(scratch() / "hall")
    made.data.mkdir(parents=True)
    million.copied(store_folder(made), progress=_say)
    DemoKeyStore(made.data / "demo.key", demo=True).keep(million.KEY)
    hall = open_hall(made)
    try:
        hall.session.add_clerk(CLERK_NUMBER, "周示例", PASSWORD, role="administrator")
    finally:
        hall.close()
    return made


def opened() -> Hall:
    """The hall, open and signed in; whoever asked closes it."""
    hall = open_hall(settings())
    hall.session.sign_in(CLERK_NUMBER, PASSWORD)
    return hall
