"""Scans and archived notices on their way to the centre, and those of other windows on their way here.

They follow the commands that name them (app/sync/storage.py queues them with the answer) and never go before
one: piece by piece, only while no command is under way, on a thread of their own (sync.md 2.11). What waits
is in the store, so that a cut, a crash or a night costs no piece that has arrived.
"""

from __future__ import annotations

import hashlib
import io
import logging
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import BinaryIO, Final, cast

from app.clock import Clock
from app.errors import AppError, StoreUnavailable, Unavailable
from app.records import dataclass
from app.services.changes import Listener, Subject
from app.sync.client import CentreAway, CentreRefused, Client
from app.wire.limits import CHUNK_BYTES
from db.local.store import Store

log = logging.getLogger(__name__)

_AT_ONCE_S: Final = 0.0
_GIVE_WAY_S: Final = 0.25
_IDLE_S: Final = 60.0
_SHORTEST_S, _LONGEST_S = 5.0, 300.0
_PUT_OFF_MS: Final = 10 * 60_000  # a scan the centre does not take, or that cannot be read
_WORTH_WAITING_S: Final = 1.5  # for a notice of another window, before the clerk is told to come back
_SIGN_IN_AGAIN: Final = frozenset({"session-expired", "bad-session"})


@dataclass
class _Upload:
    """A scan that is being sent: what the centre still lacks, and the pieces that are still to be read."""

    sha256: str
    missing: frozenset[str]
    pieces: Iterator[bytes]
    sent: int = 0


@dataclass
class _Wanted:
    """A scan somebody asks for."""

    is_scan: bool
    done: threading.Event = field(default_factory=threading.Event)
    error: AppError | None = None


class ScanPost:
    """Sends what waits and fetches what is asked for, step by step; `fetch` may be called from any thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tell: Listener,
        *,
        client: Callable[[], Client | None],
        online: Callable[[], bool],
        busy: Callable[[], bool],
        rng: random.Random,
    ) -> None:
        """`client` is None as long as there is no line; `busy` while commands are under way."""
        self._store = store
        self._clock = clock
        self._tell = tell
        self._client, self._online, self._busy = client, online, busy
        self._rng = rng
        self._wanted: dict[str, _Wanted] = {}
        self._turn = threading.Lock()
        self._upload: _Upload | None = None
        self._put_off: dict[str, int] = {}  # until when, in the clock's milliseconds
        self._failures = 0
        self.wake: Callable[[], None] = lambda: None  # of the loop that runs the steps

    # -- for the loop -------------------------------------------------------------------------------

    def step(self) -> float:
        """Does one piece of work; gives the seconds until the next one may be tried (0: there is more)."""
        client = self._client()
        self._fetch_wanted(client)
        if client is None or not self._online():
            self._upload = None
            return _IDLE_S
        if self._busy():
            return _GIVE_WAY_S
        try:
            return self._sent_one(client)
        except CentreAway:
            return self._later()
        except CentreRefused as refused:
            return self._refused(refused)

    def stop(self) -> None:
        """Nobody waits for a scan any more."""
        with self._turn:
            wanted = tuple(self._wanted.values())
            self._wanted.clear()
        for each in wanted:
            each.error = CentreAway("stopped")
            each.done.set()

    # -- for services ---------------------------------------------------------------------------------

    def fetch(self, sha256: str, *, is_scan: bool = True) -> None:
        """Brings the bytes of another window's scan or notice into the store.

        Unavailable: "scan-not-there" (the centre has not got it yet), "scan-on-its-way" (it will be told as
        Subject.SCANS when it has come), CentreAway.
        """
        if not self._online():
            raise CentreAway("offline")
        with self._turn:
            wanted = self._wanted.setdefault(sha256, _Wanted(is_scan))
        self.wake()
        if not wanted.done.wait(_WORTH_WAITING_S):
            raise Unavailable("scan-on-its-way", sha256=sha256)
        if wanted.error is not None:
            raise wanted.error

    # -- up ------------------------------------------------------------------------------------------

    def _sent_one(self, client: Client) -> float:
        upload = self._upload or self._begun(client)
        if upload is None:
            return _IDLE_S
        self._upload = upload
        try:
            for piece in upload.pieces:
                upload.sent += len(piece)
                name = hashlib.sha256(piece).hexdigest()
                if name in upload.missing:
                    client.put_bytes(f"/blobs/v1/chunk/{name}", piece)
                    with self._store.unit() as unit:
                        unit.uploads.sending(upload.sha256, upload.sent)
                    self._failures = 0
                    return _AT_ONCE_S
        except (CentreAway, CentreRefused):
            self._upload = None
            raise
        except StoreUnavailable as trouble:
            self._upload = None
            self._set_aside(upload.sha256, trouble.code)
            return _AT_ONCE_S
        self._upload = None
        self._finish(client, upload)
        return _AT_ONCE_S

    def _begun(self, client: Client) -> _Upload | None:
        """The next scan that may be sent, announced to the centre; None when none waits."""
        now = self._clock.monotonic_ms()
        with self._store.read() as unit:
            rows = unit.uploads.waiting(50)
        row = next((row for row in rows if self._put_off.get(row["sha256"], 0) <= now), None)
        if row is None:
            return None
        sha256 = row["sha256"]
        try:
            chunks, size = [], 0
            for piece in self._store.blobs.chunks(sha256):
                chunks.append(hashlib.sha256(piece).hexdigest())
                size += len(piece)
        except StoreUnavailable as trouble:
            self._set_aside(sha256, trouble.code)
            return None
        manifest = {"size": size, "media_type": row["media_type"], "chunks": chunks}
        try:
            reply = client.post(f"/blobs/v1/{sha256}/missing", manifest)
        except CentreRefused as refused:
            if refused.status in (404, 413, 422):
                self._set_aside(sha256, refused.code)
                return None
            raise
        with self._store.unit() as unit:
            unit.uploads.measured(sha256, size)
        missing = frozenset(str(each) for each in reply.get("missing") or ())
        return _Upload(sha256, missing, iter(self._store.blobs.chunks(sha256)))

    def _finish(self, client: Client, upload: _Upload) -> None:
        try:
            reply = client.post(f"/blobs/v1/{upload.sha256}/complete")
        except CentreRefused as refused:
            if refused.status not in (404, 422):
                raise
            self._set_aside(upload.sha256, refused.code)
            return
        self._failures = 0
        if not reply.get("complete"):
            return  # a piece went astray: it is announced again with the next step
        with self._store.unit() as unit:
            unit.uploads.done(upload.sha256)
        self._tell(frozenset({Subject.SCANS, Subject.OUTBOX}))

    def _set_aside(self, sha256: str, code: str) -> None:
        """This one is tried again later; the others go on."""
        log.warning("a scan could not be sent: %s", code)
        self._put_off[sha256] = self._clock.monotonic_ms() + _PUT_OFF_MS
        with self._store.unit() as unit:
            unit.uploads.failed(sha256, code)

    def _refused(self, refused: CentreRefused) -> float:
        if refused.code in _SIGN_IN_AGAIN:
            return _SHORTEST_S  # the commands' loop says hello again
        wait = refused.facts.get("retry_after")
        if isinstance(wait, int | float) and 0 < wait < _LONGEST_S:
            return float(wait)
        return self._later()

    def _later(self) -> float:
        """Five seconds, and twice as long each time, up to five minutes; give or take half."""
        wait: float = min(_SHORTEST_S * 2**self._failures, _LONGEST_S)
        self._failures = min(self._failures + 1, 10)
        return wait * self._rng.uniform(0.5, 1.5)

    # -- down ----------------------------------------------------------------------------------------

    def _fetch_wanted(self, client: Client | None) -> None:
        while True:
            with self._turn:
                sha256 = next(iter(self._wanted), None)
                wanted = self._wanted[sha256] if sha256 is not None else None
            if sha256 is None or wanted is None:
                return
            try:
                if client is None:
                    raise CentreAway("offline")
                self._fetched(client, sha256, is_scan=wanted.is_scan)
            except CentreRefused as refused:
                code = "scan-not-there" if refused.status == 404 else "centre-away"
                wanted.error = Unavailable(code, sha256=sha256, reason=refused.code)
            except (Unavailable, StoreUnavailable) as trouble:
                wanted.error = trouble
            finally:
                with self._turn:
                    self._wanted.pop(sha256, None)
                wanted.done.set()
            if wanted.error is None:
                self._tell(frozenset({Subject.SCANS, Subject.NOTICES}))

    def _fetched(self, client: Client, sha256: str, *, is_scan: bool) -> None:
        if self._store.blobs.has(sha256):
            return
        source = _Arriving(client, sha256)
        self._store.blobs.put(cast("BinaryIO", source))
        now = self._clock.now()
        with self._store.unit() as unit:
            unit.uploads.queue(sha256, size=source.size, media_type=source.media_type, at=now)
            unit.uploads.done(sha256)  # it came from there
            if is_scan:
                unit.scans.put(
                    sha256,
                    size=source.size,
                    media_type=source.media_type,
                    name="",
                    added_at=now,
                    added_by="",
                )


class _Arriving(io.RawIOBase):
    """A scan at the centre as a stream of its pieces, proven before its last byte is given out.

    What is not what its name says never gets into the store: the error reaches whoever writes it there.
    """

    def __init__(self, client: Client, sha256: str) -> None:
        super().__init__()
        self._client, self._sha256 = client, sha256
        self._digest = hashlib.sha256()
        self._piece, self._place, self._next = b"", 0, 0
        self._ended = False
        self.size = 0
        self.media_type = "application/octet-stream"

    def read(self, size: int = -1) -> bytes:
        if self._place >= len(self._piece) and not self._ended:
            self._take()
        end = len(self._piece) if size < 0 else self._place + size
        part = self._piece[self._place : end]
        self._place += len(part)
        return part

    def _take(self) -> None:
        try:
            piece, media_type = self._client.get_bytes(f"/blobs/v1/{self._sha256}/chunk/{self._next}")
        except CentreRefused as refused:
            if self._next == 0 or refused.status != 404:
                raise
            piece, media_type = b"", self.media_type  # its size is a multiple of a piece's
        self._next += 1
        self._digest.update(piece)
        self.size += len(piece)
        self.media_type = media_type or self.media_type
        self._piece, self._place = piece, 0
        if len(piece) < CHUNK_BYTES:
            self._ended = True
            if self._digest.hexdigest() != self._sha256:
                raise CentreAway("sum-differs")
