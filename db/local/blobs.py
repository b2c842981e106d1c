"""Scanned papers and archived PDFs: content-addressed, sealed in chunks, read and written as streams.

A file is `WB1` + salt(16), then sealed chunks of 1 MiB of plain bytes. The last chunk is bound to the word
"last", so that a file cut at a chunk's end is found out. The file's name is a keyed hash of the content's
sha256: who has only the disk cannot ask whether a known document lies there.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import StoreUnavailable
from db.local.crashpoints import crashpoint
from db.local.engine import storing
from db.local.journal import sync_folder
from db.local.sealing import TAG, Sealer, derived

CHUNK: Final = 1 << 20
_MAGIC: Final = b"WB1\n"
_SALT: Final = 16


class Blobs:
    """The folder of sealed files. Safe for several threads: each put has its own temporary file."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def put(self, source: bytes | BinaryIO) -> str:
        """Stores the bytes durably and gives their sha256 in hex; the same bytes are kept once.

        Memory stays flat for a stream of any length. StoreUnavailable("disk-full") leaves nothing behind.
        """
        if isinstance(source, bytes):
            address = hashlib.sha256(source).hexdigest()
            if self.has(address):
                return address
            source = io.BytesIO(source)
        with storing(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = self._folder / f"new-{os.urandom(8).hex()}"
            try:
                address = self._write(temporary, source)
                final = self._path(address)
                final.parent.mkdir(mode=0o700, exist_ok=True)
                crashpoint("before_rename")
                os.replace(temporary, final)
                sync_folder(final.parent)
                sync_folder(self._folder)
                crashpoint("after_rename")
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        return address

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The plain bytes, piece by piece; StoreUnavailable("damaged") when anything was changed or is
        missing.

        The whole is proven only when the last piece has come.
        """
        path = self._path(sha256)
        digest = hashlib.sha256()
        try:
            handle = path.open("rb")
        except FileNotFoundError:
            raise StoreUnavailable("damaged", reason="missing", what=sha256) from None
        with handle, storing(path):
            head = handle.read(len(_MAGIC) + _SALT)
            if len(head) != len(_MAGIC) + _SALT or not head.startswith(_MAGIC):
                raise StoreUnavailable("damaged", reason="tampered", what=sha256)
            sealer = Sealer(derived(self._key, "blob", head[len(_MAGIC) :]))
            sealed, index = handle.read(CHUNK + TAG), 0
            while True:
                following = handle.read(CHUNK + TAG)
                bound = b"more" if following else b"last"
                plain = sealer.opened(sealed, index.to_bytes(12, "big"), bound, what=sha256)
                digest.update(plain)
                if not following and digest.hexdigest() != sha256:
                    raise StoreUnavailable("damaged", reason="exchanged", what=sha256)
                yield plain
                if not following:
                    return
                sealed, index = following, index + 1

    def read(self, sha256: str) -> bytes:
        """All the plain bytes, proven."""
        return b"".join(self.chunks(sha256))

    def open(self, sha256: str) -> BinaryIO:
        """The proven bytes as a stream in memory; for large files use `chunks`."""
        return io.BytesIO(self.read(sha256))

    def sweep_unfinished(self) -> int:
        """Removes what a crash left half written; gives how many files."""
        if not self._folder.is_dir():
            return 0
        with storing(self._folder):
            left = [path for path in self._folder.glob("new-*") if path.is_file()]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def usage(self) -> tuple[int, int]:
        """Files and bytes on the disk."""
        sizes = [path.stat().st_size for path in self._folder.glob("??/*")] if self._folder.is_dir() else []
        return len(sizes), sum(sizes)

    def _write(self, path: Path, source: BinaryIO) -> str:
        salt = os.urandom(_SALT)
        sealer = Sealer(derived(self._key, "blob", salt))
        digest = hashlib.sha256()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as target:
            target.write(_MAGIC + salt)
            piece, index = _filled(source), 0
            while True:
                following = _filled(source) if len(piece) == CHUNK else b""
                digest.update(piece)
                target.write(sealer.seal(piece, index.to_bytes(12, "big"), b"more" if following else b"last"))
                if not following:
                    break
                piece, index = following, index + 1
            target.flush()
            os.fsync(target.fileno())
        return digest.hexdigest()

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a sha256 in hex")
        name = hmac.digest(derived(self._key, "blob name"), sha256.encode(), hashlib.sha256).hex()
        return self._folder / name[:2] / name[2:]


def _filled(source: BinaryIO) -> bytes:
    """One whole chunk, or what is left; a stream may give less than asked before its end."""
    parts: list[bytes] = []
    missing = CHUNK
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
