"""What can be said about a store without opening it for work; the desk may be running meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from app.errors import StoreUnavailable
from app.records import dataclass
from db.local import identity, schema
from db.local.backup import missing_blobs, page_faults
from db.local.blobs import Blobs
from db.local.engine import DATABASE, connect, sql_trouble, storing
from db.local.journal import Journal
from db.local.lock import FolderLock
from db.local.sealing import derived
from db.local.unit import Unit


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """A store at a glance; `trouble` is why it could not be looked into, and then the facts inside are
    unknown.
    """

    folder: Path
    exists: bool
    held_by: int | None = None  # process id of the program that has it open
    trouble: StoreUnavailable | None = None
    database_bytes: int = 0
    journal_bytes: int = 0
    journal_files: int = 0
    journal_last: int | None = None  # number of the newest journal record
    journal_damage: tuple[str, ...] = ()
    blob_files: int = 0
    blob_bytes: int = 0
    free_bytes: int = 0
    schema_found: str | None = None
    schema_known: str = schema.HEAD
    device_code: str | None = None
    cases: int | None = None
    pending: int | None = None
    oldest_pending: str | None = None
    unfinished: int | None = None
    page_faults: tuple[str, ...] | None = None  # None = not looked (only a deep look reads every page)
    missing_blobs: tuple[str, ...] | None = None


def examine(folder: Path, key: bytes | None, *, deep: bool = False) -> StoreFacts:
    """Looks at a store; `deep` reads every page and asks for every scan. Nothing is mended or changed."""
    if not (folder / DATABASE).exists() and not (folder / identity.FILE).exists():
        return StoreFacts(folder, exists=False, free_bytes=_free(folder))
    journal = Journal(folder / "journal", b"")
    last = journal.last()
    blobs = Blobs(folder / "blobs", key or b"")
    blob_files, blob_bytes = blobs.usage()
    facts: dict[str, Any] = {
        "held_by": _holder(folder),
        "database_bytes": sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*")),
        "journal_bytes": sum(path.stat().st_size for path in (folder / "journal").glob("*")),
        "journal_files": len(journal.files()),
        "journal_last": None if last is None else last.n,
        "journal_damage": tuple(journal.damaged),
        "blob_files": blob_files,
        "blob_bytes": blob_bytes,
        "free_bytes": _free(folder),
    }
    if key is None:
        return StoreFacts(folder, exists=True, **facts)
    try:
        inside = _inside(folder, key, blobs, deep=deep)
    except StoreUnavailable as trouble:
        return StoreFacts(folder, exists=True, trouble=trouble, **facts)
    return StoreFacts(folder, exists=True, **facts, **inside)


def _inside(folder: Path, key: bytes, blobs: Blobs, *, deep: bool) -> dict[str, Any]:
    path = folder / DATABASE
    with storing(path):
        identity.check_key(folder, key)
        if not path.exists():
            raise StoreUnavailable("damaged", reason="database-missing", path=str(path))
        connection = connect(path, derived(key, "database"))
    try:
        with sql_trouble(path):
            unit = Unit(connection)
            (cases,) = connection.execute('SELECT count(*) FROM "case"').fetchone()
            return {
                "schema_found": schema.version(connection),
                "device_code": unit.state.get("device_code"),
                "cases": cases,
                "pending": unit.outbox.count(),
                "oldest_pending": unit.outbox.oldest(),
                "unfinished": unit.unfinished.count(),
                "page_faults": tuple(page_faults(connection, path)) if deep else None,
                "missing_blobs": tuple(missing_blobs(connection, blobs)) if deep else None,
            }
    finally:
        connection.close()


def _holder(folder: Path) -> int | None:
    """The process that has the store open; taking the lock for a moment is the only way to ask."""
    try:
        lock = FolderLock.take(folder)
    except StoreUnavailable as trouble:
        pid = trouble.facts.get("pid")
        return pid if isinstance(pid, int) else None
    lock.release()
    return None


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
