"""The hall's queue asked directly: a number, the next person, a window's reserve, the board (sync.md 2.7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.central.callers import Central, Reader
from app.central.failures import answers
from app.wire.queue import (
    BoardReply,
    CallRequest,
    ReserveReply,
    ReserveRequest,
    TakeRequest,
    TicketReply,
    WindowsReply,
    WindowsRequest,
)

router = APIRouter(prefix="/queue/v1", tags=["queue"])
_REFUSALS = answers(400, 401, 403, 409, 413, 415, 422, 429, 503)


@router.post("/take", responses=_REFUSALS)
def take(body: TakeRequest, device: Reader, server: Central) -> TicketReply:
    """A number for a visitor; the same question gets the same number."""
    return server.queue.take(device.id, body)


@router.post("/call", responses=_REFUSALS)
def call(body: CallRequest, device: Reader, server: Central) -> TicketReply:
    """The next person to a window; the same question gets the same person."""
    return server.queue.call(device.id, body)


@router.post("/reserve", responses=_REFUSALS)
def reserve(body: ReserveRequest, device: Reader, server: Central) -> ReserveReply:
    """Tickets a window may call by itself while it is cut off."""
    return server.queue.reserve(device.id, body)


@router.post("/windows", responses=answers(400, 401, 403, 413, 415, 422, 429, 503))
def windows(_body: WindowsRequest, device: Reader, server: Central) -> WindowsReply:
    """How the hall's devices stand: when each was last heard, what is reserved for it, which are in doubt."""
    return server.queue.windows(device.id)


@router.get("/board", responses=answers(400, 401, 403, 413, 415, 422, 429, 503))
def board(device: Reader, server: Central, area: Annotated[str, Query(max_length=80)] = "") -> BoardReply:
    """What everybody in the hall may see; poked by the same events as the feed."""
    return server.queue.board(device.id, area)
