"""A bad line between a window and the centre: drops, delays, cuts, doubles and narrows what passes.

    with FaultProxy(port_of_the_centre) as line:
        line.faults = Faults(cut_answer_after=100)
        ... a window speaks to http://127.0.0.1:{line.port} ...

    python -m tests.support.fault_proxy PORT --rate 51200 --delay-ms 300 --seconds 60

Loopback only, one thread of its own, and it ends with its block or after its time.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_PIECE: Final = 4096
_MOST_CONNECTIONS: Final = 200


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong with each connection that is made from now on."""

    refuse: bool = False  # nobody answers: the connection is closed at once
    silent: bool = False  # taken, and then nothing ever comes
    delay_ms: int = 0  # before each piece, either way
    rate: int | None = None  # bytes a second, either way
    cut_request_after: int | None = None  # bytes of what the window sends
    cut_answer_after: int | None = None  # bytes of what the centre sends
    double: bool = False  # what the window sends goes to the centre twice; the second answer is thrown away
    chance: float = 1.0  # of a connection having these faults at all


class FaultProxy:
    """Passes connections on to a port of this machine, with the faults that are set."""

    def __init__(
        self, target: int, faults: Faults | None = None, *, seed: int = 0, seconds: float = 120
    ) -> None:
        """`seconds`: it stops by itself after them, whatever happens."""
        self.target = target
        self.faults = faults or Faults()
        self.port = 0
        self.connections = 0
        self.bytes_up = self.bytes_down = 0
        self._random = random.Random(seed)
        self._seconds = seconds
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="fault proxy")

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Cuts what is open and ends."""
        if self._loop is not None and self._end is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def wait(self) -> None:
        """Until its time is over."""
        self._thread.join()

    def cut(self) -> None:
        """Cuts every connection that is open now, as a pulled cable does; new ones are taken."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._cut)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def _cut(self) -> None:
        for task in self._open:
            task.cancel()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._taken, LOOPBACK, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            await asyncio.wait_for(self._end.wait(), self._seconds)
        except TimeoutError:
            pass
        finally:
            server.close()
            waiting = tuple(self._open)
            self._cut()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        if task is None or len(self._open) >= _MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._open.add(task)
        try:
            await self._pass(reader, writer)
            writer.close()  # what was passed on still arrives
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()  # either side is gone, or the cable was pulled
        finally:
            self._open.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        faults = self.faults
        if self._random.random() >= faults.chance:
            faults = Faults()
        if faults.refuse:
            return
        if faults.silent:
            await reader.read()
            return
        there, to_centre = await asyncio.open_connection(LOOPBACK, self.target)
        doubles: list[asyncio.StreamWriter] = [to_centre]
        try:
            if faults.double:
                unread, second = await asyncio.open_connection(LOOPBACK, self.target)
                doubles.append(second)
                swallowing = asyncio.create_task(_swallow(unread))
                swallowing.add_done_callback(lambda done: done.cancelled() or done.exception())
            up = self._piped(reader, doubles, faults, faults.cut_request_after, up=True)
            down = self._piped(there, [writer], faults, faults.cut_answer_after, up=False)
            both = {asyncio.create_task(up), asyncio.create_task(down)}
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in both:
                    task.cancel()
                await asyncio.gather(*both, return_exceptions=True)
        finally:
            for each in doubles:
                each.transport.abort()

    async def _piped(
        self,
        source: asyncio.StreamReader,
        targets: list[asyncio.StreamWriter],
        faults: Faults,
        cut_after: int | None,
        *,
        up: bool,
    ) -> None:
        """One direction until its end or its cut."""
        passed = 0
        while piece := await source.read(_PIECE):
            if faults.delay_ms:
                await asyncio.sleep(faults.delay_ms / 1000)
            if faults.rate:
                await asyncio.sleep(len(piece) / faults.rate)
            if cut_after is not None and passed + len(piece) >= cut_after:
                piece = piece[: cut_after - passed]
            for target in targets:
                target.write(piece)
                await target.drain()
            passed += len(piece)
            if up:
                self.bytes_up += len(piece)
            else:
                self.bytes_down += len(piece)
            if cut_after is not None and passed >= cut_after:
                return


async def _swallow(source: asyncio.StreamReader) -> None:
    while await source.read(_PIECE):
        pass


def main(argv: Sequence[str] | None = None) -> int:
    """For real processes: says its port, and ends after its time."""
    parser = argparse.ArgumentParser(prog="fault-proxy")
    parser.add_argument("target", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    for name in ("delay-ms", "rate", "cut-request-after", "cut-answer-after"):
        parser.add_argument(f"--{name}", type=int)
    for name in ("refuse", "silent", "double"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--chance", type=float, default=1.0)
    given = vars(parser.parse_args(argv))
    target, seed, seconds = given.pop("target"), given.pop("seed"), given.pop("seconds")
    faults = replace(Faults(), **{name: value for name, value in given.items() if value is not None})
    with FaultProxy(target, faults, seed=seed, seconds=seconds) as line:
        sys.stdout.write(f"{line.port}\n")
        sys.stdout.flush()
        line.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
