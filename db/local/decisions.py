"""A decision on its way to paper: the numbers it takes, the rows it writes, the envelope that can do it
again.

Whatever a decision writes is said as a list of repository calls with plain arguments. The same list runs in
the transaction and lies in the journal, so that doing it again after a crash is the same code with the same
values.
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
from db.local.parties import Parties
from db.local.rows import moment, to_json
from db.local.scans import Scans
from db.local.unit import Unit

P = ParamSpec("P")
R = TypeVar("R")

ENVELOPE_VERSION: Final = 1
_BESIDES: Final = frozenset({"steps", "calls"})  # not in the head of the journalled text
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
    "inbox.close": Inbox.close,
}
Call = list[Any]  # name, arguments, keyword arguments
_NAMES: Final = {method: name for name, method in _STEPS.items()}


class Plan:
    """The rows a decision writes: `plan.do(Cases.insert, row, tokens)`, in order, all or none."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.calls: list[Call] = []

    def do(self, method: Callable[Concatenate[R, P], Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Adds one repository call; its arguments are frozen as JSON text now."""
        name = _NAMES.get(method)
        if name is None:
            raise ValueError(f"not journalled: {getattr(method, '__qualname__', method)}")
        step = to_json([name, args, kwargs])
        self.steps.append(step)
        # Read back now, not in the transaction: the rows are written from the text that is journalled.
        self.calls.append(json.loads(step))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command means (`payload`, for the centre) and what it writes here (`plan`)."""

    entity: str
    entity_id: str
    payload: Mapping[str, Any]
    plan: Plan
    base_version: int | None = None


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
    v: int = ENVELOPE_VERSION
    calls: Sequence[Call] = field(default=(), repr=False, compare=False)  # the steps, read

    def body(self) -> bytes:
        head = to_json({name: getattr(self, name) for name in self.__slots__ if name not in _BESIDES})
        return f'{head[:-1]},"steps":[{",".join(self.steps)}]}}'.encode()

    @classmethod
    def parse(cls, body: bytes) -> Envelope:
        record = json.loads(body)
        record["calls"] = record["steps"]
        record["steps"] = tuple(to_json(step) for step in record["calls"])
        return cls(**record)

    def write(self, unit: Unit, dev_seq: int) -> None:
        """The rows and the outbox command of this decision, in the caller's transaction."""
        for name, args, kwargs in self.calls:
            repository = getattr(unit, name.partition(".")[0])
            _STEPS[name](repository, *args, **kwargs)
        payload = self.payload.encode()
        unit.outbox.append(
            {
                "dev_seq": dev_seq,
                "cmd_id": self.cmd_id,
                "kind": self.kind,
                "cmd_version": self.cmd_version,
                "entity": self.entity,
                "entity_id": self.entity_id,
                "base_version": self.base_version,
                "payload": payload,
                "payload_sha256": hashlib.sha256(payload).digest(),
                "actor": self.actor,
                "at_wall": self.at,
                "boot_id": self.boot_id,
                "at_mono_ms": self.mono_ms,
                "state": "pending",
            }
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
        payload=to_json(decision.payload),
        actor=actor,
        at=moment(reserved.at),
        boot_id=boot_id,
        mono_ms=mono_ms,
        numbers=dict(reserved.taken),
        steps=tuple(decision.plan.steps),
        calls=decision.plan.calls,
    )
