"""Scans at the centre: chunks that may come twice and in any order, sealed on the disk (sync.md 2.11)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine

from app.central.devices import Device
from app.central.refusals import Refused
from app.clock import Clock
from app.errors import StoreUnavailable
from app.wire.limits import CHUNK_BYTES
from app.wire.messages import BlobManifest, BlobMissing
from db.central.engine import reading, writing
from db.central.tables import CENTRAL

KEPT_UNNAMED: Final = timedelta(days=30)  # a scan that no record names
_SPARE_BYTES: Final = 512 * 1024 * 1024  # of the disk are left to the database: commands go before scans
_NONCE: Final = 12
_FORMAT: Final = b"\x01"

_CHUNK: Final = CENTRAL.tables["chunk"]
_BLOB: Final = CENTRAL.tables["blob"]
_PART: Final = CENTRAL.tables["blob_chunk"]
_REF: Final = CENTRAL.tables["blob_ref"]
_KEPT_CHUNK: Final = sa.text(
    "INSERT INTO chunk (hall, sha256, size, stored_at) VALUES (:hall, :sha256, :size, :at) "
    "ON CONFLICT (hall, sha256) DO UPDATE SET stored_at = excluded.stored_at"
)


class Blobs:
    """The scans of all halls.

    Each hall has chunks of its own, even where two halls have the same bytes: nobody learns from what is
    "missing" here what another hall has, and nobody reads it by knowing its sum.
    """

    def __init__(self, engine: Engine, clock: Clock, folder: Path, key: bytes) -> None:
        self._engine = engine
        self._clock = clock
        self._folder = folder
        self._cipher = AESGCM(key)

    def announce(self, device: Device, sha256: str, manifest: BlobManifest) -> BlobMissing:
        """What is still to be sent of a scan. Refused(422, "manifest") for one that cannot be true."""
        full = -(-manifest.size // CHUNK_BYTES)
        if len(manifest.chunks) != full:
            raise Refused(422, "manifest", chunks=full)
        now = self._clock.now().isoformat()
        with writing(self._engine) as connection:
            row = self._blob(connection, device.hall, sha256)
            if row is not None and row.complete:
                return BlobMissing(missing=(), complete=True)
            if row is None or self._parts(connection, device.hall, sha256) != manifest.chunks:
                self._forget(connection, device.hall, sha256)
                connection.execute(
                    sa.insert(_BLOB).values(
                        hall=device.hall,
                        sha256=sha256,
                        size=manifest.size,
                        media_type=manifest.media_type,
                        created_at=now,
                        created_by=device.id,
                    )
                )
                connection.execute(
                    sa.insert(_PART),
                    [
                        {"hall": device.hall, "blob_sha256": sha256, "n": n, "chunk_sha256": chunk}
                        for n, chunk in enumerate(manifest.chunks)
                    ],
                )
            return self._missing(connection, device.hall, manifest.chunks)

    def put_chunk(self, device: Device, sha256: str, content: bytes) -> None:
        """Keeps a chunk; again is nothing.

        Refused: 413 "too-large", 422 "sum-differs" | "empty", 503 "no-space".
        """
        if len(content) > CHUNK_BYTES:
            raise Refused(413, "too-large", limit=CHUNK_BYTES)
        if not content:
            raise Refused(422, "empty")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused(422, "sum-differs")
        with reading(self._engine) as connection:
            if self._known(connection, device.hall, (sha256,)):
                return
        path = self._path(device.hall, sha256)
        fresh = self._written(path, self._sealed(device.hall, sha256, content))
        try:
            with writing(self._engine) as connection:
                # The row first: a sweep that is taking this very chunk away holds it until its file is gone.
                told = {"hall": device.hall, "sha256": sha256, "size": len(content)}
                connection.execute(_KEPT_CHUNK, told | {"at": self._clock.now().isoformat()})
                os.replace(fresh, path)
                _settle(path.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                fresh.unlink()

    def complete(self, device: Device, sha256: str) -> BlobMissing:
        """Proves the whole against its name.

        Refused: 404 "not-found", 422 "sum-differs" (it is to be announced anew).
        """
        with reading(self._engine) as connection:
            row = self._blob(connection, device.hall, sha256)
            if row is None:
                raise Refused(404, "not-found")
            if row.complete:
                return BlobMissing(missing=(), complete=True)
            parts = self._parts(connection, device.hall, sha256)
            known = self._known(connection, device.hall, parts)
        missing = tuple(dict.fromkeys(part for part in parts if part not in known))
        if missing:
            return BlobMissing(missing=missing, complete=False)
        whole, size = hashlib.sha256(), 0
        for part in parts:
            content = self._opened(device.hall, part)
            whole.update(content)
            size += len(content)
        right = whole.hexdigest() == sha256 and size == row.size
        with writing(self._engine) as connection:
            if right:
                done = sa.update(_BLOB).filter_by(hall=device.hall, sha256=sha256).values(complete=1)
                connection.execute(done)
            else:
                self._forget(connection, device.hall, sha256)
        if not right:
            raise Refused(422, "sum-differs")
        return BlobMissing(missing=(), complete=True)

    def chunk(self, device: Device, sha256: str, n: int) -> tuple[bytes, str]:
        """A chunk of a scan of this device's hall, and the scan's media type. Refused(404, "not-found")."""
        with reading(self._engine) as connection:
            row = self._blob(connection, device.hall, sha256)
            parts = self._parts(connection, device.hall, sha256) if row is not None and row.complete else ()
        if row is None or not 0 <= n < len(parts):
            raise Refused(404, "not-found")
        return self._opened(device.hall, parts[n]), str(row.media_type)

    def sweep(self) -> int:
        """Takes away what no record named for 30 days; how many chunks went."""
        before = (self._clock.now() - KEPT_UNNAMED).isoformat()
        named = sa.exists().where(_REF.c.hall == _BLOB.c.hall, _REF.c.sha256 == _BLOB.c.sha256)
        part_of = sa.exists().where(_PART.c.hall == _CHUNK.c.hall, _PART.c.chunk_sha256 == _CHUNK.c.sha256)
        with writing(self._engine) as connection:
            unnamed = sa.select(_BLOB.c.hall, _BLOB.c.sha256).where(_BLOB.c.created_at < before, ~named)
            for hall, sha256 in connection.execute(unnamed).all():
                self._forget(connection, hall, sha256)
            unused = sa.select(_CHUNK.c.hall, _CHUNK.c.sha256).where(_CHUNK.c.stored_at < before, ~part_of)
            found = connection.execute(unused.with_for_update()).all()
            for hall, sha256 in found:
                connection.execute(sa.delete(_CHUNK).filter_by(hall=hall, sha256=sha256))
                self._path(hall, sha256).unlink(missing_ok=True)
        return len(found)

    def damaged(self) -> tuple[str, ...]:
        """The chunks that are noted and cannot be opened; reads every one. For the doctor."""
        with reading(self._engine) as connection:
            noted = connection.execute(sa.select(_CHUNK.c.hall, _CHUNK.c.sha256)).all()
        bad = []
        for hall, sha256 in noted:
            try:
                self._opened(hall, sha256)
            except StoreUnavailable:
                bad.append(f"{hall}/{sha256}")
        return tuple(bad)

    def _missing(self, connection: Connection, hall: str, parts: tuple[str, ...]) -> BlobMissing:
        """What is asked about again stays for another 30 days: nothing is swept under an upload."""
        known = self._known(connection, hall, parts)
        now = self._clock.now().isoformat()
        connection.execute(
            sa.update(_CHUNK).where(_CHUNK.c.hall == hall, _CHUNK.c.sha256.in_(known)).values(stored_at=now)
        )
        return BlobMissing(
            missing=tuple(dict.fromkeys(part for part in parts if part not in known)), complete=False
        )

    def _known(self, connection: Connection, hall: str, parts: tuple[str, ...]) -> frozenset[str]:
        found = sa.select(_CHUNK.c.sha256).where(_CHUNK.c.hall == hall, _CHUNK.c.sha256.in_(parts))
        return frozenset(connection.execute(found).scalars())

    def _blob(self, connection: Connection, hall: str, sha256: str) -> sa.Row[tuple[object, ...]] | None:
        return connection.execute(sa.select(_BLOB).filter_by(hall=hall, sha256=sha256)).one_or_none()

    def _parts(self, connection: Connection, hall: str, sha256: str) -> tuple[str, ...]:
        wanted = sa.select(_PART.c.chunk_sha256).filter_by(hall=hall, blob_sha256=sha256).order_by(_PART.c.n)
        return tuple(connection.execute(wanted).scalars())

    def _forget(self, connection: Connection, hall: str, sha256: str) -> None:
        connection.execute(sa.delete(_PART).filter_by(hall=hall, blob_sha256=sha256))
        connection.execute(sa.delete(_BLOB).filter_by(hall=hall, sha256=sha256))

    def _path(self, hall: str, sha256: str) -> Path:
        return self._folder / hall / sha256[:2] / sha256

    def _sealed(self, hall: str, sha256: str, content: bytes) -> bytes:
        """Bound to its place: a file moved to another hall or name does not open."""
        nonce = os.urandom(_NONCE)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, content, _FORMAT + f"{hall}/{sha256}".encode())

    def _opened(self, hall: str, sha256: str) -> bytes:
        """StoreUnavailable("damaged", chunk) when it is gone, was changed or has another server's key."""
        try:
            sealed = self._path(hall, sha256).read_bytes()
            form, nonce, content = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
            return self._cipher.decrypt(nonce, content, form + f"{hall}/{sha256}".encode())
        except (OSError, InvalidTag, ValueError) as error:
            raise StoreUnavailable("damaged", chunk=sha256) from error

    def _written(self, path: Path, content: bytes) -> Path:
        """The content on the disk beside its place. Refused(503, "no-space"), StoreUnavailable("disk")."""
        fresh = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < _SPARE_BYTES:
                raise Refused(503, "no-space", retry_after=60)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as target:
                target.write(content)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise StoreUnavailable("disk", reason=type(error).__name__) from error
        return fresh


def _settle(folder: Path) -> None:
    """The new name is on the disk too, where the system can say so of a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
