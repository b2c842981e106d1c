"""Encrypted connections to the window's database, and what its errors mean for the person at the window."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from app.errors import AppError, Conflict, StoreUnavailable

Connection = Any  # sqlcipher3 ships no types
DATABASE: Final = "hall.db"
FULL_ERRNOS: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY_ERRNOS: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _CONSTRAINT, _NOTADB = (
    dbapi2.SQLITE_BUSY,
    dbapi2.SQLITE_LOCKED,
    dbapi2.SQLITE_READONLY,
    dbapi2.SQLITE_IOERR,
    dbapi2.SQLITE_CORRUPT,
    dbapi2.SQLITE_FULL,
    dbapi2.SQLITE_CANTOPEN,
    dbapi2.SQLITE_CONSTRAINT,
    dbapi2.SQLITE_NOTADB,
)


def connect(path: Path, key: bytes, *, read_only: bool = False, cache_kib: int = 65536) -> Connection:
    """A connection with the raw key (no derivation: it is random already), WAL and fsync at every commit.

    The first read happens here, so a wrong key or a damaged first page is known at once (`damaged`).
    """
    with storing(path):
        source = f"file:{_escaped(path)}?mode=ro" if read_only else str(path)
        connection = dbapi2.connect(source, isolation_level=None, check_same_thread=False, uri=read_only)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            # As strong as the default for this purpose, and processors have instructions for it.
            connection.execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
            connection.execute("PRAGMA busy_timeout = 5000")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA cache_size = -{cache_kib}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def sql_trouble(path: Path) -> Iterator[None]:
    """Tells a full disk, a read-only folder, damage and a busy file from bugs, by the database's error.

    A violated uniqueness becomes Conflict("already-there"); what is not named here is a bug and passes.
    """
    try:
        yield
    except dbapi2.Error as error:
        named = _named(error, path)
        if named is None:
            raise
        raise named from error


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """The same for code that touches files too."""
    try:
        with sql_trouble(path):
            yield
    except OSError as error:
        if (trouble := os_trouble(error, path)) is None:
            raise
        raise trouble from error


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def os_trouble(error: OSError, path: Path) -> StoreUnavailable | None:
    """A full disk, read-only folder or broken disk by its errno; None for what is none of these."""
    facts = {"path": str(path), "reason": errno.errorcode.get(error.errno or 0, str(error.errno))}
    if error.errno in FULL_ERRNOS:
        return StoreUnavailable("disk-full", **facts)
    if error.errno in READ_ONLY_ERRNOS:
        return StoreUnavailable("read-only", **facts)
    if error.errno == errno.EIO:
        return StoreUnavailable("damaged", **facts)
    return None


def _named(error: Any, path: Path) -> AppError | None:
    code = getattr(error, "sqlite_errorcode", None)
    facts = {"path": str(path), "reason": str(getattr(error, "sqlite_errorname", error))}
    primary = -1 if code is None else code & 0xFF
    if primary == _FULL:
        return StoreUnavailable("disk-full", **facts)
    if primary in (_READONLY, _CANTOPEN):
        return StoreUnavailable("read-only", **facts)
    if primary in (_CORRUPT, _NOTADB):
        return StoreUnavailable("damaged", **facts)
    if primary in (_BUSY, _LOCKED):
        return StoreUnavailable("in-use", **facts)
    if primary == _IOERR:
        return _write_trouble(path) or StoreUnavailable("damaged", **facts)
    if primary == _CONSTRAINT:
        return Conflict("already-there", constraint=str(error))
    return None


def _write_trouble(path: Path) -> StoreUnavailable | None:
    """SQLite reports a quota or file-size limit as a plain I/O error: a small write beside it shows which
    it is.
    """
    try:
        with tempfile.TemporaryFile(dir=path if path.is_dir() else path.parent) as probe:
            probe.write(b"\0" * 65536)
            probe.flush()
            os.fsync(probe.fileno())
            _grow_like(path, probe.fileno())
    except OSError as error:
        return os_trouble(error, path)
    return None


def _grow_like(path: Path, probe: int) -> None:
    """Extends the probe as far as the database's own files reach (a limit may be on the size of one file)."""
    sizes = [f.stat().st_size for f in path.parent.glob(f"{path.name}*") if f.is_file()]
    os.ftruncate(probe, max(sizes, default=0) + 65536)
