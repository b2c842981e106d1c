"""What waits for a person (待处理): what the centre refused, what two windows changed at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from app.errors import Conflict, Problem, Rejected
from app.rules.merge import flatten
from app.services.changes import Subject
from app.services.house import COMMAND_VERSION, House
from app.services.views import Author, ConflictLine, ConflictView, FieldClash

if TYPE_CHECKING:
    from db.local.decisions import Decision, Reservation
    from db.local.unit import Unit

Row = dict[str, Any]
Choice = Literal["mine", "theirs"]
_CHOICES: Final = ("mine", "theirs")
_LONGEST_NOTE: Final = 500


class AttentionService:
    """Reads the conflict inbox and closes its entries; nothing else closes one (sync.md 2.6)."""

    def __init__(self, house: House) -> None:
        self._house = house

    def open(self) -> tuple[ConflictLine, ...]:
        """The entries that wait, the oldest first."""
        with self._house.store.read() as unit:
            return tuple(_line(unit, row) for row in unit.inbox.open())

    def view(self, id: str) -> ConflictView:
        """A whole entry, open or closed. Conflict("no-such-conflict")."""
        with self._house.store.read() as unit:
            row = unit.inbox.get(id)
            if row is None:
                raise Conflict("no-such-conflict", id=id)
            return _view(unit, row)

    def of_case(self, case_id: str) -> tuple[ConflictView, ...]:
        """Every entry about a case, settled ones too, the oldest first: both versions stay in its record."""
        with self._house.store.read() as unit:
            return tuple(_view(unit, row) for row in unit.inbox.of_entity(case_id))

    def resolve(self, id: str, choices: Mapping[str, Choice], note: str = "") -> None:
        """A person's decision: journalled, on its way to the centre, and the entry is closed here at once.

        `choices` names every field that clashes; a refused command has none and needs a note. Rejected with
        what is missing; Conflict("already-closed") when somebody was earlier.
        """
        clerk = self._house.desk.signed_in()
        told = " ".join(note.split())

        def build(reserved: Reservation) -> Decision:
            from db.local.decisions import Decision, Plan
            from db.local.inbox import Inbox

            with self._house.store.read() as unit:
                row = unit.inbox.get(id)
                version = unit.base.version("conflict", id)
            if row is None:
                raise Conflict("no-such-conflict", id=id)
            if row["state"] != "open":
                raise Conflict("already-closed", id=id)
            if problems := _problems(row, choices, told):
                raise Rejected(problems)
            plan = Plan()
            plan.do(Inbox.close, id, by=clerk.id, at=reserved.at, choices=dict(choices), note=told)
            payload = {"choices": dict(choices), "note": told}
            return Decision("conflict", id, payload, plan, base_version=version)

        self._house.store.decide("conflict.resolve", clerk.id, build, cmd_version=COMMAND_VERSION)
        self._house.decided(frozenset({Subject.ATTENTION, Subject.CASES, Subject.OUTBOX}))


def _problems(row: Row, choices: Mapping[str, str], note: str) -> list[Problem]:
    fields = _fields(row)
    problems = [Problem(name, "no-choice") for name in fields if choices.get(name) not in _CHOICES]
    problems += [Problem(name, "no-such-field") for name in choices if name not in fields]
    if row["kind"] == "fields" and not fields:  # announced, but what clashes has not come down yet
        problems.append(Problem("fields", "no-choice"))
    if not fields and not note:
        problems.append(Problem("note", "empty"))
    if len(note) > _LONGEST_NOTE:
        problems.append(Problem("note", "too-long", {"length": len(note), "limit": _LONGEST_NOTE}))
    return problems


def _fields(row: Row) -> tuple[str, ...]:
    """The fields a person chooses among; what was refused is one piece, whose content is in `mine`."""
    return tuple(sorted(row["mine"])) if row["kind"] == "fields" else ()


def _line(unit: Unit, row: Row) -> ConflictLine:
    return ConflictLine(
        id=row["id"],
        kind=row["kind"],
        case_id=row["entity_id"] if row["entity"] == "case" else None,
        case_no=row["case_no"],
        command_kind=row["command_kind"],
        at=datetime.fromisoformat(row["at"]),
        device_code=row["device_code"],
        counter_no=row["counter_no"],
        clerk_name=_mine_by(unit, row).clerk_name,
        code=row["code"],
        fields=_fields(row),
    )


def _view(unit: Unit, row: Row) -> ConflictView:
    decided_by = row["decided_by"]
    whole = row["kind"] != "fields"
    return ConflictView(
        line=_line(unit, row),
        clashes=tuple(
            FieldClash(name, row["mine"][name], row["theirs"].get(name), row["base"].get(name))
            for name in _fields(row)
        ),
        mine_by=_mine_by(unit, row),
        theirs_by=_theirs_by(unit, row),
        facts=row["facts"],
        payload=_content(row["mine"]) if whole else {},
        is_open=row["state"] == "open",
        decided_by=None if decided_by is None else _name(unit, decided_by) or decided_by,
        decided_at=datetime.fromisoformat(row["decided_at"]) if row["decided_at"] else None,
        note=row["note"],
        choices=row["choices"],
    )


def _content(payload: Mapping[str, Any]) -> Row:
    """The fields a refused command would have set; what a command of another kind says otherwise."""
    if isinstance(changes := payload.get("changes"), Mapping):
        return dict(changes)
    return flatten(payload["case"]) if isinstance(payload.get("case"), Mapping) else dict(payload)


def _mine_by(unit: Unit, row: Row) -> Author:
    event = row["mine"].get("event")
    facts = event.get("facts") if row["kind"] != "fields" and isinstance(event, Mapping) else None
    return Author(
        clerk=row["clerk"],
        clerk_name=_name(unit, row["clerk"]) or str((facts or {}).get("clerk_name") or ""),
        device_code=row["device_code"],
        counter_no=row["counter_no"],
        at=datetime.fromisoformat(row["at"]),
    )


def _theirs_by(unit: Unit, row: Row) -> Author:
    """Who wrote what stands at the centre; of several fields the one written last."""
    parts = [part for part in row["theirs_by"].values() if isinstance(part, Mapping)]
    last = max(parts, key=lambda part: str(part.get("at") or ""), default={})
    clerk = str(last.get("clerk") or "")
    at = last.get("at")
    return Author(
        clerk=clerk,
        clerk_name=_name(unit, clerk) or str(last.get("clerk_name") or ""),
        device_code=str(last.get("device_code") or ""),
        counter_no=str(last.get("counter_no") or ""),
        at=datetime.fromisoformat(at) if isinstance(at, str) and at else None,
    )


def _name(unit: Unit, clerk_id: str) -> str:
    row = unit.clerks.get(clerk_id) if clerk_id else None
    return "" if row is None else str(row["name"])
