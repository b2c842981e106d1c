"""Two hundred windows of one hall at the same centre at once: how long each of their questions takes."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from app.sync.client import CentreAway, CentreRefused, Client
from app.sync.signing import DeviceKey, Line
from app.wire.limits import FEED_CHANGES, PROTO
from tests.bench.figures import Figure, median, ms, quantile
from tests.bench.sync_hall import centre
from tests.support.running_centre import CLERK_ID, HALL

WINDOWS: Final = 200
VISITORS: Final = 10  # at each window, in one minute: a whole light day of such a hall
EVERY_S: Final = 6.0
EPOCH: Final = "epoch-1"  # as tests/support/running_centre.py has it


def device_id(number: int) -> str:
    return str(UUID(int=(5 << 96) + number))


def key(number: int) -> DeviceKey:
    """The key of a window of the rush, which both processes know."""
    return DeviceKey(sha256(f"window {number} of the rush".encode()).digest())


@dataclass
class Minute:
    """What all windows found, in seconds; `errors`: everything that was not a good answer."""

    pushes: list[float] = field(default_factory=list)
    pulls: list[float] = field(default_factory=list)
    changes: int = 0
    errors: list[str] = field(default_factory=list)


def rush(folder: Path, payloads: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """A visitor every six seconds at each window: one decision up, then what all others did comes down."""
    minute = Minute()
    with centre(folder, 0, WINDOWS) as (url, _):
        threads = [
            threading.Thread(target=_window, args=(url, n, payloads[n::WINDOWS][:VISITORS], minute))
            for n in range(WINDOWS)
        ]
        begun = perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lasted = perf_counter() - begun
    wrong = f"errors {len(minute.errors)}" + (f" ({minute.errors[0]})" if minute.errors else "")
    whole = len(minute.pushes) == WINDOWS * VISITORS and not minute.errors
    return [
        Figure(
            f"{WINDOWS} windows at one centre, {WINDOWS * VISITORS:,} visitors in a minute: one decision up",
            "errors 0",
            f"one window alone: p50 of the round trip above; took {lasted:.0f} s",
            f"{_spread(minute.pushes)}; {wrong}",
            None,
            whole,
        ),
        Figure(
            f"the same: what the others did comes down ({minute.changes:,} changes in all)",
            "errors 0",
            "",
            _spread(minute.pulls),
            None,
            whole,
        ),
    ]


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "nothing was answered"
    return f"p50 {ms(median(values))}, p95 {ms(quantile(values, 0.95))}, p99 {ms(quantile(values, 0.99))}"


def _window(url: str, number: int, payloads: Sequence[Mapping[str, Any]], minute: Minute) -> None:
    pause = threading.Event()
    pause.wait(random.Random(number).uniform(0, EVERY_S))
    cursor = 0
    with closing(Client(url, Line(device_id(number), key(number)))) as client:
        try:
            client.hello({"device_id": device_id(number), "incarnation": 1, "proto": PROTO, "last_seq": 0})
            for seq, payload in enumerate(payloads, 1):
                begun = perf_counter()
                reply = client.post("/sync/v1/push", _push(number, seq, payload))
                minute.pushes.append(perf_counter() - begun)
                minute.errors += [each["code"] for each in reply["outcomes"] if each["status"] != "ok"]
                cursor = _pull(client, cursor, minute)
                pause.wait(max(EVERY_S - (perf_counter() - begun), 0))
        except (CentreAway, CentreRefused) as error:
            minute.errors.append(str(error))


def _pull(client: Client, cursor: int, minute: Minute) -> int:
    more = True
    while more:
        query = {"scope": HALL, "epoch": EPOCH, "after": cursor, "limit": FEED_CHANGES, "proto": PROTO}
        begun = perf_counter()
        page = client.get("/sync/v1/feed", query)
        minute.pulls.append(perf_counter() - begun)
        count = len(page["changes"])
        minute.changes += count
        cursor += count
        more = page["more"]
    return cursor


def _push(number: int, seq: int, payload: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(payload, ensure_ascii=False)
    command = {
        "cmd_id": str(UUID(int=(6 << 96) + (number << 32) + seq)),
        "dev_seq": seq,
        "kind": "case.accept",
        "cmd_version": 2,
        "entity": "case",
        "entity_id": payload["changes"].get("id") or str(UUID(int=(7 << 96) + (number << 32) + seq)),
        "base_version": None,
        "payload": text,
        "payload_sha256": sha256(text.encode()).hexdigest(),
        "actor": CLERK_ID,
        "at": payload["changes"]["opened_at"],
        "boot_id": "rush",
        "mono_ms": seq,
    }
    return {"incarnation": 1, "proto": PROTO, "from_seq": seq, "commands": [command]}
