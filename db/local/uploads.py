"""Scans and archived notices on their way to the centre: what waits, how far one has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, moment

UPLOAD: Final = Columns("blob_upload", "sha256 size media_type state sent queued_at last_error")


class Uploads:
    """The table `blob_upload`; the bytes lie in the blob folder under their sha256."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def queue(self, sha256: str, *, size: int, media_type: str, at: datetime | str) -> None:
        """Puts a blob into the queue; one that was there, sent or not, stays as it is."""
        self._sql.execute(
            "INSERT OR IGNORE INTO blob_upload (sha256, size, media_type, state, queued_at)"
            " VALUES (?, ?, ?, 'pending', ?)",
            (sha256, size, media_type, moment(at)),
        )

    def of(self, sha256s: Collection[str]) -> dict[str, str]:
        """The states of those that were ever in the queue."""
        marks = ", ".join("?" * len(sha256s))
        found = self._sql.execute(
            f"SELECT sha256, state FROM blob_upload WHERE sha256 IN ({marks})", tuple(sha256s)
        )
        return {str(sha256): str(state) for sha256, state in found}

    def measured(self, sha256: str, size: int) -> None:
        """How large it is; known once its bytes were read."""
        self._sql.execute("UPDATE blob_upload SET size = ? WHERE sha256 = ?", (size, sha256))

    def waiting(self, limit: int = 20) -> list[Row]:
        """What is not at the centre yet, the longest waiting first."""
        found = self._sql.execute(
            f"SELECT {UPLOAD.listed} FROM blob_upload WHERE state <> 'done' ORDER BY queued_at LIMIT ?",
            (limit,),
        )
        return [UPLOAD.read(values) for values in found]

    def get(self, sha256: str) -> Row | None:
        found = self._sql.execute(
            f"SELECT {UPLOAD.listed} FROM blob_upload WHERE sha256 = ?", (sha256,)
        ).fetchone()
        return None if found is None else UPLOAD.read(found)

    def sending(self, sha256: str, sent: int) -> None:
        """How many bytes of it the centre has."""
        self._sql.execute(
            "UPDATE blob_upload SET state = 'sending', sent = ?, last_error = NULL WHERE sha256 = ?",
            (sent, sha256),
        )

    def done(self, sha256: str) -> None:
        """The centre has it whole."""
        self._sql.execute(
            "UPDATE blob_upload SET state = 'done', sent = size, last_error = NULL WHERE sha256 = ?",
            (sha256,),
        )

    def failed(self, sha256: str, error: str) -> None:
        """Why it did not go; it stays in the queue, behind the others."""
        self._sql.execute(
            "UPDATE blob_upload SET last_error = ?,"
            " queued_at = (SELECT max(queued_at) FROM blob_upload WHERE state <> 'done')"
            " WHERE sha256 = ?",
            (error, sha256),
        )

    def again(self) -> None:
        """Everything waits once more: the centre was set back and may have lost what it had."""
        self._sql.execute("UPDATE blob_upload SET state = 'pending', sent = 0 WHERE state = 'done'")

    def count(self) -> int:
        """How many are not at the centre yet."""
        (count,) = self._sql.execute("SELECT count(*) FROM blob_upload WHERE state <> 'done'").fetchone()
        return int(count)
