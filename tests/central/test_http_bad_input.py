"""Whatever is sent to the centre gets a clear answer: never a 500, and nothing is stored of it."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest
import zstandard

from app.central.packing import too_deep
from app.wire.limits import BODY_BYTES, JSON_DEPTH
from tests.support.central_http import HALL, Hall, Window, rows, running_hall

DEEP: Final = "[" * 100_000 + "]" * 100_000
LONG: Final = "长" * 3_500_000  # ten megabytes
JSON: Final = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("bad-input")) as running:
        running.clerk("1001")
        yield running


@pytest.fixture(scope="module")
def window(hall: Hall) -> Window:
    speaking = hall.window("C03")
    speaking.sign_in().raise_for_status()
    return speaking


def stored(hall: Hall) -> dict[str, list[tuple[Any, ...]]]:
    return rows(hall.server.engine)


def check(reply: httpx2.Response, *statuses: int) -> None:
    """A failure with a code, which repeats nothing of what was sent."""
    assert reply.status_code in statuses, reply.text[:500]
    told = reply.json()
    assert set(told) == {"code", "facts"}
    assert told["code"]
    assert len(reply.content) < 5000


def send(window: Window, body: bytes, target: str = "/sync/v1/push", **headers: str) -> httpx2.Response:
    """Bytes as they are, signed."""
    given = window.signed("POST", target, body) | JSON | headers
    return window.http.post(target, content=body, headers=given)


BODIES: Final[dict[str, bytes]] = {
    "empty": b"",
    "no-json": b"{",
    "no-utf8": b'{"proto": "\xff\xfe"}',
    "null": b"null",
    "list": b"[]",
    "number": b"1",
    "nan": b'{"incarnation": NaN, "proto": 1, "from_seq": 1, "commands": []}',
    "infinite": b'{"incarnation": 1e999, "proto": 1, "from_seq": 1, "commands": []}',
    "huge-number": b'{"incarnation": ' + b"9" * 5000 + b', "proto": 1, "from_seq": 1, "commands": []}',
    "negative": b'{"incarnation": -1, "proto": 1, "from_seq": 1, "commands": []}',
    "unknown-field": b'{"incarnation": 1, "proto": 1, "from_seq": 1, "commands": [], "\\u0000\\ud800": 1}',
    "wrong-type": b'{"incarnation": {}, "proto": [], "from_seq": "x", "commands": {"a": 1}}',
    "deep": DEEP.encode(),
    "deep-inside": b'{"incarnation": 1, "proto": 1, "from_seq": 1, "commands": ' + DEEP.encode() + b"}",
    "deep-unclosed": b"[{" * 200_000,
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("target", ["/sync/v1/push", "/auth/v1/sign-in", f"/blobs/v1/{'0' * 64}/missing"])
def test_a_body_that_is_nothing_is_refused(hall: Hall, window: Window, target: str, name: str) -> None:
    before = stored(hall)
    check(send(window, BODIES[name], target), 400, 422)
    assert stored(hall) == before


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("target", ["/devices/v1/enrol", "/sync/v1/hello"])
def test_a_stranger_s_body_that_is_nothing_is_refused(hall: Hall, target: str, name: str) -> None:
    before = stored(hall)
    check(hall.http.post(target, content=BODIES[name], headers=JSON), 400, 422, 429)
    assert stored(hall) == before


FIELDS: Final[dict[str, Any]] = {
    "cmd_id": ["", "x", "\0", 1, None, "A" * 36, "00000000-0000-0000-0000-00000000000\0"],
    "dev_seq": [0, -1, 2**53, "one", None, 1.5, [], 10**400],
    "kind": ["", "case.\0", "CASE", "case.accept.twice", "case'; --", 3],
    "cmd_version": [0, -1, 10_000, "x"],
    "entity": ["\0", "x" * 100, "case\n"],
    "entity_id": ["\0", "\ud800", "x" * 100, "a b", ""],
    "base_version": [-1, 2**60, "x"],
    "payload": [None, 1, {}, [], "\ud800"],
    "payload_sha256": ["", "x" * 64, "0" * 63, "A" * 64, None],
    "actor": ["", "\0", "\ud83d", "x" * 100],
    "at": ["", "yesterday", "2026-11-26", "2026-11-26T01:00:00", [], "9999999-01-01T00:00:00Z"],
    "boot_id": ["\0", "x" * 100, "\udfff"],
    "mono_ms": [-1, 2**62, "x"],
    "more": ["unknown field"],
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_cannot_be_is_refused(hall: Hall, window: Window, field: str) -> None:
    before = stored(hall)
    for value in FIELDS[field]:
        command = window.command("clerk", 1) | {field: value}
        body = json.dumps(window.push_body(window.command("clerk", 1)) | {"commands": [command]}).encode()
        check(send(window, body), 422, 400)
    assert stored(hall) == before


PAYLOADS: Final = (
    *("", "x", "null", "[]", "{}", "\0", '{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": NaN}'),
    f'{{"a": {DEEP}}}',
)


def test_a_payload_that_nobody_understands_is_refused_by_a_result(hall: Hall) -> None:
    """It was journalled at a window: it is consumed and waits for a person, or no later one would get by."""
    window = hall.window("D01")
    clerk = window.sign_in().json()["clerk_id"]
    refused = set()
    for seq, payload in enumerate(PAYLOADS, 1):
        digest = hashlib.sha256(payload.encode()).hexdigest()
        command = window.command(clerk, seq, kind="case.accept") | {
            "payload": payload,
            "payload_sha256": digest,
        }
        reply = window.push(command)
        assert reply.status_code == 200, reply.text
        (outcome,) = reply.json()["outcomes"]
        assert outcome["status"] == "refused"
        refused.add(outcome["conflict_id"])
    page = window.ask("GET", f"/sync/v1/feed?scope={HALL}").raise_for_status().json()
    assert refused <= {change["id"] for change in page["changes"]}
    assert window.ask("GET", f"/sync/v1/snapshot?scope={HALL}").is_success


def test_ten_megabytes_are_too_large_wherever_they_are(hall: Hall, window: Window) -> None:
    before = stored(hall)
    command = window.command("clerk", 1, payload=json.dumps({"remark": LONG}))
    plain = json.dumps(window.push_body(command), ensure_ascii=False).encode()
    check(send(window, plain), 413)
    for coding, packed in (("zstd", zstandard.compress(plain)), ("gzip", gzip.compress(plain))):
        assert len(packed) < BODY_BYTES
        given = window.signed("POST", "/sync/v1/push", plain) | JSON | {"Content-Encoding": coding}
        check(hall.http.post("/sync/v1/push", content=packed, headers=given), 413)
    check(hall.http.post("/devices/v1/enrol", json={"code": LONG}), 413)
    # Within the body's limit and beyond a command's.
    command = window.command("clerk", 1, payload=json.dumps({"remark": "x" * 1_100_000}))
    check(window.push(command), 422)
    assert stored(hall) == before


def test_a_bomb_is_put_out_before_it_is_large(hall: Hall, window: Window) -> None:
    before = stored(hall)
    million, packer = b"\0" * 1_000_000, zlib.compressobj(1, zlib.DEFLATED, 31)
    fifty = b"".join(packer.compress(million) for _ in range(50)) + packer.flush()
    zstd = zstandard.ZstdCompressor(level=1).compressobj()
    also = b"".join(zstd.compress(million) for _ in range(50)) + zstd.flush()
    for coding, bomb in (("gzip", fifty), ("zstd", also)):
        assert len(bomb) < BODY_BYTES
        check(
            hall.http.post("/sync/v1/hello", content=bomb, headers=JSON | {"Content-Encoding": coding}), 413
        )
    assert stored(hall) == before


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_a_body_packed_in_another_way_is_told_so(hall: Hall, coding: str) -> None:
    reply = hall.http.post("/sync/v1/hello", content=b"{}", headers=JSON | {"Content-Encoding": coding})
    check(reply, 400, 415)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_packed_requests_are_signed_as_they_were_before_and_answers_come_packed(
    hall: Hall, window: Window, coding: str
) -> None:
    body = json.dumps(window.push_body()).encode()
    packed = gzip.compress(body) if coding == "gzip" else zstandard.compress(body)
    headers = {"Content-Encoding": coding, "Accept-Encoding": coding}
    given = window.signed("POST", "/sync/v1/push", body) | JSON | headers
    assert hall.http.post("/sync/v1/push", content=packed, headers=given).json()["outcomes"] == []
    with hall.http.stream("GET", "/openapi.json", headers={"Accept-Encoding": coding}) as reply:
        sent = b"".join(reply.iter_raw())
    assert reply.headers["Content-Encoding"] == coding
    unpacker = zlib.decompressobj(31) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj()
    assert json.loads(unpacker.decompress(sent))["info"]
    assert unpacker.eof
    assert (
        "Content-Encoding" not in hall.http.get("/health/live", headers={"Accept-Encoding": coding}).headers
    )


@pytest.mark.parametrize(
    "target",
    [
        "/sync/v1/feed",
        "/sync/v1/feed?scope=hkml",
        f"/sync/v1/feed?scope={HALL}%00",
        f"/sync/v1/feed?scope={HALL}&after=-1",
        f"/sync/v1/feed?scope={HALL}&after=99999999999999999999999999",
        f"/sync/v1/feed?scope={HALL}&limit=0",
        f"/sync/v1/feed?scope={HALL}&limit=x",
        f"/sync/v1/feed?scope={HALL}&more=1",
        f"/sync/v1/feed?scope={HALL}&epoch=%ED%A0%80%00",
        "/sync/v1/snapshot?scope=%F0%9F%98%80",
        "/sync/v1/checksum?scope=",
        "/blobs/v1/xyz/chunk/0",
        f"/blobs/v1/{'0' * 64}/chunk/-1",
        f"/blobs/v1/{'0' * 64}/chunk/512",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(hall: Hall, window: Window, target: str) -> None:
    check(window.ask("GET", target), 422, 409)


def test_what_is_not_there_has_a_code_too(hall: Hall) -> None:
    check(hall.http.get("/nowhere"), 404)
    check(hall.http.get("/sync/v1/push"), 405)
    assert hall.http.delete("/sync/v1/push").headers["Allow"] == "POST"
    check(hall.http.post("/sync/v1/hello/", content=b"{}", headers=JSON), 404)


def test_a_push_sent_twice_is_one_push_and_a_changed_one_is_none(hall: Hall) -> None:
    window = hall.window("E01")
    clerk = window.sign_in().json()["clerk_id"]
    body = json.dumps(window.push_body(window.opens(clerk, 1))).encode()
    headers = window.signed("POST", "/sync/v1/push", body) | JSON
    first = hall.http.post("/sync/v1/push", content=body, headers=headers)
    assert first.json()["outcomes"][0]["status"] == "ok"
    before = {name: table for name, table in stored(hall).items() if name != "device"}
    for _ in range(3):
        assert hall.http.post("/sync/v1/push", content=body, headers=headers).json() == first.json()
    forged = body.replace(b"13800000000", b"13811111111")
    assert forged != body
    check(hall.http.post("/sync/v1/push", content=forged, headers=headers), 401)
    check(send(window, forged), 422)
    assert {name: table for name, table in stored(hall).items() if name != "device"} == before


def test_depth_is_counted_outside_of_strings() -> None:
    def nested(depth: int) -> bytes:
        return b"[" * depth + b"]" * depth

    assert not too_deep(nested(JSON_DEPTH))
    assert too_deep(nested(JSON_DEPTH + 1))
    assert too_deep(b'{"a":' * 40 + b"1" + b"}" * 40)
    assert not too_deep(json.dumps({"a": "[" * 100, "b": '\\"{{' * 50}).encode())
    assert not too_deep(b"[" + b"[]," * 10_000 + b"[]]")


def test_too_deep_is_said_by_name(hall: Hall, window: Window) -> None:
    reply = send(window, BODIES["deep-inside"])
    assert (reply.status_code, reply.json()) == (422, {"code": "too-deep", "facts": {"limit": JSON_DEPTH}})
