"""A running server leaves word in its data folder: that it runs, and where it can be reached."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from app.errors import Unavailable

# Read by prometheus_client when it is first imported: set before anything of the server is.
COUNTING: Final = "PROMETHEUS_MULTIPROC_DIR"
_NEW_OBJECTS: Final = 50_000  # more than one push makes; a circle of them waits so long to be found
_LOCK: Final = "serving.lock"
_ADDRESS: Final = "address"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While a server with the embedded database, or what may not run beside it, is at work.

    Unavailable("in-use") when another one is. The lock goes with its process, however that ends.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / _LOCK).open("a+b") as lock:
        if not _locked(lock):
            raise Unavailable("in-use", folder=str(folder))
        yield


@contextlib.contextmanager
def reachable(folder: Path, address: str) -> Iterator[None]:
    """The address is known to the other commands until the server stops."""
    path = folder / _ADDRESS
    path.write_text(address + "\n", encoding="utf-8")
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def address_of(folder: Path) -> str | None:
    """Where the running server can be reached; None when none is running."""
    try:
        return (folder / _ADDRESS).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def count_together(folder: Path) -> None:
    """This process and those it starts count in one folder, without what an earlier run left there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink()
    os.environ[COUNTING] = str(folder)


def forget_seldom() -> None:
    """What the start made stays to the end, and what a push makes goes by itself when it is answered.

    Looking through all of it for circles every seven hundred objects took a fifth of each push.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)


def _locked(lock: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0, os.SEEK_SET)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
