"""Commands up, changes down, and the pokes that say it is worth asking (sync.md 2.4, 2.5, 2.11)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from app.central.callers import Central, Named, Reader, Signature, Speaker, admitted, check_request, stranger
from app.central.devices import ACTIVE, Device
from app.central.failures import answers
from app.central.refusals import Refused
from app.central.server import Server
from app.wire.limits import OLDEST_PROTO, PROTO, SESSION_SECONDS
from app.wire.messages import (
    Challenge,
    Checksums,
    FeedPage,
    FeedQuery,
    HelloReply,
    HelloRequest,
    PushReply,
    PushRequest,
    Scope,
)

router = APIRouter(prefix="/sync/v1", tags=["sync"])

_PING_SECONDS: Final = 15
_LINES: Final = 500  # of a snapshot in one piece
_NDJSON: Final = {"application/x-ndjson": {"schema": {"type": "string"}}}
_STREAM: Final = {"text/event-stream": {"schema": {"type": "string"}}}
HallCode = Annotated[Scope, Query()]


@router.post("/challenge", dependencies=[Depends(stranger)], responses=answers(413, 415, 429, 503))
def challenge(server: Central) -> Challenge:
    """Something to sign; good for a minute."""
    return Challenge(challenge=server.sessions.challenge())


@router.post(
    "/hello",
    dependencies=[Depends(stranger)],
    responses=answers(400, 401, 403, 409, 413, 415, 422, 429, 503),
)
def hello(
    request: Request, body: HelloRequest, named: Named, signature: Signature, server: Central
) -> HelloReply:
    """Begins a session; signed with the challenge in the place of a session."""
    until = server.sessions.check_challenge(body.challenge)
    device = server.devices.find(body.device_id)
    if device is None or named != body.device_id:
        raise Refused(401, "unknown-device")
    check_request(request, device.public_key, signature, body.challenge)
    admitted(device)
    if body.incarnation != device.incarnation:
        raise Refused(409, "re-enrol", reason="incarnation")
    server.devices.begin(device.id, body, until)
    return HelloReply(
        session=server.sessions.session(device.id),
        expires_in=SESSION_SECONDS,
        server_time=server.clock.now(),
        device_last_seq=server.centre.last_seq(device.id),
        status="active" if device.status == ACTIVE else "suspended",
        scopes=server.centre.heads(device.id),
        min_proto=OLDEST_PROTO,
        max_proto=PROTO,
        drain_only=body.proto < OLDEST_PROTO,
    )


@router.post(
    "/push",
    response_model=PushReply,
    responses=answers(400, 401, 403, 409, 413, 415, 422, 426, 429, 503),
)
def push(body: PushRequest, device: Speaker, server: Central) -> Response:
    """Carries out commands in the device's own order, each once; a repetition gets the stored answer."""
    reply = server.centre.push(device.id, body)
    server.metrics.pushed(reply)
    # As text: each outcome was checked when it was made, and need not be checked and copied once more.
    return Response(reply.model_dump_json(), media_type="application/json")


@router.get(
    "/feed",
    response_model=FeedPage,
    responses=answers(400, 401, 403, 409, 413, 415, 422, 426, 429, 503),
)
def feed(query: Annotated[FeedQuery, Query()], device: Reader, server: Central) -> Response:
    """The changes after a number, without a hole. 409 rebootstrap: fetch a snapshot instead."""
    # As text straight from the database: a page is checked when it is written, not each time it is read.
    return Response(server.centre.feed_json(device.id, query), media_type="application/json")


@router.get(
    "/snapshot",
    response_class=StreamingResponse,
    responses=answers(400, 401, 403, 413, 415, 422, 429, 503, good=_NDJSON),
)
def snapshot(scope: HallCode, device: Reader, server: Central) -> StreamingResponse:
    """All records of a hall at one moment: a SnapshotHead, then a SnapshotRow in each line."""
    lines = server.centre.snapshot_json(device.id, scope)
    return StreamingResponse(_pieces(lines), media_type="application/x-ndjson")


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """Many lines in one piece: each piece is a step over to a worker thread and back."""
    while piece := tuple(islice(lines, _LINES)):
        yield "\n".join(piece) + "\n"


@router.get("/checksum", responses=answers(400, 401, 403, 413, 415, 422, 429, 503))
def checksum(scope: HallCode, device: Reader, server: Central) -> Checksums:
    """The sums of a hall's records, to compare with one's own."""
    return server.centre.checksums(device.id, scope)


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses=answers(400, 401, 403, 413, 415, 422, 429, 503, good=_STREAM),
)
async def events(scope: HallCode, device: Reader, server: Central) -> EventSourceResponse:
    """Pokes `{"scope", "seq"}`, the first at once; no data. Ends with the session."""
    if scope != device.hall:
        raise Refused(403, "other-hall")
    return EventSourceResponse(_pokes(server, device), ping=_PING_SECONDS)


async def _pokes(server: Server, device: Device) -> AsyncIterator[ServerSentEvent]:
    """The number as it is at the beginning, and again each time it grows."""
    server.metrics.listeners.inc()
    try:
        with server.pokes.listening(device.hall) as moved:
            async with asyncio.timeout(SESSION_SECONDS):
                heads = await run_in_threadpool(server.centre.heads, device.id)
                seq = next(head.head for head in heads if head.scope == device.hall)
                while True:
                    yield ServerSentEvent(json.dumps({"scope": device.hall, "seq": seq}))
                    # Pokes of two workers may overtake each other; the later number says all.
                    before = seq
                    while seq <= before:
                        seq = await moved.get()
    except TimeoutError:
        return
    finally:
        server.metrics.listeners.dec()
