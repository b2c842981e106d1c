"""What windows, kiosks and displays ask the centre's queue directly; asked again, they get the same answer.

Everything else about tickets goes as commands in the device's own order (app/wire/messages.py).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from app.wire.messages import Id, Message, Name, Text, Uuid

Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
CounterNo = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Kind = Literal["ordinary", "booked", "priority"]


class PersonTold(Message):
    """Who takes a ticket."""

    name: Annotated[str, StringConstraints(max_length=200)] = ""
    id_kind: Annotated[str, StringConstraints(max_length=40)] = "resident_id"
    id_number: Annotated[str, StringConstraints(max_length=40)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    from_card: bool = False


class TakeRequest(Message):
    cmd_id: Uuid
    business: Letter
    kind: Kind = "ordinary"
    person: PersonTold | None = None
    item: Annotated[str, StringConstraints(max_length=80)] = ""
    due_from: AwareDatetime | None = None
    due_until: AwareDatetime | None = None
    proof: Text = ""
    told_low_s: int | None = None
    told_high_s: int | None = None


class CallRequest(Message):
    """The next one to this window; or a chosen `ticket`."""

    cmd_id: Uuid
    counter: CounterNo
    clerk: Id
    serves: Annotated[tuple[Letter, ...], Field(max_length=26)]
    prefers: Annotated[tuple[Letter, ...], Field(max_length=26)] = ()
    ticket: Uuid | None = None


class TicketReply(Message):
    """A ticket with its version in the feed and its person; no ticket: nobody waits for this window."""

    ticket: dict[str, Any] | None
    version: int | None = None
    person: dict[str, Any] | None = None


class ReserveRequest(Message):
    """A window asks for its reserve against the network's failing (sync.md 2.7)."""

    cmd_id: Uuid
    counter: CounterNo
    serves: Annotated[tuple[Letter, ...], Field(max_length=26)]
    prefers: Annotated[tuple[Letter, ...], Field(max_length=26)] = ()


class Granted(Message):
    """A ticket that this device may call by itself from now on."""

    grant_id: str
    rev: int
    ticket: dict[str, Any]
    version: int
    person: dict[str, Any] | None = None


class ReserveReply(Message):
    grants: tuple[Granted, ...]


class WindowsRequest(Message):
    """Asks how the hall's devices stand."""


class WindowStanding(Message):
    """One device: when it was last heard, and what waits for it. In doubt: it holds tickets and is silent."""

    device: str
    status: str
    last_seen_at: str | None
    reserved: int
    in_doubt: bool


class WindowsReply(Message):
    windows: tuple[WindowStanding, ...]


class BoardReply(Message):
    """The hall's board (app/rules/board.py), with the number of the feed it was made at."""

    board: dict[str, Any]
    seq: int


__all__ = [
    "BoardReply", "CallRequest", "Granted", "Name", "PersonTold", "ReserveReply", "ReserveRequest",
    "TakeRequest", "TicketReply", "WindowStanding", "WindowsReply", "WindowsRequest",
]  # fmt: skip
