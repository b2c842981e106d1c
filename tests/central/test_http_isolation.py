"""A window of one hall reads and changes nothing of another one, at no route whatever."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx2
import pytest

from tests.support.central_http import HALL, OTHER_HALL, Hall, Window, rows, running_hall

SCAN: Final = b"a scan of somebody's identity card"
SUM: Final = hashlib.sha256(SCAN).hexdigest()
KNOWN: Final = b"a scan that both halls come to have"
NAME: Final = "欧阳绝密"
Ask = Callable[[Window, dict[str, str]], httpx2.Response]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("isolation")) as running:
        yield running


@pytest.fixture(scope="module")
def theirs(hall: Hall) -> dict[str, str]:
    """What the other hall has: a case with a scan, and a clerk."""
    own = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{OTHER_HALL} 1001"))
    clerk, window = hall.clerk("1001", HALL), hall.window("C03", HALL)
    window.sign_in().raise_for_status()
    window.uploads(SCAN)
    window.uploads(KNOWN)
    command = window.opens(clerk, 1, name=NAME, scans=(SUM,))
    outcome = window.push(command).raise_for_status().json()["outcomes"][0]
    assert outcome["status"] == "ok", outcome
    person = {"name": NAME, "phone": "13800000000"}
    took = {"cmd_id": str(uuid.uuid4()), "business": "A", "person": person}
    ticket = window.ask("POST", "/queue/v1/take", took).raise_for_status().json()["ticket"]
    return {
        "ticket": str(ticket["id"]),
        "own_clerk": own,
        "clerk": clerk,
        "case": command["entity_id"],
        "cmd_id": command["cmd_id"],
        "device": window.id,
    }


@pytest.fixture(scope="module")
def stranger(hall: Hall) -> Window:
    """An honest window of another hall, with a clerk of its own who has the same number."""
    hall.clerk("1001", OTHER_HALL)
    window = hall.window("C03", OTHER_HALL)
    window.sign_in().raise_for_status()
    return window


def ask(method: str, target: str, told: Any = None, content: bytes | None = None) -> Ask:
    return lambda window, _: window.ask(method, target, told, content=content)


def push(**changed: str) -> Ask:
    """A command about the other hall's case, in the name of its clerk."""

    def asked(window: Window, theirs: dict[str, str]) -> httpx2.Response:
        payload = json.dumps({"changes": {"phone": "13911111111"}, "event": {"facts": {}}})
        command = window.command(theirs["clerk"], window.sent + 1, payload=payload)
        command |= {"kind": "case.amend", "entity_id": theirs["case"]}
        command |= {name: theirs[value] for name, value in changed.items()}
        window.sent += 1
        return window.push(command)

    return asked


def queue(what: str, **told: object) -> Ask:
    """A question of the queue, under an identity of its own."""

    def asked(window: Window, theirs: dict[str, str]) -> httpx2.Response:
        body = {"cmd_id": str(uuid.uuid4()), **told}
        if "ticket" in told:
            body["ticket"] = theirs["ticket"]
        return window.ask("POST", f"/queue/v1/{what}", body)

    return asked


SERVED: Final = {"counter": "3", "serves": ["A"]}
MANIFEST: Final = {"size": len(SCAN), "media_type": "image/jpeg", "chunks": [SUM]}
# Every route with requests that ask for the other hall's things; a route that is not here fails the test.
TRIES: Final[dict[str, list[tuple[Ask, set[int]]]]] = {
    "POST /devices/v1/enrol": [],  # nobody is known there; a code belongs to its hall
    "POST /sync/v1/challenge": [],  # says nothing of anybody
    "POST /sync/v1/hello": [
        (lambda window, theirs: window.hello(device_id=theirs["device"]), {401}),
    ],
    "POST /auth/v1/sign-in": [
        # The same number: it is the own hall's clerk who signs in.
        (ask("POST", "/auth/v1/sign-in", {"number": "1001", "password": "guess"}), {403}),
        (lambda window, _: window.sign_in(), {200}),
    ],
    "POST /sync/v1/push": [
        (push(), {200}),
        (push(cmd_id="cmd_id"), {200}),
        (push(actor="own_clerk"), {200}),
    ],
    "GET /sync/v1/feed": [
        (ask("GET", f"/sync/v1/feed?scope={HALL}"), {403}),
        (ask("GET", f"/sync/v1/feed?scope={HALL}&epoch=epoch-{HALL}&after=0"), {403}),
        (ask("GET", f"/sync/v1/feed?scope={OTHER_HALL}"), {200}),
    ],
    "GET /sync/v1/snapshot": [
        (ask("GET", f"/sync/v1/snapshot?scope={HALL}"), {403}),
        (ask("GET", f"/sync/v1/snapshot?scope={OTHER_HALL}"), {200}),
    ],
    "GET /sync/v1/checksum": [
        (ask("GET", f"/sync/v1/checksum?scope={HALL}"), {403}),
        (ask("GET", f"/sync/v1/checksum?scope={OTHER_HALL}"), {200}),
    ],
    "GET /sync/v1/events": [(ask("GET", f"/sync/v1/events?scope={HALL}"), {403})],
    "GET /blobs/v1/{sha256}/chunk/{n}": [(ask("GET", f"/blobs/v1/{SUM}/chunk/0"), {404})],
    "POST /blobs/v1/{sha256}/complete": [(ask("POST", f"/blobs/v1/{SUM}/complete"), {404, 200})],
    "POST /blobs/v1/{sha256}/missing": [(ask("POST", f"/blobs/v1/{SUM}/missing", MANIFEST), {200})],
    "PUT /blobs/v1/chunk/{sha256}": [],  # whoever sends a chunk has it already
    # A number of the own hall, to anybody who asks there; the other hall's people are never among them.
    "POST /queue/v1/take": [(queue("take", business="B"), {200})],
    "POST /queue/v1/call": [
        (queue("call", clerk="1001", **SERVED), {200}),
        (queue("call", clerk="1001", ticket="theirs", **SERVED), {409}),
    ],
    "POST /queue/v1/reserve": [(queue("reserve", **SERVED), {200})],
    "POST /queue/v1/windows": [(ask("POST", "/queue/v1/windows", {}), {200})],
    "GET /queue/v1/board": [(ask("GET", "/queue/v1/board"), {200})],
    "GET /health/live": [],
    "GET /health/ready": [],
    "GET /metrics": [],
}


def routes(hall: Hall) -> set[str]:
    described = hall.http.get("/openapi.json").json()["paths"]
    return {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}


def owned(hall: Hall) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the other hall."""
    return {
        name: [row for row in table if HALL in row and OTHER_HALL not in row]
        for name, table in rows(hall.server.engine).items()
        if name not in ("sign_in_try",)
    }


def test_no_route_is_left_out(hall: Hall) -> None:
    assert routes(hall) == set(TRIES)


@pytest.mark.parametrize(
    ("route", "number"), [(route, number) for route, tries in TRIES.items() for number in range(len(tries))]
)
def test_nothing_of_another_hall_is_told_or_changed(
    hall: Hall, theirs: dict[str, str], stranger: Window, route: str, number: int
) -> None:
    tried, allowed = TRIES[route][number]
    before = owned(hall)
    assert any(NAME in str(row) for row in before["record"])
    reply = tried(stranger, theirs)
    assert reply.status_code in allowed, reply.text
    assert NAME not in reply.text
    assert SCAN not in reply.content
    assert "13800000000" not in reply.text
    assert owned(hall) == before
    if route == "POST /sync/v1/push":
        (outcome,) = reply.json()["outcomes"]
        assert outcome["status"] == "refused"


def test_knowing_the_sum_of_a_scan_is_not_having_it(
    hall: Hall, theirs: dict[str, str], stranger: Window
) -> None:
    """The centre has the bytes for the other hall; this one is still asked for them, and gets none back."""
    assert theirs
    address = hashlib.sha256(KNOWN).hexdigest()
    manifest = {"size": len(KNOWN), "media_type": "image/jpeg", "chunks": [address]}
    missing = stranger.ask("POST", f"/blobs/v1/{address}/missing", manifest).json()
    assert missing == {"missing": [address], "complete": False}
    assert stranger.ask("POST", f"/blobs/v1/{address}/complete").json() == missing
    assert stranger.ask("GET", f"/blobs/v1/{address}/chunk/0").status_code == 404
    stranger.uploads(KNOWN)
    assert stranger.ask("GET", f"/blobs/v1/{address}/chunk/0").content == KNOWN
