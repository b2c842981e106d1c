"""A hall of windows and a centre for the bench: enrolled, signed in, with as many commands as are wanted."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from app.bootstrap import Hall, device_key_store, open_hall
from app.clock import hall_day
from app.rules.case import Act
from app.rules.checklist import MaterialState
from app.rules.numbering import case_number
from app.rules.search_terms import TOKENS_VERSION
from app.rules.visit import party_from, party_record
from app.services.case_views import case_tokens
from app.services.house import COMMAND_VERSION
from app.services.intake.writing import payload
from app.settings import Settings
from app.sync.client import Client
from app.sync.engine import Engine
from app.sync.enrolling import enrol
from app.sync.link import answer
from app.sync.requests import Request, Wait
from app.sync.signing import DeviceKey, Line
from app.sync.storage import Storage
from db.local.ids import uuid7
from db.local.rows import Row, moment, to_json
from tests.bench.start import ROOT
from tests.support import million
from tests.support.running_centre import CLERK_ID, HALL, PASSWORD

ITEM: Final = "fwzl"
NUMBER: Final = "07"
IN_ONE: Final = 500  # commands in one transaction, while they are made


@contextmanager
def centre(folder: Path, codes: int, windows: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A centre in a process of its own: its address, and one-time codes; it knows windows of the rush."""
    command = [sys.executable, "-m", "tests.bench.centre_process", str(folder), str(codes), str(windows)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            url, *told = process.stdout.readline().split()
            yield url, told
        finally:
            process.stdin.close()


class Window:
    """One end of the wire. Its engine is asked and answered here, without the link's threads."""

    def __init__(self, hall: Hall, client: Client) -> None:
        self.hall = hall
        self.storage = Storage(hall.house)
        self._client = client
        self._engine = Engine(self.storage, hall.clock, random.Random(1), boot="bench", program="bench")
        self._asked: Request | None = None
        self._number = 0

    def begin(self) -> None:
        """Hello, the sign-in of the clerk, the hall as it is: from here on only what is new is carried."""
        self._carry()
        self.hall.session.remember(
            self._client.post("/auth/v1/sign-in", {"number": NUMBER, "password": PASSWORD})
        )
        while self._carry():
            pass

    def push(self) -> None:
        """Carries up everything that waits."""
        while self._asks("push"):
            self._carry()

    def pull(self, changes: int) -> None:
        """Carries down so many changes."""
        came = 0
        self._engine.poke(self._engine.scope, 1 << 60)
        while came < changes:
            if not self._asks("feed"):
                raise RuntimeError(f"the feed ends after {came} changes")
            came += self._carry()

    def moves(self) -> bool:
        """One more question with its answer, whatever it is; False when nothing is left to be asked now."""
        if self._asked is None and not isinstance(step := self._engine.next(), Wait):
            self._asked = step
        return bool(self._asked and self._carry())

    def ask(self) -> None:
        """Asks for changes when there are none."""
        self._engine.poke(self._engine.scope, 1 << 60)
        if not self._asks("feed") or self._carry():
            raise RuntimeError("there is something new")

    def settle(self) -> None:
        """One answer that was asked for besides; afterwards a push comes first again."""
        if self._asked is not None:
            self._carry()

    def _asks(self, kind: str) -> bool:
        """Whether the next question is of this kind; a session that is over is begun anew besides."""
        while True:
            if self._asked is None:
                step = self._engine.next()
                self._asked = step if isinstance(step, Request) else None
            if self._asked is None or self._asked.kind != "hello":
                return self._asked is not None and self._asked.kind == kind
            self._carry()

    def _carry(self) -> int:
        """One question and its answer; how many changes of the feed it had, 0 when nothing was asked."""
        request, self._asked = self._asked or self._engine.next(), None
        if not isinstance(request, Request):
            return 0
        reply = answer(self._client, request)
        count = len(reply["changes"]) if request.kind == "feed" else 1
        self._engine.receive(request, reply)
        return count

    # -- commands -------------------------------------------------------------------------------

    def decide(self, count: int) -> list[Row]:
        """So many new cases as accepted here, each with its command; gives what the commands tell.

        Not by `Store.decide`: this is what waits before the measuring begins.
        """
        told: list[Row] = []
        while count:
            rows = [self._case() for _ in range(min(count, IN_ONE))]
            told += self._write(rows)
            count -= len(rows)
        return told

    def _case(self) -> Row:
        self._number += 1
        house, number = self.hall.house, self._number
        item = house.catalogue.item(ITEM)
        at = house.now() - timedelta(days=number // 9000)
        who = party_from(million.applicant(number * 7 + 1).record)
        day = hall_day(at).isoformat()
        return {
            "id": uuid7(int(at.timestamp() * 1000)),
            "case_no": case_number(HALL, hall_day(at), house.settings.hall.device_code, number % 9000 + 1),
            "status": "accepted",
            "item_code": item.code,
            "item_version": item.version,
            "item_name": item.name,
            "applicant_name": who.name,
            "id_kind": who.id_kind.value,
            "id_number": who.id_number,
            "phone": who.phone,
            "applicant": party_record(who),
            "agent": None,
            "answers": {question.code: question.choices[0].code for question in item.questions},
            "marks": {material.code: {"state": MaterialState.COMPLETE} for material in item.materials[:6]},
            "counter_no": "3",
            "clerk": CLERK_ID,
            "opened_at": moment(at),
            "decided_at": moment(at),
            "received_on": day,
            "accepted_on": day,
            "promised_by": day,
            "legal_by": day,
        }

    def _write(self, rows: Sequence[Row]) -> list[Row]:
        house = self.hall.house
        item = house.catalogue.item(ITEM)
        told: list[Row] = []
        with self.hall.store.unit() as unit:
            dev_seq = unit.state.next_seq()
            for row in rows:
                facts = {"clerk_name": "周示例", "clerk_number": NUMBER}
                event: Row = {"at": row["decided_at"], "kind": "accept", "clerk": CLERK_ID, "facts": facts}
                words = payload(None, row, Act.ACCEPT, event, [], item)
                cmd_id = uuid7(0)
                unit.cases.insert(row, case_tokens(row, item, house.initials), TOKENS_VERSION)
                unit.events.append(row["id"], **event, cmd_id=cmd_id)
                unit.outbox.append(_command(cmd_id, dev_seq, row, to_json(words).encode()))
                told.append(json.loads(to_json(words)))
                dev_seq += 1
            unit.state.put("next_seq", str(dev_seq))
        return told


def _command(cmd_id: str, dev_seq: int, row: Row, text: bytes) -> dict[str, Any]:
    return {
        "dev_seq": dev_seq,
        "cmd_id": cmd_id,
        "kind": "case.accept",
        "cmd_version": COMMAND_VERSION,
        "entity": "case",
        "entity_id": row["id"],
        "base_version": None,
        "payload": text,
        "payload_sha256": sha256(text).digest(),
        "actor": CLERK_ID,
        "at_wall": row["decided_at"],
        "boot_id": "bench",
        "at_mono_ms": dev_seq,
        "state": "pending",
    }


@contextmanager
def window(settings: Settings, code: str) -> Iterator[Window]:
    """A window that the centre knows, its clerk signed in there and the hall fetched."""
    url = settings.central.url or ""
    hall = open_hall(settings)
    with closing(hall):
        keys = device_key_store(settings)
        with closing(Client(url, None)) as stranger:
            enrol(hall.store, stranger, keys, hall.clock, url=url, code=code, hall=HALL)
        with hall.store.read() as unit:
            device_id = unit.state.get("device_id") or ""
        with closing(Client(url, Line(device_id, DeviceKey.of(keys, enrolled=True)))) as client:
            made = Window(hall, client)
            made.begin()
            yield made
