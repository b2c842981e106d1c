"""Tidies up beside the work, so that nobody waits for it: fills and merges the indexes, folds the log."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from db.local.engine import Connection, connect, writing
from db.local.fresh import KINDS, fold

# A decision writes about 80 KB of log. Folding costs the disk some 30 ms, so it waits for a pause of the
# clerk; only work without any pause (an import, a bench) is folded in between, after about 50 MB.
FOLD_AFTER: Final = 8
FOLD_AT_LAST: Final = 400
PAUSE_S: Final = 0.5
LONGEST_LOG: Final = 8192  # pages: 32 MiB
# Pages of an index that are merged at a time: about 2 ms, which is what a decision may have to wait.
MERGE_PAGES: Final = 16
# More than this never comes from one pause's commits; what is left then is merged in the next.
MERGE_STEPS: Final = 500
# Rows whose words go into the indexes at a time, for the same reason; as one segment, not one for each.
FOLD_ROWS: Final = 32


class Checkpointer:
    """A thread with its own connection; asleep until there is something to fold and nobody is working."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._commits = 0
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.folds = 0
        self.merges = 0
        self.filled = 0
        self.trouble: str | None = None

    def after_commit(self) -> None:
        """Called after every commit."""
        self._commits += 1
        if self._commits < FOLD_AFTER:
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
        connection = connect(self._path, self._key, cache_kib=2048)
        try:
            while True:
                self._wake.wait()
                self._wait_for_a_pause()
                if self._stopping:
                    return
                self._commits = 0
                try:
                    self._fill(connection)
                    self._merge(connection)
                    self._fold(connection)
                    self.folds += 1
                    self.trouble = None
                except dbapi2.Error as error:
                    # Nothing is lost: the log holds it all. The next write meets the same disk and says so.
                    self.trouble = str(error)
        finally:
            connection.close()

    def _fold(self, connection: Connection) -> None:
        """PASSIVE never makes a reader or writer wait; what it leaves, the next one takes.

        While a whole hall arrives there is always something left, and the log would grow for ever: then the
        writer waits once, for the few pages that came since, and begins the log anew.
        """
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages > LONGEST_LOG:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # what came during the first
            connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()

    def _fill(self, connection: Connection) -> None:
        """Brings the words of the last decisions into the indexes, a little at a time, until there is work
        again.
        """
        while not self._wake.is_set():
            with writing(connection):
                moved = fold(connection, FOLD_ROWS)
            self.filled += moved
            if moved < FOLD_ROWS:
                return

    def _merge(self, connection: Connection) -> None:
        """Merges what the commits added to the indexes, a little at a time, until there is work again."""
        for index in (f"{kind}_fts" for kind in KINDS):
            for _ in range(MERGE_STEPS):
                if self._wake.is_set():
                    return
                before = connection.total_changes
                with writing(connection):
                    connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('merge', {MERGE_PAGES})")
                # FTS5's own sign that nothing was left to merge: the command itself counts as one change.
                if connection.total_changes - before < 2:
                    break
                self.merges += 1

    def _wait_for_a_pause(self) -> None:
        """Returns when no commit came for a moment, or when waiting has lasted long enough."""
        self._wake.clear()
        while self._wake.wait(PAUSE_S) and not self._stopping and self._commits < FOLD_AT_LAST:
            self._wake.clear()
