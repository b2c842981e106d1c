"""The receipt journal: the second witness of every number and decision, written before the database (sync.md
2.2).

One file per office day, only ever appended. A record is a header, an AES-GCM sealed body and a checksum:

    magic "WJ" | kind | length | n | dev_seq | cmd_id | nonce | sealed body | crc32

The header says nothing of any person, so that the start of the desk can compare journal and database without
deciphering; it is bound to the body as associated data. `n` counts records for ever and never restarts.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Final

from app.clock import hall_day
from app.errors import StoreUnavailable
from app.records import dataclass
from db.local.engine import storing
from db.local.sealing import NONCE, TAG, Sealer, new_nonce

_HEADER: Final = struct.Struct(">2sBxIQQ16s12s")
_CHECK: Final = struct.Struct(">I")
_MAGIC: Final = b"WJ"
_NAME: Final = re.compile(r"journal-(\d{8})\.log")
_LARGEST: Final = 64 << 20
_sync = getattr(os, "fdatasync", os.fsync)


class Kind(IntEnum):
    """What a record says about its command."""

    ENVELOPE = 1  # decided; everything needed to do it again
    COMMITTED = 2  # its transaction is in the database
    VOID = 3  # it was not done and will not be: commit failed, or a person discarded it


_KINDS: Final = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """A record as the database remembers it."""

    n: int
    cmd_id: str
    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A record's header, and where its sealed body lies."""

    kind: Kind
    n: int
    dev_seq: int
    cmd_id: str
    file: str
    offset: int
    sealed: bytes
    bound: bytes
    nonce: bytes

    @property
    def place(self) -> Place:
        return Place(self.n, self.cmd_id, self.file, self.offset)


class Journal:
    """Appends records durably and reads them back. One thread at a time: the store's lock guards it."""

    def __init__(self, folder: Path, key: bytes, mirror: Path | None = None) -> None:
        self.folder = folder
        self._mirror = mirror
        self._sealer = Sealer(key)
        self._handles: dict[Path, tuple[str, int]] = {}
        self._last_file = ""
        self._next = 1
        self.damaged: list[str] = []
        self.mirror_trouble: str | None = None
        self.mark_trouble: str | None = None

    @property
    def next_n(self) -> int:
        return self._next

    def skip_to(self, n: int) -> None:
        """Counts on from at least `n`."""
        self._next = max(self._next, n)

    def files(self) -> list[str]:
        """Names of the day files, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(name for name in os.listdir(self.folder) if _NAME.fullmatch(name))

    def open_tail(self, since: Place | None) -> list[Entry]:
        """Every record from a place on (all when None), and readiness to append after the last one.

        A torn last record is cut off: its write never finished, so nothing after it was committed or printed.
        """
        entries: list[Entry] = []
        self.damaged.clear()
        self.close()
        with storing(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            names = self.files()
            for name in names:
                start = since.offset if since is not None and name == since.file else 0
                if since is None or name >= since.file or name == names[-1]:
                    entries += self._scan(name, start, mend=name == names[-1])
        self._last_file = names[-1] if names else ""
        self._next = max((entry.n for entry in entries), default=0) + 1
        return entries

    def append(
        self, kind: Kind, *, dev_seq: int, cmd_id: str, body: bytes, at: datetime, durable: bool = True
    ) -> Place:
        """Writes one record; when it returns, the record is on the disk (`durable`) or in the system's hands.

        On any trouble the file is as long as before, and the trouble is raised.
        """
        nonce = new_nonce()
        header = _HEADER.pack(
            _MAGIC, kind, len(body) + TAG, self._next, dev_seq, bytes.fromhex(cmd_id.replace("-", "")), nonce
        )
        record = header + self._sealer.seal(body, nonce, header)
        record += _CHECK.pack(zlib.crc32(record))
        # A clock set back must not send new records into an older file: names and numbers rise together.
        name = max(f"journal-{hall_day(at):%Y%m%d}.log", self._last_file)
        with storing(self.folder):
            offset = self._write(self.folder, name, record, durable=durable)
        self._write_mirror(name, record, durable=durable)
        self._last_file = name
        place = Place(self._next, cmd_id, name, offset)
        self._next += 1
        return place

    def body(self, entry: Entry) -> bytes:
        """The deciphered body of a record."""
        return self._sealer.opened(
            entry.sealed, entry.nonce, entry.bound, what=f"{entry.file}@{entry.offset}"
        )

    def all(self) -> Iterator[Entry]:
        """Every record of every file, oldest first, without mending anything."""
        for name in self.files():
            yield from self._scan(name, 0, mend=False)

    def last(self) -> Entry | None:
        """The newest record; None for an empty journal."""
        found = deque(self.all(), maxlen=1)
        return found[0] if found else None

    def close(self) -> None:
        """Lets the files go; appending opens them again."""
        for _, handle in self._handles.values():
            os.close(handle)
        self._handles.clear()

    def absorb(self, other: Path) -> int:
        """Takes over the newer records of another copy of this journal; gives how many.

        StoreUnavailable("damaged") when a record was not written with this store's key.
        """
        theirs = Journal(other, b"")
        taken = 0
        with storing(self.folder):
            for name in theirs.files():
                newer = theirs._scan(name, 0, mend=False) if name >= self._last_file else []
                taken += self._take_over([entry for entry in newer if entry.n >= self._next])
            if taken:
                _sync(self._handles[self.folder][1])
        return taken

    def absorb_mirror(self) -> int:
        """Mends this journal from its mirror; a mirror that is damaged or another store's is left alone."""
        if self._mirror is None:
            return 0
        try:
            return self.absorb(self._mirror)
        except StoreUnavailable as trouble:
            self.mirror_trouble = str(trouble)
            self._mirror = None
            return 0

    def _take_over(self, entries: list[Entry]) -> int:
        for entry in entries:
            self.body(entry)
            record = entry.bound + entry.sealed
            name = max(entry.file, self._last_file)
            self._write(self.folder, name, record + _CHECK.pack(zlib.crc32(record)), durable=False)
            self._last_file = name
            self._next = entry.n + 1
        return len(entries)

    def _write(self, folder: Path, name: str, record: bytes, *, durable: bool) -> int:
        handle = self._handle(folder, name)
        before = os.lseek(handle, 0, os.SEEK_END)
        try:
            written = 0
            while written < len(record):
                written += os.write(handle, record[written:])
            if durable:
                _sync(handle)
        except OSError:
            os.ftruncate(handle, before)
            raise
        return before

    def _handle(self, folder: Path, name: str) -> int:
        known = self._handles.get(folder)
        if known is not None:
            if known[0] == name:
                return known[1]
            # The marks behind the last envelope were not synced; they must not be younger than the next file.
            _sync(known[1])
            os.close(known[1])
            del self._handles[folder]
        path = folder / name
        fresh = not path.exists()
        flags = (
            os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        )
        handle = os.open(path, flags, 0o600)
        self._handles[folder] = (name, handle)
        if fresh:
            sync_folder(folder)
        return handle

    def _write_mirror(self, name: str, record: bytes, *, durable: bool) -> None:
        """The second disk may be pulled out at any time: that is told, and never stops an acceptance."""
        if self._mirror is None:
            return
        try:
            self._mirror.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._mirror, name, record, durable=durable)
            self.mirror_trouble = None
        except OSError as error:
            self.mirror_trouble = str(error)

    def _scan(self, name: str, start: int, *, mend: bool) -> list[Entry]:
        path = self.folder / name
        data = path.read_bytes() if start == 0 else _from(path, start)
        entries: list[Entry] = []
        position = end = 0
        while position < len(data):
            entry = _parsed(data, position, name, start)
            if entry is None:
                # Damage in the middle costs the records it hits, not those behind it.
                position = data.find(_MAGIC, position + 1)
                if position < 0:
                    break
                continue
            entries.append(entry)
            if position != end:
                self.damaged.append(f"{name}@{start + end}")
            position = end = position + len(entry.bound) + len(entry.sealed) + _CHECK.size
        if mend and end < len(data):
            self._cut(path, data[end:], start + end)
        return entries

    def _cut(self, path: Path, torn_off: bytes, end: int) -> None:
        """Takes an unfinished last record off the file; its bytes are kept aside for who wants to look."""
        path.with_suffix(f".torn-{end}").write_bytes(torn_off)
        with path.open("r+b") as torn:
            torn.truncate(end)
            os.fsync(torn.fileno())


def _from(path: Path, start: int) -> bytes:
    with path.open("rb") as source:
        source.seek(start)
        return source.read()


def _parsed(data: bytes, position: int, name: str, start: int) -> Entry | None:
    body = position + _HEADER.size
    if body > len(data):
        return None
    magic, kind, length, n, dev_seq, cmd_id, nonce = _HEADER.unpack_from(data, position)
    end = body + length
    if magic != _MAGIC or kind not in _KINDS or length > _LARGEST or end + _CHECK.size > len(data):
        return None
    if _CHECK.unpack_from(data, end)[0] != zlib.crc32(data[position:end]):
        return None
    text = cmd_id.hex()
    return Entry(
        kind=Kind(kind),
        n=n,
        dev_seq=dev_seq,
        cmd_id=f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}",
        file=name,
        offset=start + position,
        sealed=data[body:end],
        bound=data[position:body],
        nonce=nonce,
    )


def sync_folder(folder: Path) -> None:
    """Makes a new name in a folder durable; Windows does this by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


assert NONCE == 12  # noqa: S101 - the header's layout depends on it
