"""Pokes: windows that listen hear that their hall has moved on, never what has changed (sync.md 2.11)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Final, Protocol

import psycopg
import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

log = logging.getLogger(__name__)

CHANNEL: Final = "window_central"
GAP_SECONDS: Final = 0.05  # between two pokes of one scope
_AGAIN_SECONDS: Final = (1, 2, 5, 10)  # after the connection that listens broke

Deliver = Callable[[str, int], None]


class Bus(Protocol):
    """Carries a poke to every process of this server."""

    async def send(self, scope: str, seq: int) -> None: ...

    async def listen(self, deliver: Deliver) -> None:
        """Hands on what comes, until it is cancelled."""
        ...


class Pokes:
    """The listeners of this process, and what tells them.

    Losing a poke is harmless: a window asks by itself every few seconds. So one is sent after the commit,
    outside of the transaction, and many commits within the gap are one poke.
    """

    def __init__(self, bus: Bus | None = None) -> None:
        self._bus: Bus = bus or LocalBus(self._deliver)
        self._listeners: dict[str, set[asyncio.Queue[int]]] = {}
        self._moved: dict[str, int] = {}  # and not published yet
        self._publishing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def listeners(self) -> int:
        return sum(len(queues) for queues in self._listeners.values())

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the application runs."""
        self._loop = asyncio.get_running_loop()
        self._keep(self._bus.listen(self._deliver))
        try:
            yield
        finally:
            self._loop = None
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def moved(self, scope: str, seq: int) -> None:
        """Something was committed in this scope, whose newest number is now `seq`; from any thread."""
        loop = self._loop
        if loop is not None:
            # A loop that is closing takes no more calls; then nobody listens any more either.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._note, scope, seq)

    @contextlib.contextmanager
    def listening(self, scope: str) -> Iterator[asyncio.Queue[int]]:
        """The newest number each time the scope moves; numbers in between may be left out."""
        queue: asyncio.Queue[int] = asyncio.Queue(maxsize=1)
        self._listeners.setdefault(scope, set()).add(queue)
        try:
            yield queue
        finally:
            self._listeners[scope].discard(queue)
            if not self._listeners[scope]:
                del self._listeners[scope]

    def _note(self, scope: str, seq: int) -> None:
        self._moved[scope] = max(seq, self._moved.get(scope, 0))
        if scope not in self._publishing:
            self._publishing.add(scope)
            self._keep(self._publish(scope))

    async def _publish(self, scope: str) -> None:
        """The first of a burst goes out at once; what follows within the gap waits for its end."""
        try:
            while scope in self._moved:
                await self._bus.send(scope, self._moved.pop(scope))
                await asyncio.sleep(GAP_SECONDS)
        finally:
            self._publishing.discard(scope)

    def _deliver(self, scope: str, seq: int) -> None:
        for queue in self._listeners.get(scope, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(seq)

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        """A task that somebody holds on to: the loop itself keeps only a weak hand on it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("a poke was lost", exc_info=task.exception())


class LocalBus:
    """One process serves everybody: what is sent is delivered here."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    async def send(self, scope: str, seq: int) -> None:
        self._deliver(scope, seq)

    async def listen(self, deliver: Deliver) -> None:
        """Nothing comes from elsewhere."""


class PostgresBus:
    """Several processes and machines: NOTIFY from a small transaction of its own, one LISTEN for the process.

    A NOTIFY inside the business transaction would take a lock on the whole database at its commit.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    async def send(self, scope: str, seq: int) -> None:
        await run_in_threadpool(self._notify, f"{scope} {seq}")

    def _notify(self, told: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                sa.text("SELECT pg_notify(:channel, :told)"), {"channel": CHANNEL, "told": told}
            )

    async def listen(self, deliver: Deliver) -> None:
        """Straight to the database: a pooler that shares connections between transactions cannot LISTEN."""
        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        failed = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    failed = 0
                    async for notice in connection.notifies():
                        scope, _, seq = notice.payload.partition(" ")
                        deliver(scope, int(seq))
            except psycopg.Error as error:
                wait = _AGAIN_SECONDS[min(failed, len(_AGAIN_SECONDS) - 1)]
                failed += 1
                log.warning("no pokes for %s s: %s", wait, type(error).__name__)
                await asyncio.sleep(wait)
