"""A decision on its way to paper: the numbers it takes, the rows it writes, the envelope that can do it
again.

Whatever a decision writes is said as a list of repository calls with plain arguments. The same list runs in
the transaction and lies in the journal, so that doing it again after a crash is the same code with the same
values. Rows and words get their last form while the decision is worked out: the transaction only writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from app.records import dataclass
from db.local.cases import Cases
from db.local.certificates import Certificates
from db.local.consultations import Consultations
from db.local.drafts import Drafts
from db.local.events import AuditLog, Events
from db.local.ids import trace_of
from db.local.inbox import Inbox
from db.local.journal import Place
from db.local.notices import Notices
from db.local.packing import packed, unpacked
from db.local.parties import Parties
from db.local.rows import moment, to_json
from db.local.scans import Scans
from db.local.tickets import Tickets
from db.local.unit import Unit

P = ParamSpec("P")
R = TypeVar("R")

ENVELOPE_VERSION: Final = 2
_BESIDES: Final = frozenset({"payload", "steps", "calls", "words"})  # not in the head of the journalled text
_END_OF_HEAD: Final = b"\0"
# What may be journalled and done again: repository attribute of the unit, and method.
_STEPS: Final[dict[str, Callable[..., Any]]] = {
    "cases.insert": Cases.insert,
    "cases.update": Cases.update,
    "cases.reindex": Cases.reindex,
    "parties.upsert": Parties.upsert,
    "notices.insert": Notices.insert,
    "events.append": Events.append,
    "audit.append": AuditLog.append,
    "scans.put": Scans.put,
    "drafts.put": Drafts.put,
    "drafts.delete": Drafts.delete,
    "certificates.put": Certificates.put,
    "consultations.add": Consultations.add,
    "consultations.change": Consultations.change,
    "consultations.use_grant": Consultations.use_grant,
    "consultations.drop_grant": Consultations.drop_grant,
    "inbox.close": Inbox.close,
    "tickets.add": Tickets.add,
    "tickets.change": Tickets.change,
    "tickets.use_grant": Tickets.use_grant,
    "tickets.release_grant": Tickets.release_grant,
    "tickets.put_counter": Tickets.put_counter,
}
# Of these the last form is made beforehand: what makes it, and what writes it.
_READY: Final[dict[str, tuple[Callable[..., tuple[Any, ...]], Callable[..., Any]]]] = {
    "cases.insert": (Cases.ready, Cases.insert_ready),
    "parties.upsert": (Parties.ready, Parties.upsert_ready),
    "notices.insert": (Notices.ready, Notices.insert_ready),
    "events.append": (Events.ready, Events.append_ready),
}
Call = tuple[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]]  # repository, method, its arguments
_NAMES: Final = {method: name for name, method in _STEPS.items()}


class Plan:
    """The rows a decision writes: `plan.do(Cases.insert, row, tokens)`, in order, all or none."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.calls: list[Call] = []
        self.closed = False

    def do(self, method: Callable[Concatenate[R, P], Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Adds one repository call; its arguments are frozen as JSON text now."""
        name = _NAMES.get(method)
        if self.closed:
            raise ValueError("the decision is made: nothing can be added to its plan")
        if name is None:
            raise ValueError(f"not journalled: {getattr(method, '__qualname__', method)}")
        step = to_json([name, args, kwargs])
        self.steps.append(step)
        # Read back now, not in the transaction: the rows are written from the text that is journalled.
        self.calls.append(_call(*json.loads(step)))


def _call(name: str, args: list[Any], kwargs: dict[str, Any]) -> Call:
    repository = name.partition(".")[0]
    if name in _READY:
        ready, method = _READY[name]
        return repository, method, ready(*args, **kwargs), {}
    return repository, _STEPS[name], tuple(args), kwargs


@dataclass(frozen=True, slots=True)
class Words:
    """What a decision says, as it is kept: for the centre, and for the journal."""

    payload: bytes  # packed
    sha256: bytes  # of the payload's text
    frame: bytes  # payload and steps, packed

    @classmethod
    def of(cls, payload: str, steps: Sequence[str]) -> Words:
        text = payload.encode()
        frame = f'{{"payload":{to_json(payload)},"steps":[{",".join(steps)}]}}'.encode()
        return cls(packed(text), hashlib.sha256(text).digest(), packed(frame))


class Decision:
    """What a command means (`payload`, for the centre) and what it writes here (`plan`, closed by this)."""

    def __init__(
        self,
        entity: str,
        entity_id: str,
        payload: Mapping[str, Any],
        plan: Plan,
        base_version: int | None = None,
    ) -> None:
        self.entity = entity
        self.entity_id = entity_id
        self.base_version = base_version
        self.payload = to_json(payload)
        self.plan = plan
        plan.closed = True
        self.words = Words.of(self.payload, plan.steps)


class Reservation:
    """What is fixed before a decision is worked out: its identity, its moment, the numbers it asks for."""

    def __init__(self, cmd_id: str, at: datetime, highest: Callable[[str], int]) -> None:
        self.cmd_id = cmd_id
        self.at = at
        self._highest = highest
        self.taken: dict[str, int] = {}

    @property
    def trace(self) -> str:
        """What the paper of this decision is traced by, as printed in the QR code."""
        return trace_of(self.cmd_id)

    def next(self, series: str) -> int:
        """The next number of a series (1, 2, 3 …), such as "case:261123" or "notice:2026"; never given
        twice.
        """
        number = max(self.taken.get(series, 0), self._highest(series)) + 1
        self.taken[series] = number
        return number


@dataclass(frozen=True, slots=True)
class Envelope:
    """A decided command as the journal keeps it: everything necessary to do it again."""

    cmd_id: str
    dev_seq: int
    kind: str
    cmd_version: int
    entity: str
    entity_id: str
    base_version: int | None
    payload: str
    actor: str
    at: str
    boot_id: str
    mono_ms: int
    numbers: Mapping[str, int]
    steps: tuple[str, ...] = field(repr=False)
    words: Words = field(repr=False, compare=False)
    v: int = ENVELOPE_VERSION
    calls: Sequence[Call] = field(default=(), repr=False, compare=False)  # the steps, read

    def body(self) -> bytes:
        """A head in JSON, and behind a zero byte the packed words."""
        head = to_json({name: getattr(self, name) for name in self.__slots__ if name not in _BESIDES})
        return head.encode() + _END_OF_HEAD + self.words.frame

    @classmethod
    def parse(cls, body: bytes) -> Envelope:
        """Also what older programs wrote: one JSON text with the payload and the steps in it."""
        head, _, frame = body.partition(_END_OF_HEAD)
        record = json.loads(head)
        if frame:
            record |= json.loads(unpacked(frame))
        steps = tuple(to_json(step) for step in record["steps"])
        record["calls"] = [_call(*step) for step in record["steps"]]
        record |= {"v": ENVELOPE_VERSION, "steps": steps, "words": Words.of(record["payload"], steps)}
        return cls(**record)

    def write(self, unit: Unit, dev_seq: int) -> None:
        """The rows and the outbox command of this decision, in the caller's transaction."""
        for repository, method, args, kwargs in self.calls:
            method(getattr(unit, repository), *args, **kwargs)
        self.tell(unit, dev_seq)

    def tell(self, unit: Unit, dev_seq: int) -> None:
        """The outbox command alone."""
        unit.outbox.append_ready(
            (
                dev_seq,
                self.cmd_id,
                self.kind,
                self.cmd_version,
                self.entity,
                self.entity_id,
                self.base_version,
                self.words.payload,
                self.words.sha256,
                self.actor,
                self.at,
                self.boot_id,
                self.mono_ms,
                "pending",
            )
        )

    def count(
        self, unit: Unit, dev_seq: int, place: Place | None = None, burnt: Mapping[str, int] | None = None
    ) -> None:
        """The counters after this decision; for doing it again there is no new place in the journal.

        `burnt` are numbers of decisions that failed after the journal had them; they are never given again.
        """
        highest = dict(burnt or {})
        for series, number in self.numbers.items():
            highest[series] = max(number, highest.get(series, 0))
        unit.state.counted(next_seq=dev_seq + 1, numbers=highest, at=self.at, place=place)


def envelope(
    reserved: Reservation,
    decision: Decision,
    *,
    dev_seq: int,
    kind: str,
    cmd_version: int,
    actor: str,
    boot_id: str,
    mono_ms: int,
) -> Envelope:
    """Seals a worked-out decision with its numbers."""
    return Envelope(
        cmd_id=reserved.cmd_id,
        dev_seq=dev_seq,
        kind=kind,
        cmd_version=cmd_version,
        entity=decision.entity,
        entity_id=decision.entity_id,
        base_version=decision.base_version,
        payload=decision.payload,
        actor=actor,
        at=moment(reserved.at),
        boot_id=boot_id,
        mono_ms=mono_ms,
        numbers=dict(reserved.taken),
        steps=tuple(decision.plan.steps),
        words=decision.words,
        calls=decision.plan.calls,
    )
