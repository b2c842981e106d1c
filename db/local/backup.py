"""Copies of the store to another disk, their proof, and the way back.

A backup is a folder: the database copied by SQLite's online backup (the desk may go on working), the journal,
the scans, and a manifest with the sha256 of every file, sealed with the store's key. Everything in it is as
encrypted as in the store; who has no keyring entry for the key needs the recovery file
(`app.credentials.wrapped`) in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from app.clock import Clock, hall_time
from app.errors import StoreUnavailable
from app.records import dataclass
from db.local import identity, schema
from db.local.blobs import Blobs
from db.local.engine import DATABASE, Connection, connect, sql_trouble, storing, writing
from db.local.journal import Journal, sync_folder
from db.local.lock import FolderLock
from db.local.sealing import derived
from db.local.unit import Unit

MANIFEST: Final = "manifest.json"
RECOVERY: Final = "key.wrap"
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A proven backup."""

    path: Path
    made_at: str
    cases: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was put back; `previous` is where the former folder lies now."""

    folder: Path
    previous: Path | None
    from_journal: int  # journal records newer than the backup, saved from the former folder


def backup(
    folder: Path, key: bytes, destination: Path, clock: Clock, *, recovery: bytes | None = None
) -> Backup:
    """Makes and proves `destination/hall-backup-<moment>`; a half-made one never has that name.

    `recovery` is the content of a recovery file to put in. StoreUnavailable as for opening the store.
    """
    if not identity.check_key(folder, key):
        raise StoreUnavailable("damaged", reason="no-store", path=str(folder))
    name = f"hall-backup-{hall_time(clock.now()):%Y%m%d-%H%M%S}"
    partial = destination / f"{name}.partial"
    with storing(destination):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700, parents=True)
        cases, schema_version = _copy_database(
            folder / DATABASE, partial / DATABASE, derived(key, "database")
        )
        # The journal after the database: what was decided meanwhile is then in the journal and can be
        # replayed.
        for source in (folder / identity.FILE, *_below(folder / "journal"), *_below(folder / "blobs")):
            _copy(source, partial / source.relative_to(folder))
        if recovery is not None:
            (partial / RECOVERY).write_bytes(recovery)
        record = {
            "format": 1,
            "made_at": clock.now().isoformat(),
            "schema": schema_version,
            "cases": cases,
            "files": {
                path.relative_to(partial).as_posix(): {"sha256": _sha256(path), "size": path.stat().st_size}
                for path in _below(partial)
            },
        }
        text = json.dumps({**record, "seal": _seal(record, key)}, indent=1)
        (partial / MANIFEST).write_text(text, encoding="utf-8")
        _sync_all(partial)
        final = destination / name
        os.replace(partial, final)
        sync_folder(destination)
    return verify(final, key)


def verify(path: Path, key: bytes) -> Backup:
    """Proves every file, page and journal record of a backup.

    StoreUnavailable: wrong-key, or damaged with `reason` (manifest, missing, changed, pages) and `what`.
    """
    with storing(path):
        record = _manifest(path, key)
        files: dict[str, dict[str, Any]] = record["files"]
        for name, known in files.items():
            file = path / name
            if not file.is_file():
                raise StoreUnavailable("damaged", reason="missing", what=name)
            if file.stat().st_size != known["size"] or _sha256(file) != known["sha256"]:
                raise StoreUnavailable("damaged", reason="changed", what=name)
        scratch = path.with_name(f"{path.name}.checking")
        try:
            # A connection writes beside its database; the backup itself is never touched.
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(mode=0o700)
            shutil.copy2(path / DATABASE, scratch / DATABASE)
            connection = connect(scratch / DATABASE, derived(key, "database"))
            try:
                faults = page_faults(connection, path)
                missing = missing_blobs(connection, Blobs(path / "blobs", key))
            finally:
                connection.close()
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        if faults:
            raise StoreUnavailable("damaged", reason="pages", what=faults[0])
        if missing:
            raise StoreUnavailable("damaged", reason="missing", what=missing[0])
        journal = Journal(path / "journal", derived(key, "journal"))
        for entry in journal.all():
            journal.body(entry)
        if journal.damaged:
            raise StoreUnavailable("damaged", reason="changed", what=journal.damaged[0])
    return Backup(
        path=path,
        made_at=str(record["made_at"]),
        cases=int(record["cases"]),
        files=len(files),
        size=sum(int(known["size"]) for known in files.values()),
    )


def restore(path: Path, folder: Path, key: bytes, clock: Clock) -> Restored:
    """Puts a proven backup in the store's place; the former folder is kept beside it under another name.

    Work done after the backup is taken over from the former folder's journal: opening the store then says
    rolled-back(lost) and `Mend.REPLAY` brings it back. Without that journal, numbers printed after the backup
    are unknown here: opening says rolled-back(restored), and the way on is `Mend.NEW_DEVICE`.
    StoreUnavailable("in-use") while a desk has the store.
    """
    verify(path, key)
    stamp = f"{hall_time(clock.now()):%Y%m%d-%H%M%S}"
    fresh = folder.with_name(f"{folder.name}.restoring")
    with storing(folder):
        lock = FolderLock.take(folder) if folder.is_dir() else None
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            for source in _below(path):
                if source.name not in (MANIFEST, RECOVERY) or source.parent != path:
                    _copy(source, fresh / source.relative_to(path))
            taken = _carry_journal(folder, fresh, key)
            if taken is None:
                _mark_restored(fresh / DATABASE, key, stamp)
            _sync_all(fresh)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        previous = None
        if lock is not None:
            # Windows cannot rename a folder with an open file in it; the name is free only for this moment.
            lock.release()
            previous = folder.with_name(f"{folder.name}.before-{stamp}")
            os.replace(folder, previous)
        os.replace(fresh, folder)
        sync_folder(folder.parent)
    return Restored(folder=folder, previous=previous, from_journal=taken or 0)


def page_faults(connection: Connection, path: Path) -> list[str]:
    """What is wrong with the database's pages: ciphers' checks first, then SQLite's own; empty when sound."""
    with sql_trouble(path):
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        if not found:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
    return [fault for fault in found if fault != "ok"]


def missing_blobs(connection: Connection, blobs: Blobs, limit: int = 20) -> list[str]:
    """Addresses of scans and archived PDFs that the database names and the folder does not have."""
    missing: list[str] = []
    for (address,) in connection.execute("SELECT sha256 FROM scan UNION SELECT pdf_sha256 FROM notice"):
        if not blobs.has(address):
            missing.append(str(address))
            if len(missing) == limit:
                break
    return missing


def _copy_database(source: Path, target: Path, key: bytes) -> tuple[int, str | None]:
    with sql_trouble(target):
        reading = connect(source, key)
        try:
            writing_to = connect(target, key)
            try:
                reading.backup(writing_to)
                (cases,) = writing_to.execute('SELECT count(*) FROM "case"').fetchone()
                found = schema.version(writing_to)
                writing_to.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                writing_to.close()
        finally:
            reading.close()
    return int(cases), found


def _carry_journal(former: Path, fresh: Path, key: bytes) -> int | None:
    """Takes newer records over from the former folder; None when it cannot witness what came after the
    backup.
    """
    journal = Journal(fresh / "journal", derived(key, "journal"))
    journal.open_tail(None)
    try:
        if not former.is_dir() or not identity.check_key(former, key):
            return None
        known = Journal(former / "journal", derived(key, "journal"))
        last = known.last()
        if last is None or last.n < journal.next_n - 1:
            return None
        known.body(last)
        return journal.absorb(former / "journal")
    except StoreUnavailable as trouble:
        if trouble.code == "wrong-key":
            return None
        raise
    finally:
        journal.close()


def _mark_restored(path: Path, key: bytes, stamp: str) -> None:
    connection = connect(path, derived(key, "database"))
    try:
        with writing(connection):
            Unit(connection).state.put("restored", stamp)
    finally:
        connection.close()


def _manifest(path: Path, key: bytes) -> dict[str, Any]:
    try:
        record = dict(json.loads((path / MANIFEST).read_text(encoding="utf-8")))
        seal = str(record.pop("seal"))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise StoreUnavailable("damaged", reason="manifest", what=str(path)) from None
    identity.check_key(path, key)
    if not hmac.compare_digest(seal, _seal(record, key)):
        raise StoreUnavailable("damaged", reason="manifest", what=str(path))
    return record


def _seal(record: dict[str, Any], key: bytes) -> str:
    text = json.dumps(record, sort_keys=True).encode()
    return hmac.digest(derived(key, "manifest"), text, hashlib.sha256).hex()


def _below(folder: Path) -> Iterator[Path]:
    """Files of a folder, in order; temporary ones that a running desk may just be writing are left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("new-"):
            yield path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with source.open("rb") as reading, target.open("wb") as writing_to:
        shutil.copyfileobj(reading, writing_to, _PIECE)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _sync_all(folder: Path) -> None:
    """Every file and name below a folder on the disk before the folder gets its final name."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
