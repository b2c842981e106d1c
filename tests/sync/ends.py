"""Windows with real stores and a real centre: a test carries the engine's questions over by hand."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.bootstrap import Hall, open_hall
from app.central.refusals import Refused
from app.clock import FrozenClock
from app.services.changes import Changes
from app.services.views import ClerkView, LinkView
from app.settings import Settings
from app.sync.engine import Engine
from app.sync.requests import Refusal, Request, Unreachable, Wait
from app.sync.storage import Storage
from app.wire.messages import FeedQuery, HelloRequest, PushRequest
from db.central.engine import writing
from db.central.registering import add_clerk, add_device, find_device, note_sign_in
from tests.services.window import Window
from tests.support.central_hall import HALL, CentralHall

CLERK = ClerkView("clerk-7", "07", "周示例", "administrator")
Fault = Callable[[Request], None]


class Cut(Exception):
    """The line broke: before the centre heard (`heard` False) or before its answer came back."""

    def __init__(self, *, heard: bool = False) -> None:
        super().__init__()
        self.heard = heard


@dataclass
class End:
    """One window: its hall, its engine, and the line to the centre, which a test may break."""

    hall: Hall
    house: CentralHall
    clock: FrozenClock
    engine: Engine
    fault: Fault | None = None
    asked: list[Request] = field(default_factory=list)
    told: list[Changes] = field(default_factory=list)
    boots: int = 1

    @property
    def window(self) -> Window:
        return Window(self.hall, self.clock)

    @property
    def storage(self) -> Storage:
        return Storage(self.hall.house)

    @property
    def device_id(self) -> str:
        return self.storage.device().id

    def status(self) -> LinkView:
        return self.engine.status

    # -- the conversation -----------------------------------------------------------------------

    def talk(self, most: int = 200) -> Wait:
        """Asks and answers until there is nothing to ask; gives how long the engine would wait."""
        for _ in range(most):
            request = self.engine.next()
            if isinstance(request, Request):
                self.carry(request)
            elif request.ms:
                return request
        raise AssertionError("the conversation does not end")

    def carry(self, request: Request) -> None:
        """One question to the centre and its answer back."""
        self.asked.append(request)
        try:
            if self.fault is not None:
                self.fault(request)
            reply = self.answer(request)
        except Cut as cut:
            if cut.heard:
                self.answer(request)
            self.told.append(self.engine.fail(request, Unreachable("cut")))
        except Refused as no:
            self.told.append(self.engine.fail(request, Refusal(no.status, no.code, no.facts)))
        else:
            self.told.append(self.engine.receive(request, reply))

    def answer(self, request: Request) -> Any:
        """The centre's reply as plain JSON values, as a transport gives it."""
        centre, body = self.house.centre, json.loads(json.dumps(request.body))
        match request.kind:
            case "hello":
                return self._hello(HelloRequest(**body, challenge="c"))
            case "push":
                return centre.push(self.device_id, PushRequest(**body)).model_dump(mode="json")
            case "feed":
                return json.loads(centre.feed_json(self.device_id, FeedQuery(**body)))
            case "snapshot":
                return (json.loads(line) for line in centre.snapshot_json(self.device_id, body["scope"]))
            case "checksum":
                return centre.checksums(self.device_id, body["scope"]).model_dump(mode="json")

    def _hello(self, hello: HelloRequest) -> dict[str, Any]:
        with self.house.engine.connect() as connection:
            device = find_device(connection, hello.device_id)
        heads = self.house.centre.heads(hello.device_id)
        assert device is not None
        return {
            "session": "s",
            "expires_in": 900,
            "server_time": self.clock.now().isoformat(),
            "device_last_seq": self.house.centre.last_seq(hello.device_id),
            "status": device["status"],
            "scopes": [head.model_dump(mode="json") for head in heads],
            "min_proto": 1,
            "max_proto": 1,
            "drain_only": False,
        }

    def restart(self) -> None:
        """The same store under a new process: what was in memory only is gone."""
        self.boots += 1
        self.engine = _engine(self.hall, self.boots)

    def wait(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    # -- what is so -----------------------------------------------------------------------------

    def kinds(self) -> list[str]:
        """The kinds of the questions asked so far; forgotten with this."""
        kinds: list[str] = [request.kind for request in self.asked]
        self.asked.clear()
        return kinds

    def case(self, case_id: str) -> dict[str, Any]:
        with self.hall.store.read() as unit:
            row = unit.cases.get(case_id)
        assert row is not None
        return row

    def outbox(self) -> list[tuple[int, str, str | None]]:
        """Number, state and code of every command."""
        with self.hall.store.read() as unit:
            rows = unit.outbox.numbered(range(1, unit.state.next_seq()))
        return [(row["dev_seq"], row["state"], row["code"]) for row in rows]

    def same_as_the_centre(self) -> bool:
        """Whether base and centre have equal sums."""
        return self.storage.sums() == self.house.centre.checksums(self.device_id, HALL).buckets


@dataclass
class Ends:
    """A centre and as many windows as a test opens."""

    house: CentralHall
    clock: FrozenClock
    folder: Path
    fonts: Path
    open: list[Hall] = field(default_factory=list)

    def window(self, code: str = "W01") -> End:
        """An enrolled window with its clerk signed in."""
        settings = Settings.demo(self.folder / code)
        settings = replace(settings, cache=self.fonts, hall=replace(settings.hall, device_code=code))
        hall = open_hall(settings, self.clock)
        self.open.append(hall)
        with hall.store.unit() as unit:
            if unit.clerks.get(CLERK.id) is None:
                row = {"id": CLERK.id, "number": CLERK.number, "name": CLERK.name, "role": CLERK.role}
                unit.clerks.insert({**row, "password_hash": "-", "created_at": self.clock.now()})
        hall.house.desk.clerk = CLERK
        self.admit(hall, code)
        return End(hall, self.house, self.clock, _engine(hall, 1))

    def admit(self, hall: Hall, code: str, *, succeeds: str | None = None) -> None:
        """Makes a window and its clerk known to the centre."""
        device = Storage(hall.house).device()
        at = self.clock.now()
        with writing(self.house.engine) as connection:
            if find_device(connection, device.id) is None:
                add_device(connection, id=device.id, hall=HALL, code=code, at=at, succeeds=succeeds)
            known = {row["id"] for row in self.house.rows("clerk")}
            if CLERK.id not in known:
                who = {"id": CLERK.id, "number": CLERK.number, "name": CLERK.name, "role": CLERK.role}
                add_clerk(connection, hall=HALL, at=at, **who)
            note_sign_in(connection, hall=HALL, clerk_id=CLERK.id, device_id=device.id, at=at)

    def close(self) -> None:
        for hall in self.open:
            hall.close()


def _engine(hall: Hall, boot: int) -> Engine:
    return Engine(Storage(hall.house), hall.clock, random.Random(boot), boot=f"boot-{boot}", program="test")


def ends_in(house: CentralHall, folder: Path, fonts: Path) -> Iterator[Ends]:
    """For a fixture: everything opened is closed again."""
    ends = Ends(house, house.clock, folder, fonts)
    yield ends
    ends.close()
