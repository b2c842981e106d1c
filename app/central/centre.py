"""The centre without a network: what the HTTP routes and the simulator alike ask of it (sync.md 2)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.central.batch import Batch
from app.central.crashpoints import crashpoint
from app.central.feed import page_message, page_text, read_page, trim_feed
from app.central.handlers import HANDLERS, Handler
from app.central.push import Pushed, carry_out
from app.central.refusals import Refused
from app.central.snapshot import Line, read_checksums, read_head, read_snapshot
from app.clock import Clock
from app.wire.limits import OLDEST_PROTO, PROTO
from app.wire.messages import (
    Checksums,
    FeedPage,
    FeedQuery,
    PushReply,
    PushRequest,
    ScopeHead,
    SnapshotHead,
    SnapshotRow,
)
from db.central.engine import in_memory, reading, writing
from db.central.registering import Row, find_device

log = logging.getLogger(__name__)
Listener = Callable[[str, int], None]
TRIES: Final = 4  # of a push that another one got in the way of
RETRY_AFTER_S: Final = 2
_COLLISIONS: Final = frozenset({"40P01", "40001", "55P03"})  # deadlock, serialization, lock not available


class Centre:
    """Every method asks the database whether the window is still admitted, and to which hall."""

    def __init__(self, engine: Engine, clock: Clock, *, handlers: Mapping[str, Handler] = HANDLERS) -> None:
        self._engine = engine
        self._clock = clock
        self._handlers = handlers
        self._listeners: list[Listener] = []

    @property
    def engine(self) -> Engine:
        """The database, for what is not a window's business."""
        return self._engine

    @property
    def clock(self) -> Clock:
        return self._clock

    def moved(self, hall: str, head: int) -> None:
        """Tells that a hall's feed has a new number, after the commit."""
        for listener in self._listeners:
            listener(hall, head)

    def on_commit(self, listener: Listener) -> None:
        """Called with a hall and its feed's new number after each commit that changed it; must not raise."""
        self._listeners.append(listener)

    # -- up -----------------------------------------------------------------------------------

    def push(self, device_id: str, request: PushRequest) -> PushReply:
        """Carries out the commands of one window in its order, each once, and answers all of them.

        Refused: 401 unknown-device, 403 revoked, 409 re-enrol (reason incarnation | seq-reused), 422 tampered
        | malformed, 426 too-new, 503 busy: nothing was decided. A window too old to pull may push.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with _out_of_order():
                    return self._push(device_id, request)
            except _Collision as collision:
                log.info("push of %s met another one (%s), try %d", device_id, collision, attempt)
        raise Refused(503, "busy", retry_after=RETRY_AFTER_S)

    def _push(self, device_id: str, request: PushRequest) -> PushReply:
        crashpoint("push_received")
        with writing(self._engine) as connection:
            device = _admitted(connection, device_id, lock=True)
            if request.incarnation != device["incarnation"]:
                raise Refused(409, "re-enrol", reason="incarnation")
            if request.proto > PROTO:
                raise Refused(426, "too-new", drain_allowed=False, max_proto=PROTO)
            batch = Batch(connection, device, self._clock.now())
            pushed: Pushed = carry_out(batch, request, self._handlers)
            crashpoint("push_decided")
            head = batch.write(pushed.last_seq)
            crashpoint("push_written")
        crashpoint("push_committed")
        if head is not None:
            self.moved(device["hall"], head)
        return pushed.reply

    # -- down ---------------------------------------------------------------------------------

    def feed(self, device_id: str, query: FeedQuery) -> FeedPage:
        """The next changes of the window's hall.

        Refused: 401 unknown-device, 403 revoked | suspended | other-hall, 409 rebootstrap (epoch, head), 426
        too-old (drain_allowed), 503 busy.
        """
        with _out_of_order(), self._engine.connect() as connection:
            self._may_pull(connection, device_id, query)
            return page_message(query, read_page(connection, query))

    def feed_json(self, device_id: str, query: FeedQuery) -> str:
        """The same page as JSON text, several times faster."""
        with _out_of_order(), self._engine.connect() as connection:
            self._may_pull(connection, device_id, query)
            return page_text(query, read_page(connection, query))

    def snapshot(self, device_id: str, scope: str) -> tuple[SnapshotHead, Iterator[SnapshotRow]]:
        """Everything of the window's hall as of one number of its feed; refuses as `feed` does.

        The iterator holds a connection until it is read to its end or closed.
        """
        head, lines = self._snapshot(device_id, scope)
        return head, (line.row() for line in lines)

    def snapshot_json(self, device_id: str, scope: str) -> Iterator[str]:
        """The same as lines of JSON, the head first."""
        head, lines = self._snapshot(device_id, scope)

        def texts() -> Iterator[str]:
            yield head.model_dump_json()
            for line in lines:
                yield line.text()

        return texts()

    def _snapshot(self, device_id: str, scope: str) -> tuple[SnapshotHead, Iterator[Line]]:
        def parts() -> Iterator[SnapshotHead | Line]:
            with _out_of_order(), reading(self._engine) as connection:
                _admitted(connection, device_id, pulls=True, scope=scope)
                head, lines = read_snapshot(connection, scope)
                yield head
                yield from lines

        stream = parts()
        if in_memory(self._engine):
            stream = iter(list(stream))  # the one connection is needed for the next push
        head = next(stream)
        if not isinstance(head, SnapshotHead):
            raise TypeError(head)
        return head, _only_lines(stream)

    def checksums(self, device_id: str, scope: str) -> Checksums:
        """The sums of the window's hall; refuses as `feed` does."""
        with _out_of_order(), reading(self._engine) as connection:
            _admitted(connection, device_id, pulls=True, scope=scope)
            return read_checksums(connection, scope)

    def heads(self, device_id: str) -> tuple[ScopeHead, ...]:
        """How far the feed of the window's hall is. Suspended windows are told too: they still push."""
        with _out_of_order(), self._engine.connect() as connection:
            scope = _admitted(connection, device_id)["hall"]
            epoch, seq = read_head(connection, scope)
            return (ScopeHead(scope=scope, epoch=epoch, head=seq),)

    def last_seq(self, device_id: str) -> int:
        """The number of the last command of this window that was answered."""
        with _out_of_order(), self._engine.connect() as connection:
            return int(_admitted(connection, device_id)["last_seq"])

    # -- upkeep -------------------------------------------------------------------------------

    def trim_feed(self) -> int:
        """Forgets changes older than ninety days (once a day is enough); gives how many."""
        with _out_of_order(), writing(self._engine) as connection:
            return trim_feed(connection, self._clock.now())

    def _may_pull(self, connection: Connection, device_id: str, query: FeedQuery) -> None:
        _admitted(connection, device_id, pulls=True, scope=query.scope)
        if query.proto < OLDEST_PROTO:
            raise Refused(426, "too-old", drain_allowed=True, min_proto=OLDEST_PROTO)
        if query.proto > PROTO:
            raise Refused(426, "too-new", drain_allowed=False, max_proto=PROTO)


class _Collision(Exception):
    """Another push was in the way: the same push again may well succeed."""


def _admitted(
    connection: Connection,
    device_id: str,
    *,
    pulls: bool = False,
    scope: str | None = None,
    lock: bool = False,
) -> Row:
    """The window as it is enrolled; suspended ones may push and not pull, and nobody another hall's data."""
    device = find_device(connection, device_id, lock=lock)
    if device is None:
        raise Refused(401, "unknown-device")
    if device["status"] not in ("active", "suspended"):
        raise Refused(403, "revoked")
    if scope is not None and scope != device["hall"]:
        raise Refused(403, "other-hall")
    if pulls and device["status"] == "suspended":
        raise Refused(403, "suspended")
    return device


def _only_lines(stream: Iterator[Any]) -> Iterator[Line]:
    try:
        yield from stream
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()


@contextmanager
def _out_of_order() -> Iterator[None]:
    """Trouble of the database never becomes a result of a command: the window asks again later."""
    try:
        yield
    except IntegrityError as error:
        # Two windows claimed one number or one record at the same moment; the second look sees the first.
        raise _Collision(type(error.orig).__name__) from error
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
        if state in _COLLISIONS:
            raise _Collision(state) from error
        log.warning("the database is out of order: %s", type(error).__name__)
        raise Refused(503, "busy", retry_after=RETRY_AFTER_S) from error
