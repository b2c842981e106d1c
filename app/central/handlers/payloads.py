"""The words of a command about a case: checked by hand, because ten thousand of them may come at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType, NoneType
from typing import Any, Final, NamedTuple

from app.central.records import moment
from app.central.refusals import Refusal
from app.rules.identity import IdKind
from app.rules.merge import flatten
from app.wire.messages import Command

NOTICES: Final = 50  # of one decision, at most
FIELDS: Final = 2000
_ID: Final = re.compile(r"[0-9A-Za-z._:-]{1,80}")
_NUMBER: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")
_CODE: Final = re.compile(r"[0-9A-Z]{31}")  # 实施编码
_NOTICE: Final = ("id", "kind", "number", "copies", "pages", "pdf_sha256", "content", "made_at", "made_by")
_TEXT, _TEXT_OR_NONE, _NUMBER_OF, _NOTHING = (str,), (str, NoneType), (int,), NoneType
_TEXTS: Final = (
    "id case_no status item_code item_version item_name applicant_name id_kind id_number phone remark"
    " counter_no clerk opened_at"
)
_TEXTS_OR_NONE: Final = (
    "ticket decided_at received_on notify_by supplement_by accepted_on promised_by legal_by deferred_by"
    " paused_since pause_until pause_reason take_back_until ground authority reason central_no"
)
# What the columns of every window hold. One window must not be able to send another what it cannot store; a
# field that is not here belongs to a later program and goes through as it is.
_TYPES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(_TEXTS.split(), _TEXT),
        **dict.fromkeys(_TEXTS_OR_NONE.split(), _TEXT_OR_NONE),
        **dict.fromkeys(("paused_days", "deemed"), _NUMBER_OF),
        "unpublished_year": (int, _NOTHING),
        **dict.fromkeys(("applicant", "answers"), (dict,)),
        "agent": (dict, _NOTHING),
    }
)
_NOTICE_TYPES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("kind", "pdf_sha256", "made_at", "made_by"), _TEXT),
        **dict.fromkeys(("copies", "pages"), _NUMBER_OF),
    }
)
_EVENT_TYPES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {**dict.fromkeys(("at", "kind", "clerk"), _TEXT_OR_NONE), "facts": (dict,)}
)


class CasePayload(NamedTuple):
    """A command about a case, checked. `implementation_code` is None when it is not 31 characters."""

    case_id: str
    act: str
    case_no: str | None
    changes: dict[str, Any]
    marks: tuple[str, ...]  # the names among these that are papers
    event: dict[str, Any]
    notices: tuple[dict[str, Any], ...]
    implementation_code: str | None


def read_case(command: Command, payload: Mapping[str, Any]) -> CasePayload:
    """Refusal("malformed-payload", where) for anything that is not as agreed."""
    if command.entity != "case" or command.entity_id is None:
        raise Refusal("malformed-payload", where="entity")
    act = command.kind.partition(".")[2]
    if payload.get("act", act) != act:
        raise Refusal("malformed-payload", where="act")
    case_no = payload.get("case_no")
    if case_no is not None and not _is(_NUMBER, case_no):
        raise Refusal("malformed-payload", where="case_no")
    changes = payload.get("changes")
    if not isinstance(changes, dict) or len(changes) > FIELDS:
        raise Refusal("malformed-payload", where="changes")
    _check_types(changes, _TYPES)
    marks = tuple(name for name in changes if name[:6] == "marks/")
    for name in marks:
        if not isinstance(changes[name], dict | None):
            raise Refusal("malformed-payload", where=name)
    code = payload.get("implementation_code")
    return CasePayload(
        command.entity_id,
        act,
        case_no,
        changes,
        marks,
        _event(command, payload.get("event")),
        _notices(payload.get("notices")),
        code if _is(_CODE, code) else None,
    )


def _event(command: Command, event: object) -> dict[str, Any]:
    """The line of the timeline; what it does not say itself, the command says."""
    if event is None:
        event = {}
    if not isinstance(event, dict):
        raise Refusal("malformed-payload", where="event")
    _check_types(event, _EVENT_TYPES)
    return {
        "at": event.get("at") or moment(command.at),
        "kind": event.get("kind") or command.kind.partition(".")[2],
        "clerk": event.get("clerk") or command.actor,
        "facts": event.get("facts", {}),
    }


def _notices(notices: object) -> tuple[dict[str, Any], ...]:
    if notices is None:
        return ()
    if not isinstance(notices, list) or len(notices) > NOTICES:
        raise Refusal("malformed-payload", where="notices")
    checked: list[dict[str, Any]] = []
    for notice in notices:
        if not isinstance(notice, dict):
            raise Refusal("malformed-payload", where="notices")
        if not _is(_ID, notice.get("id")) or not _is(_NUMBER, notice.get("number")):
            raise Refusal("malformed-payload", where="notices")
        _check_types(notice, _NOTICE_TYPES)
        checked.append({name: notice[name] for name in _NOTICE if name in notice})
    return tuple(checked)


def _check_types(told: Mapping[str, Any], types: Mapping[str, tuple[type, ...]]) -> None:
    for name in told.keys() & types.keys():
        if not isinstance(told[name], types[name]):
            raise Refusal("malformed-payload", where=name)


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def upcast_case(payload: dict[str, Any]) -> dict[str, Any]:
    """Version 1, of stores from before there was a centre: the whole row nested, notices without content.

    What version 1 left out and the row can say by itself is filled in from the applicant's record.
    """
    case = payload["case"]
    applicant = case.get("applicant") or {}
    changes = {
        "item_name": case.get("item_code"),
        "applicant_name": applicant.get("name", ""),
        "id_kind": applicant.get("id_kind", IdKind.RESIDENT_ID.value),
        "id_number": applicant.get("id_number", ""),
        "phone": applicant.get("phone", ""),
        **flatten(case),
    }
    return {
        "act": payload.get("act"),
        "case_no": case.get("case_no"),
        "changes": changes,
        "event": {},
        "notices": payload.get("notices", []),
        "implementation_code": None,
    }
