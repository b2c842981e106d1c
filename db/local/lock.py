"""One program per store: a second instance is told who has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.errors import StoreUnavailable
from db.local.engine import storing


class FolderLock:
    """An operating-system lock on `lock` in the store's folder; it ends with the process, however that
    dies.
    """

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, folder: Path) -> FolderLock:
        """Locks the folder, making it when it is not there. StoreUnavailable("in-use", pid), read-only,
        disk-full.
        """
        path = folder / "lock"
        with storing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            if not _locked(handle):
                holder = _holder(handle)
                os.close(handle)
                raise StoreUnavailable("in-use", path=str(folder), pid=holder)
            lock = cls(handle)
            try:
                os.ftruncate(handle, 0)
                os.write(handle, f" {os.getpid()}\n".encode("ascii"))
            except OSError:
                lock.release()
                raise
        return lock

    def release(self) -> None:
        """Lets go; the file stays, because removing it would let two newcomers lock two different files."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _holder(handle: int) -> int | None:
    """The process id written behind the locked byte."""
    os.lseek(handle, 1, os.SEEK_SET)
    text = os.read(handle, 32).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        """Locks the first byte; the process id is written behind it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
