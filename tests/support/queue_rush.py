"""One device of a rush as a process of its own: a window that calls, or a kiosk that gives out numbers.

python -m tests.support.queue_rush URL call|take DEVICE_ID SEED COUNT
A window calls until nobody has waited COUNT times in a row; it prints the ids it got, a kiosk its numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from app.central.centre import Centre
from app.central.queueing import CentralQueue
from app.central.refusals import Refused
from app.clock import FrozenClock
from app.wire.queue import CallRequest, TakeRequest, TicketReply
from db.central.engine import open_engine

NINE = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LETTERS = "ABC"


def main(arguments: list[str]) -> int:
    url, what, device, seed, count = arguments
    engine = open_engine(url)
    queue = CentralQueue(Centre(engine, FrozenClock(NINE)))
    got: list[str] = []
    try:
        if what == "take":
            got = _take(queue, device, int(seed), int(count))
        else:
            got = _call(queue, device, int(seed), int(count))
    finally:
        engine.dispose()
    sys.stdout.write("\n".join(got))
    return 0


def _id(seed: int, n: int) -> str:
    return str(UUID(int=(seed << 64) + n))


def _take(queue: CentralQueue, device: str, seed: int, count: int) -> list[str]:
    numbers = []
    for n in range(count):
        request = TakeRequest(cmd_id=_id(seed, n), business=LETTERS[n % 3])
        for _ in range(2 if n % 7 == 0 else 1):  # now and then the answer is lost and asked for again
            reply = _patiently(partial(queue.take, device), request)
        assert reply.ticket is not None
        numbers.append(str(reply.ticket["number"]))
    return numbers


def _call(queue: CentralQueue, device: str, seed: int, count: int) -> list[str]:
    got: list[str] = []
    n = idle = 0
    while idle < count:
        n += 1
        request = CallRequest(
            cmd_id=_id(seed, n), counter=str(seed), clerk="clerk", serves=tuple(LETTERS), prefers=()
        )
        for _ in range(2 if n % 7 == 0 else 1):
            reply = _patiently(partial(queue.call, device), request)
        if reply.ticket is None:
            idle += 1
        else:
            idle = 0
            got.append(str(reply.ticket["id"]))
    return got


def _patiently(ask: Callable[[Any], TicketReply], request: Any) -> TicketReply:
    """Asks again while the centre is busy, as a device does."""
    while True:
        try:
            return ask(request)
        except Refused as refused:
            if refused.status != 503:
                raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
