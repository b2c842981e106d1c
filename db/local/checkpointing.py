"""Folds the write-ahead log into the database beside the work, so that no acceptance waits for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from db.local.engine import connect

# About as much log as SQLite itself would allow (1000 pages) before the committing thread had to fold it.
WAKE_AT_BYTES: Final = 4 << 20


class Checkpointer:
    """A thread with its own connection; asleep until the log has grown."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._log = path.with_name(f"{path.name}-wal")
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.trouble: str | None = None

    def after_commit(self) -> None:
        """Called after every commit; costs one look at the log's size."""
        if not self._log.exists() or self._log.stat().st_size < WAKE_AT_BYTES:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()
        self._wake.set()

    def stop(self) -> None:
        """Ends the thread; a fold that is under way is finished first."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        connection = connect(self._path, self._key, cache_kib=256)
        try:
            while True:
                self._wake.wait()
                self._wake.clear()
                if self._stopping:
                    return
                try:
                    # PASSIVE never makes a reader or writer wait; what it leaves, the next one takes.
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                    self.trouble = None
                except dbapi2.Error as error:
                    # Nothing is lost: the log holds it all. The next write meets the same disk and says so.
                    self.trouble = str(error)
        finally:
            connection.close()
