"""Cases of all windows as the screens read them: row, search index, applicant, notices, timeline."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from app.rules.case import CaseStatus
from app.rules.merge import Fields, overlay, unflatten
from app.rules.party import Party
from app.rules.search_terms import TOKENS_VERSION
from app.rules.visit import agent_from, marks_from, party_from
from app.services.case_views import BY_NAME, case_tokens, party_tokens, stand_in
from app.services.changes import Subject
from app.services.views import NoticeKind
from app.sync.stage import Stage, Unshown, changes_of
from db.local.base import Based
from db.local.cases import CASE
from db.local.ids import uuid7
from db.local.notices import NOTICE
from db.local.rows import Row

_log = logging.getLogger(__name__)
# What this window keeps of a case for itself.
_OURS: Final = frozenset({"party_id", "version", "sync_state", "tok_v"})
_TOLD: Final = frozenset(CASE.names) - _OURS
_DEFAULTS: Final[Mapping[str, Any]] = {
    **{"phone": "", "remark": "", "counter_no": "", "clerk": "", "paused_days": 0, "deemed": 0},
    **{"agent": None, "answers": {}, "marks": {}, "extra": {}},
}
_NEEDED: Final = (
    *("id", "case_no", "status", "item_code", "item_version", "item_name", "applicant_name", "id_kind"),
    *("id_number", "opened_at"),
)
# What a case is found by.
_FOUND_BY: Final = frozenset(
    {"applicant", "agent", "id_number", "phone", "item_code", "item_version", "item_name"}
)
_NOTICES: Final = frozenset(kind.value for kind in NoticeKind)
_PLAIN: Final = frozenset({str, int, type(None)})


def show_case(stage: Stage, record: Based) -> None:
    """The row of a case. A case of this window is never taken away, whatever the centre has lost."""
    unit = stage.unit
    ours = unit.cases.get(record.id)
    if record.deleted:
        _log.warning("case %s is not at the centre any more; it stays here", record.id)
        if ours is not None:
            unit.cases.stand(record.id, "local")
            stage.touched.add(Subject.CASES)
        return
    waiting = [changes_of(payload) for _, payload in stage.overlay("case", record.id)]
    row, applicant = _row(overlay(record.body, waiting), ours)
    if ours is None:
        _insert(stage, row, applicant)
        for waited in unit.base.waiting_for(record.id):
            stage.show(waited)
    else:
        _update(stage, ours, row, applicant)
    stage.touched.add(Subject.CASES)


def _row(fields: Fields, ours: Row | None) -> tuple[Row, Party]:
    """The columns of a case from its flat fields; a field this program does not know stays in the base."""
    nested = unflatten(fields)
    row = {**_DEFAULTS, **{name: nested[name] for name in _TOLD if name in nested}}
    # A mark that is gone is told as None; so is one this program cannot tell from it.
    row["marks"] = {code: mark for code, mark in row["marks"].items() if mark is not None}
    try:
        applicant = _applicant(row, ours)
        # Read once, so that no screen meets what it cannot read.
        marks_from(row["marks"]), agent_from(row["agent"]), CaseStatus(row["status"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unshown(f"{type(error).__name__}: {error}") from error
    for name in CASE.names:
        if name in row and name not in CASE.json and type(row[name]) not in _PLAIN:
            raise Unshown(f"{name} is not a plain value")
    if missing := [name for name in _NEEDED if row.get(name) is None]:
        raise Unshown(f"without {', '.join(missing)}")
    return row, applicant


def _applicant(row: Row, ours: Row | None) -> Party:
    """The applicant, whose phone is a field of its own; older commands told only the applicant's record."""
    told = row.get("applicant") or {
        "name": row["applicant_name"],
        "id_kind": row["id_kind"],
        "id_number": row["id_number"],
    }
    record = {k: v for k, v in told.items() if k != "party_id"}
    if row["phone"] or "phone" not in record:
        record.pop("phone", None)
        if row["phone"]:
            record["phone"] = row["phone"]
    if ours is not None and "party_id" in ours["applicant"]:
        record["party_id"] = ours["applicant"]["party_id"]
    party = party_from(record)
    row["phone"] = party.phone
    row.setdefault("applicant_name", party.name)
    row.setdefault("id_kind", party.id_kind.value)
    row.setdefault("id_number", party.id_number)
    row.setdefault("item_name", ours["item_name"] if ours is not None else row["item_code"])
    row["applicant"] = record
    return party


def _insert(stage: Stage, row: Row, applicant: Party) -> None:
    if (taken := stage.unit.cases.by_no(row["case_no"])) is not None:
        raise Unshown(f"its number {row['case_no']} is that of {taken['id']} here")
    row["party_id"] = _met(stage, row, applicant, new=True)
    row["applicant"]["party_id"] = row["party_id"]
    tokens, tok_v = _tokens(stage, row)
    row["sync_state"] = stage.standing(row["id"])
    stage.unit.cases.insert(row, tokens, tok_v)


def _update(stage: Stage, ours: Row, row: Row, applicant: Party) -> None:
    row["sync_state"] = stage.standing(ours["id"])
    changes = {name: value for name, value in row.items() if ours[name] != value}
    if not changes:
        return
    if "applicant" in changes:
        changes["party_id"] = _met(stage, row, applicant, new=False)
        changes["applicant"] = row["applicant"] = {**row["applicant"], "party_id": changes["party_id"]}
    fixed = {name: changes.pop(name) for name in ("id", "case_no") if name in changes}
    if fixed:
        raise Unshown(f"{', '.join(fixed)} never changes")
    if not _FOUND_BY.isdisjoint(changes):
        _reindex(stage, ours, {**ours, **row})
    stage.unit.cases.update(ours["id"], ours["version"], changes)


def _reindex(stage: Stage, ours: Row, row: Row) -> None:
    before = _indexed_with(stage, ours)
    now, tok_v = _tokens(stage, row)
    if before == now and tok_v == ours["tok_v"]:
        return
    try:
        stage.unit.cases.reindex(ours["id"], before, now, tok_v)
    except ValueError as unknown:
        # Found by its former words it is still this case; not showing the change would be worse.
        _log.warning("%s", unknown)


def _tokens(stage: Stage, row: Row) -> tuple[frozenset[str], int]:
    item = stage.items.find(stage.unit, row["item_code"], row["item_version"])
    if item is None:
        return case_tokens(row, stand_in(row), stage.house.initials), BY_NAME
    return case_tokens(row, item, stage.house.initials), TOKENS_VERSION


def _indexed_with(stage: Stage, row: Row) -> frozenset[str]:
    found = None
    if row["tok_v"] != BY_NAME:
        found = stage.items.find(stage.unit, row["item_code"], row["item_version"])
    return case_tokens(row, found or stand_in(row), stage.house.initials)


def _met(stage: Stage, row: Row, applicant: Party, *, new: bool) -> str:
    """The applicant known here too; gives the party's id. What a later visit said of them stays."""
    known = stage.unit.parties.known(row["id_kind"], row["id_number"])
    seen = row.get("decided_at") or row["opened_at"]
    if known is not None and (known["last_seen_at"] > seen or (not new and known["phone"] == row["phone"])):
        return str(known["id"])
    party_id = known["id"] if known else uuid7(int(stage.at.timestamp() * 1000))
    stage.unit.parties.upsert(
        party_id,
        {k: v for k, v in row["applicant"].items() if k != "read_from_card"} | {"party_id": party_id},
        party_tokens(applicant, stage.house.initials),
        kind=applicant.kind.value,
        id_kind=row["id_kind"],
        id_number=row["id_number"],
        name=applicant.name,
        phone=applicant.phone,
        seen_at=seen,
        item_code=row["item_code"],
        item_name=row["item_name"],
        visit=new,
    )
    return str(party_id)


def show_notice(stage: Stage, record: Based) -> None:
    """A notice another window made; frozen, so that one that is here stays as it is.

    It came out of a printer there: printed here it is a 补打.
    """
    unit = stage.unit
    if record.deleted or unit.notices.get(record.id) is not None:
        return
    body = record.body
    if body.get("kind") not in _NOTICES:
        _log.info("notice %s is of a kind this program does not know", record.id)
        return
    case = unit.cases.get(str(body.get("case_id")))
    if case is None:
        unit.base.wait(record.entity, record.id, str(body.get("case_id")))
        return
    # Commands of the program before told less of a notice than the next ones.
    known = {"made_at": case["decided_at"] or case["opened_at"], "made_by": case["clerk"]}
    row = known | {name: body[name] for name in NOTICE.names if body.get(name) is not None}
    row["id"] = record.id
    for name in ("number", "pdf_sha256", "made_at", "made_by"):
        if not isinstance(row.get(name), str):
            raise Unshown(f"without {name}")
    row = {"copies": 1, "pages": 1, "content": {}, **row}
    if unit.notices.by_number(row["number"]) is not None:
        raise Unshown(f"its number {row['number']} is another notice's here")
    unit.notices.insert({**row, "printed_at": row["made_at"], "printed_by": row["made_by"]})
    stage.touched.add(Subject.NOTICES)


def show_event(stage: Stage, record: Based) -> None:
    """A line of a case's timeline; the window that did it wrote its own line at once."""
    body = record.body
    case_id = body.get("case_id")
    if record.deleted or not isinstance(case_id, str):
        return
    refused = body.get("refused") is not None
    try:
        if not stage.unit.events.has(case_id, record.id):
            told = {name: body[name] for name in ("at", "kind", "clerk", "facts")}
            stage.unit.events.append(case_id, cmd_id=record.id, **told)
        stage.unit.events.stand(case_id, record.id, refused=refused)
    except (KeyError, ValueError, TypeError) as error:
        raise Unshown(f"{type(error).__name__}: {error}") from error
    stage.touched.add(Subject.CASES)
