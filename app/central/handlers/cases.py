"""What is decided about a case at a window, carried out on the centre's record of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.central import conflicting
from app.central.actors import SYSTEM
from app.central.batch import Touches
from app.central.context import Answer, Context
from app.central.handlers.payloads import CasePayload, read_case, upcast_case
from app.central.records import Record
from app.central.refusals import Refusal
from app.errors import Conflict
from app.rules.case import Act, CaseStatus, after
from app.rules.merge import WORKFLOW
from app.wire.messages import Command

LAST_SERIAL: Final = 9999  # of a 办件编号 prefix: four digits
CASE_NUMBERS: Final = "case"
NOTICE_NUMBERS: Final = "notice"
LAPSED: Final = "supplement-limit-passed"  # why a case was withdrawn when nobody did it
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_CONCLUDED: Final = frozenset({CaseStatus.GRANTED, CaseStatus.DENIED})


def decide(context: Context, command: Command, payload: dict[str, Any]) -> Answer:
    """An act on a case: a new one, or the next move of one the centre has.

    Refusal: malformed-payload, no-such-case, move-not-permitted, never-changes, number-taken, notice-exists.
    """
    told = _told(context, command, payload)
    record = context.get("case", told.case_id)
    act = Act(told.act)
    if record is None:
        body, taken, conflict_id = _opened(context, command, told, act), None, None
    elif command.actor == SYSTEM and _has_happened(record, act):
        return Answer()
    else:
        status = _next(record, told, act)
        # Whether the clerk's own window could see the present state is asked of the move, not of the field.
        changes = {**told.changes, "status": status}
        body, taken, conflict_id = conflicting.apply(context, "case", record, changes)
    number = _central_no(context, body, told)
    if number is not None:
        body["central_no"] = number
        taken = None if taken is None else (*taken, "central_no")
    context.put("case", told.case_id, body, taken)
    _keep_papers(context, told)
    return Answer(conflict_id, {"central_no": body["central_no"]} if body["central_no"] else None)


def amend(context: Context, command: Command, payload: dict[str, Any]) -> Answer:
    """Corrections without a move: a phone, a remark, a misspelt name.

    Refusal: malformed-payload, no-such-case, not-amendable, never-changes.
    """
    told = _told(context, command, payload)
    record = context.get("case", told.case_id)
    if record is None:
        raise Refusal("no-such-case", id=told.case_id)
    for name in sorted(told.changes.keys() & WORKFLOW):
        raise Refusal("not-amendable", field=name)
    body, taken, conflict_id = conflicting.apply(context, "case", record, told.changes)
    context.put("case", told.case_id, body, taken)
    _keep_papers(context, told)
    return Answer(conflict_id)


def touch(command: Command, payload: dict[str, Any]) -> Touches:
    """The papers, numbers and serials an act will ask for."""
    told = read_case(command, payload)
    numbers = [(NOTICE_NUMBERS, notice["number"]) for notice in told.notices]
    if told.case_no is not None:
        numbers.append((CASE_NUMBERS, told.case_no))
    accepted_on = told.changes.get("accepted_on")
    prefix = _prefix(told.implementation_code, accepted_on)
    return Touches(
        tuple(("notice", notice["id"]) for notice in told.notices),
        tuple(numbers),
        () if prefix is None else (prefix,),
        told,
    )


def _told(context: Context, command: Command, payload: dict[str, Any]) -> CasePayload:
    """The checked payload; `touch` has read it already unless there was something wrong with it."""
    return context.told if isinstance(context.told, CasePayload) else read_case(command, payload)


def _opened(context: Context, command: Command, told: CasePayload, act: Act) -> dict[str, Any]:
    """The fields of a case the centre has not seen: its first command must tell all of them."""
    if command.base_version:
        raise Refusal("no-such-case", id=told.case_id)
    fields, case_no = told.changes, told.case_no
    if case_no is None or fields.get("item_code") is None:
        raise Refusal("no-such-case", id=told.case_id)
    if fields.get("id", told.case_id) != told.case_id or fields.get("case_no", case_no) != case_no:
        raise Refusal("malformed-payload", where="case_no")
    status = _after(CaseStatus.DRAFT, act)
    if fields.get("status", status) != status:
        raise Refusal("move-not-permitted", status=CaseStatus.DRAFT.value, act=act.value)
    context.take_number(CASE_NUMBERS, case_no, "case", told.case_id)
    return {**fields, "id": told.case_id, "case_no": case_no, "status": status.value, "central_no": None}


def _next(record: Record, told: CasePayload, act: Act) -> str:
    """The state after an act by the centre's own record. Refusal("move-not-permitted")."""
    body = record.body
    status = CaseStatus(body["status"])
    asked = told.changes.get("status")
    if told.case_no is not None and told.case_no != body["case_no"]:
        raise Refusal("never-changes", field="case_no")
    if act is Act.DELIVER and (asked != CaseStatus.DELIVERED or status not in _CONCLUDED):
        # Notices may be handed over at any time; only the result's hand-over is a move.
        if asked == CaseStatus.DELIVERED:
            raise Refusal("move-not-permitted", status=status.value, act=act.value)
        return status.value
    if act is Act.TAKE_BACK and status is CaseStatus.ACCEPTED:
        # A case that was received or being corrected before goes on from there.
        reached = CaseStatus(body.get("extra/before_accept") or CaseStatus.DRAFT)
    else:
        reached = _after(status, act)
    if asked is not None and asked != reached:
        raise Refusal("move-not-permitted", status=status.value, act=act.value)
    return reached.value


def _has_happened(record: Record, act: Act) -> bool:
    """Whether a limit passed already: every window that knows a case says so, and the first one is enough."""
    if act is Act.DEEM_ACCEPTED:
        return bool(record.body.get("deemed"))
    return record.body["status"] == CaseStatus.WITHDRAWN and record.body.get("reason") == LAPSED


def _after(status: CaseStatus, act: Act) -> CaseStatus:
    try:
        return after(status, act)
    except Conflict:
        raise Refusal("move-not-permitted", status=status.value, act=act.value) from None


def _keep_papers(context: Context, told: CasePayload) -> None:
    """The notices with their numbers, the line of the timeline, and which scans belong to the case."""
    command = context.command
    for notice in told.notices:
        number, id = notice["number"], notice["id"]
        context.take_number(NOTICE_NUMBERS, number, "notice", id)
        if context.get("notice", id) is not None:
            raise Refusal("notice-exists", id=id, number=number)
        context.put("notice", id, {"case_id": told.case_id, **notice})
        _refer(context, notice.get("pdf_sha256"), "notice", id)
    context.add("event", command.cmd_id, {"case_id": told.case_id, **told.event})
    for name in told.marks:
        if isinstance(mark := told.changes[name], dict):
            for sum in mark.get("scans", ()):
                _refer(context, sum, "case", told.case_id)


def keep_refused(context: Context, command: Command, payload: dict[str, Any], conflict_id: str) -> None:
    """What is in somebody's hand is a fact, whatever became of the decision: its notices keep their numbers.

    So does the line of the timeline; all of it names the entry where a person is told why.
    """
    try:
        told = read_case(command, payload)
    except Refusal:
        return
    for notice in told.notices:
        number, id = notice["number"], notice["id"]
        if context.get("notice", id) is None and context.is_free(NOTICE_NUMBERS, number):
            context.take_number(NOTICE_NUMBERS, number, "notice", id)
            context.put("notice", id, {"case_id": told.case_id, **notice, "refused": conflict_id})
            _refer(context, notice.get("pdf_sha256"), "notice", id)
    context.add("event", command.cmd_id, {"case_id": told.case_id, **told.event, "refused": conflict_id})


def _refer(context: Context, sha256: object, entity: str, entity_id: str) -> None:
    if isinstance(sha256, str) and _SUM.fullmatch(sha256):
        context.refer(sha256, entity, entity_id)


def _central_no(context: Context, body: Mapping[str, Any], told: CasePayload) -> str | None:
    """The 43 characters of a 办件编号: 实施编码, day of acceptance, serial of that day; once and for all.

    None while the item's code is unknown or the day's serials are used up: 未公布 is said then.
    """
    if body.get("central_no"):
        return None
    prefix = _prefix(told.implementation_code, body.get("accepted_on"))
    if prefix is None:
        return None
    serial = context.serial(prefix)
    return f"{prefix}{serial:04d}" if serial <= LAST_SERIAL else None


def _prefix(implementation_code: str | None, accepted_on: object) -> str | None:
    if implementation_code is None or not isinstance(accepted_on, str):
        return None
    day = accepted_on.replace("-", "")
    return implementation_code + day if len(day) == 8 and day.isascii() and day.isdigit() else None


_ACTS: Final = tuple(f"case.{act.value}" for act in Act)
_Handle = Callable[[Context, Command, dict[str, Any]], Answer]
HANDLERS: Final[Mapping[str, _Handle]] = MappingProxyType(
    {**dict.fromkeys(_ACTS, decide), "case.amend": amend}
)
TOUCHES: Final = MappingProxyType(dict.fromkeys((*_ACTS, "case.amend"), touch))
REFUSED: Final = MappingProxyType(dict.fromkeys((*_ACTS, "case.amend"), keep_refused))
UPCASTS: Final = MappingProxyType({(kind, 1): upcast_case for kind in _ACTS})
