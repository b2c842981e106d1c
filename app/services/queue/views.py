"""What the queue hands out: frozen values for the strip, the kiosk and the queue page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.records import dataclass
from app.rules.identity import IdKind
from app.rules.party import Party
from app.rules.slip import Slip
from app.rules.ticket import Ticket
from app.rules.waiting import Estimate


class Mode(StrEnum):
    """Who decides who is called here."""

    ALONE = "alone"  # no centre is set up: this store has the whole queue
    ONLINE = "online"  # the centre
    OFFLINE = "offline"  # this window, from its reserve and its own series


@dataclass(frozen=True, slots=True)
class Person:
    """Who holds a ticket; empty where nobody said."""

    name: str = ""
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    phone: str = ""
    from_card: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.id_number)

    def party(self) -> Party:
        """The applicant a visit begins with."""
        return Party(
            name=self.name,
            id_kind=self.id_kind,
            id_number=self.id_number,
            phone=self.phone,
            read_from_card=self.from_card,
        )


def person_record(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "id_kind": str(person.id_kind),
        "id_number": person.id_number,
        "phone": person.phone,
        "from_card": person.from_card,
    }


def person_of(record: Mapping[str, Any] | None) -> Person:
    if not record:
        return Person()
    return Person(
        name=record["name"],
        id_kind=IdKind(record["id_kind"]),
        id_number=record["id_number"],
        phone=record["phone"],
        from_card=bool(record.get("from_card", False)),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A ticket with the version its row has here, and its person."""

    ticket: Ticket
    version: int
    person: Person
    sync_state: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the kiosk says of a business before a number is taken."""

    letter: str
    ahead: int
    estimate: Estimate | None
    open_counters: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket that was just issued, with its slip."""

    ticket: Ticket
    slip: Slip


@dataclass(frozen=True, slots=True)
class StripView:
    """What the queue strip shows of this window and its queue."""

    mode: Mode
    current: Ticket | None
    person: Person
    waiting: int
    longest_min: int
    following: tuple[Ticket, ...]
    held: tuple[Ticket, ...]
    paused: bool
    recall_limit: int
    reserve: int  # tickets that may be called without the centre
    known: bool  # whether there is any ticket at all today: False = nobody takes numbers here


@dataclass(frozen=True, slots=True)
class CounterLine:
    """One window of the hall on the supervisor's board."""

    no: str
    area: str
    serves: tuple[str, ...]
    prefers: tuple[str, ...]
    state: str  # open | paused | closed; empty: nobody told
    number: str  # of the ticket in hand
    clerk: str
    served: int
    device: str = ""
    told_at: str | None = None  # when the window last said how it stands
    reserved: int = 0  # waiting tickets that belong to it
    last_seen_at: str | None = None  # by the centre
    in_doubt: bool = False  # it holds tickets, and the centre has not heard of it for long
