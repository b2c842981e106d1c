"""Copies of the centre that were proven when they were made, and how one is put back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from app.central.keys import FILE as KEY_FILE
from app.central.settings import CentralSettings
from app.clock import Clock, hall_time
from app.errors import NotAllowed, StoreUnavailable, Unavailable
from app.records import dataclass
from db.central.engine import open_engine, writing
from db.central.epochs import check_origin, mark_restored
from db.central.schema import bring_up

MANIFEST: Final = "backup.json"
_DATABASE: Final = "central.db"
_DUMP: Final = "central.dump"
_SCANS: Final = "scans"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back."""

    path: Path
    size: int
    scans: int
    with_key: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    folder: Path
    previous: Path | None  # the database that was there before


def back_up(settings: CentralSettings, destination: Path, clock: Clock, *, with_key: bool) -> Backup:
    """A new folder in `destination` with the database as of one moment and all scans; the server may run.

    Unavailable: "no-tool", "tool-failed" (PostgreSQL). StoreUnavailable: "disk", "damaged".
    """
    stamp = hall_time(clock.now()).strftime("%Y%m%d-%H%M%S")
    folder = destination / f"central-backup-{stamp}"
    half = destination / f".{folder.name}.new"
    try:
        half.mkdir(mode=0o700, parents=True)
        # The database first: a scan is on the disk before its row, so none that is named can be missing.
        name = _DATABASE if settings.embedded else _DUMP
        if settings.embedded:
            _copy_sqlite(settings.database_file, half / name)
        else:
            _dump(settings.database_url, half / name)
        scans = _copy_scans(settings.scans, half / _SCANS)
        if with_key:
            shutil.copy2(settings.data / KEY_FILE, half / KEY_FILE)
        told = {
            "format": 1,
            "kind": "sqlite" if settings.embedded else "postgresql",
            "made_at": clock.now().isoformat(),
            "database": {"name": name, "sha256": _sum(half / name), "size": (half / name).stat().st_size},
            "scans": scans,
        }
        (half / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(half, folder)
    except OSError as error:
        raise StoreUnavailable("disk", reason=type(error).__name__, path=str(destination)) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return verify(folder)


def verify(folder: Path) -> Backup:
    """Reads a backup back. Unavailable("not-a-backup"), StoreUnavailable("damaged", what)."""
    told = _manifest(folder)
    database = folder / told["database"]["name"]
    try:
        if _sum(database) != told["database"]["sha256"]:
            raise StoreUnavailable("damaged", what=database.name)
        if told["kind"] == "sqlite":
            with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise StoreUnavailable("damaged", what=database.name)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable("damaged", what=database.name) from error
    scans = sum(1 for _ in _files(folder / _SCANS))
    if scans != told["scans"]:
        raise StoreUnavailable("damaged", what=_SCANS, found=scans, told=told["scans"])
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Backup(folder, size, scans, (folder / KEY_FILE).exists())


def restore(settings: CentralSettings, folder: Path, clock: Clock) -> Restored:
    """Puts a proven backup in the place of the data; the former database is kept under another name.

    A new epoch of every feed begins, so that each window sends again what the backup does not have yet.
    NotAllowed("other-database") for a backup of the other kind; otherwise as `verify` and `back_up`.
    """
    verify(folder)
    told = _manifest(folder)
    if (told["kind"] == "sqlite") != settings.embedded:
        raise NotAllowed("other-database", kind=told["kind"])
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = folder / told["database"]["name"]
    previous = None
    if settings.embedded:
        previous = _swap(settings.database_file, database, clock.now())
    else:
        _load(settings.database_url, database)
    _copy_scans(folder / _SCANS, settings.scans)
    if (folder / KEY_FILE).exists() and not (settings.data / KEY_FILE).exists():
        shutil.copy2(folder / KEY_FILE, settings.data / KEY_FILE)
    engine = open_engine(settings.database_url)
    try:
        begin_anew(engine)
    finally:
        engine.dispose()
    return Restored(settings.data, previous)


def begin_anew(engine: Engine) -> None:
    """A database that came from a backup, by whatever way, gets its new epoch."""
    bring_up(engine)
    with writing(engine) as connection:
        mark_restored(connection)
    check_origin(engine)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        if told["format"] == 1 and told["kind"] in ("sqlite", "postgresql") and told["database"]["sha256"]:
            return told
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable("not-a-backup", path=str(folder)) from error
    raise Unavailable("not-a-backup", path=str(folder))


def _copy_sqlite(source: Path, target: Path) -> None:
    """As of one moment, while others write (SQLite's online backup)."""
    if not source.exists():
        raise StoreUnavailable("damaged", what=str(source))
    try:
        with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreUnavailable("damaged", what=source.name, reason=type(error).__name__) from error
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _swap(present: Path, database: Path, now: datetime) -> Path | None:
    """The backup's file in the place of the present one, which is kept with its log."""
    fresh = present.with_name(f"{present.name}.new")
    shutil.copyfile(database, fresh)
    os.chmod(fresh, 0o600)
    previous = None
    if present.exists():
        previous = present.with_name(f"{present.name}.before-{hall_time(now):%Y%m%d-%H%M%S}")
        for ending in ("", "-wal", "-shm"):
            beside = present.with_name(present.name + ending)
            if beside.exists():
                os.replace(beside, previous.with_name(previous.name + ending))
    os.replace(fresh, present)
    return previous


def _copy_scans(source: Path, target: Path) -> int:
    """The sealed chunks that are not there yet; how many there are in the target. They never change."""
    for path in _files(source):
        copy = target / path.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return sum(1 for _ in _files(target))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".new")


def _sum(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def _dump(url: str, target: Path) -> None:
    _tool("pg_dump", url, "--format=custom", "--no-owner", f"--file={target}")


def _load(url: str, source: Path) -> None:
    _tool(
        "pg_restore",
        url,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        str(source),
    )


def _tool(name: str, url: str, *arguments: str) -> None:
    """Runs a tool of PostgreSQL; the password goes in its environment, where `ps` does not show it."""
    found = shutil.which(name)
    if found is None:
        raise Unavailable("no-tool", tool=name)
    parsed: URL = make_url(url)
    environment: Mapping[str, str] = os.environ | ({"PGPASSWORD": parsed.password} if parsed.password else {})
    address = parsed.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(  # noqa: S603 -- a tool by its full path, arguments of our own
        [found, f"--dbname={address}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable("tool-failed", tool=name, said=done.stderr.strip()[-300:])
