"""A centre over HTTP for tests, and windows that sign what they ask it; in this process, without a socket."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx2
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.central.keys import ServerKeys
from app.central.limits import Limits
from app.central.main import create_app
from app.central.server import Server
from app.central.settings import LOOPBACK
from app.clock import FrozenClock
from app.wire.signing import DEVICE_HEADER, SESSION_HEADER, SIGNATURE_HEADER, signed_text
from db.central.engine import open_engine, writing
from db.central.registering import add_hall
from db.central.schema import bring_up
from db.central.tables import CENTRAL

BEGINNING: Final = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
HALL: Final = "HKML"
OTHER_HALL: Final = "HKXY"
PASSWORD: Final = "correct horse battery"
_SECRET: Final = b"\x07" * 32


class Hall:
    """A running centre with two halls."""

    def __init__(self, server: Server, clock: FrozenClock, http: TestClient) -> None:
        self.server = server
        self.clock = clock
        self.http = http

    def window(self, code: str = "C03", hall: str = HALL, *, succeeds: str | None = None) -> Window:
        """A window that was enrolled with a one-time code and has said hello."""
        window = Window(self.http, code)
        self.server.limits = Limits(self.clock)  # a test enrols more windows in a moment than a hall does
        one_time, _ = self.server.devices.open_enrolment(hall, by="test", device_code=code, succeeds=succeeds)
        window.enrol(one_time).raise_for_status()
        window.hello().raise_for_status()
        return window

    def clerk(self, number: str = "1001", hall: str = HALL, *, role: str = "clerk") -> str:
        """A clerk with the usual password; the id."""
        id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{hall} {number}"))
        self.server.clerks.add(hall, number, "王小明", PASSWORD, role=role, id=id)
        return id


class Window:
    """What a window says, with every part of it in the test's hands."""

    def __init__(self, http: httpx2.Client, code: str) -> None:
        self.http = http
        self.code = code
        self.id = str(uuid.uuid4())
        self.key = Ed25519PrivateKey.generate()
        self.session = ""
        self.sent = 0

    @property
    def public_key(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()

    def enrol(self, one_time: str, **changed: Any) -> httpx2.Response:
        body = {
            "code": one_time,
            "device_id": self.id,
            "device_code": self.code,
            "public_key": self.public_key,
            "program": "0.1.0",
        }
        return self.http.post("/devices/v1/enrol", json=body | changed)

    def challenge(self) -> str:
        return str(self.http.post("/sync/v1/challenge").raise_for_status().json()["challenge"])

    def hello(self, challenge: str | None = None, **changed: Any) -> httpx2.Response:
        given = challenge or self.challenge()
        told = {"device_id": self.id, "incarnation": 1, "challenge": given, "proto": 1} | changed
        body = json.dumps(told).encode()
        signature = self.key.sign(signed_text("POST", "/sync/v1/hello", body, given)).hex()
        reply = self.http.post(
            "/sync/v1/hello",
            content=body,
            headers={
                DEVICE_HEADER: self.id,
                SIGNATURE_HEADER: signature,
                "Content-Type": "application/json",
            },
        )
        if reply.is_success:
            self.session = reply.json()["session"]
        return reply

    def signed(self, method: str, target: str, body: bytes = b"") -> dict[str, str]:
        """The headers of a request of this session."""
        signature = self.key.sign(signed_text(method, target, body, self.session)).hex()
        return {SESSION_HEADER: self.session, SIGNATURE_HEADER: signature}

    def ask(
        self, method: str, target: str, told: Any = None, *, content: bytes | None = None
    ) -> httpx2.Response:
        """A signed request with JSON (`told`) or bytes (`content`)."""
        body = json.dumps(told).encode() if told is not None else (content or b"")
        kind = "application/octet-stream" if content is not None else "application/json"
        headers = self.signed(method, target, body) | ({"Content-Type": kind} if body else {})
        return self.http.request(method, target, content=body, headers=headers)

    def sign_in(self, number: str = "1001", password: str = PASSWORD) -> httpx2.Response:
        return self.ask("POST", "/auth/v1/sign-in", {"number": number, "password": password})

    def command(self, actor: str, seq: int, **changed: Any) -> dict[str, Any]:
        """A command as the wire has it; by itself one that the centre does not carry out."""
        payload = changed.pop("payload", None) or json.dumps({"note": seq})
        return {
            "cmd_id": str(uuid.uuid4()),
            "dev_seq": seq,
            "kind": "case.unheard_of",
            "cmd_version": 2,
            "entity": "case",
            "entity_id": str(uuid.uuid4()),
            "payload": payload,
            "payload_sha256": hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest(),
            "actor": actor,
            "at": BEGINNING.isoformat(),
        } | changed

    def opens(
        self, actor: str, seq: int, *, name: str = "李雷", scans: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """A new case that is accepted."""
        case_id = str(uuid.uuid4())
        case_no = f"HKML-261126-{self.code}-{seq:04d}-0"
        changes = {
            "id": case_id,
            "case_no": case_no,
            "status": "accepted",
            "item_code": "003017001",
            "item_version": "1",
            "item_name": "内资公司设立登记",
            "applicant_name": name,
            "id_kind": "resident_id",
            "id_number": "11010519491231002X",
            "phone": "13800000000",
            "remark": "",
            "marks/m1": {"state": "complete", "scans": list(scans)},
            "opened_at": BEGINNING.isoformat(),
            "received_on": "2026-11-26",
            "accepted_on": "2026-11-26",
            "counter_no": "3",
        }
        told: dict[str, Any] = {
            "act": "accept",
            "case_no": case_no,
            "changes": changes,
            "event": {"at": BEGINNING.isoformat(), "kind": "accept", "clerk": actor, "facts": {}},
            "notices": [],
            "implementation_code": None,
        }
        payload = json.dumps(told, ensure_ascii=False)
        return self.command(actor, seq, kind="case.accept", entity_id=case_id, payload=payload)

    def push_body(self, *commands: Mapping[str, Any]) -> dict[str, Any]:
        first = commands[0]["dev_seq"] if commands else 1
        return {"incarnation": 1, "proto": 1, "from_seq": first, "commands": list(commands)}

    def uploads(self, content: bytes) -> str:
        """A scan of one chunk, complete at the centre; its sum."""
        sha256 = hashlib.sha256(content).hexdigest()
        manifest = {"size": len(content), "media_type": "image/jpeg", "chunks": [sha256]}
        self.ask("POST", f"/blobs/v1/{sha256}/missing", manifest).raise_for_status()
        self.ask("PUT", f"/blobs/v1/chunk/{sha256}", content=content).raise_for_status()
        self.ask("POST", f"/blobs/v1/{sha256}/complete").raise_for_status()
        return sha256

    def push(self, *commands: Mapping[str, Any]) -> httpx2.Response:
        return self.ask("POST", "/sync/v1/push", self.push_body(*commands))


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the database has, table by table."""
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for name, table in CENTRAL.tables.items()
        }


@contextmanager
def running_hall(folder: Path, engine: Engine | None = None) -> Iterator[Hall]:
    """A centre with the halls HKML and HKXY on SQLite in `folder`, or on the engine given."""
    clock = FrozenClock(BEGINNING)
    used = engine or open_engine(f"sqlite:///{folder / 'central.db'}")
    bring_up(used)
    with writing(used) as connection:
        for code in (HALL, OTHER_HALL):
            add_hall(connection, code, f"{code} 政务服务中心", epoch=f"epoch-{code}", at=clock.now())
    server = Server(used, clock, ServerKeys.of(_SECRET), folder / "scans", LOOPBACK)
    try:
        with TestClient(
            create_app(server), client=("127.0.0.1", 50000), raise_server_exceptions=False
        ) as http:
            http.get("/health/ready").raise_for_status()  # its worker thread belongs to no test
            yield Hall(server, clock, http)
    finally:
        server.close()
