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
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.central.keys import ServerKeys
from app.central.main import create_app
from app.central.server import Server
from app.central.settings import LOOPBACK
from app.clock import FrozenClock
from app.wire.signing import DEVICE_HEADER, SESSION_HEADER, SIGNATURE_HEADER, signed_text
from db.central.engine import open_engine, writing
from db.central.registering import add_hall
from db.central.schema import bring_up

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
        """A command that registers a new case."""
        payload = json.dumps(changed.pop("payload", {"note": seq}), sort_keys=True)
        return {
            "cmd_id": str(uuid.uuid4()),
            "dev_seq": seq,
            "kind": "case.note",
            "cmd_version": 2,
            "entity": "case",
            "entity_id": str(uuid.uuid4()),
            "payload": payload,
            "payload_sha256": hashlib.sha256(payload.encode()).hexdigest(),
            "actor": actor,
            "at": BEGINNING.isoformat(),
        } | changed

    def push_body(self, *commands: Mapping[str, Any]) -> dict[str, Any]:
        first = commands[0]["dev_seq"] if commands else 1
        return {"incarnation": 1, "proto": 1, "from_seq": first, "commands": list(commands)}

    def push(self, *commands: Mapping[str, Any]) -> httpx2.Response:
        return self.ask("POST", "/sync/v1/push", self.push_body(*commands))


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
            yield Hall(server, clock, http)
    finally:
        server.close()
