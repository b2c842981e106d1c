"""A command meets a record that moved on: what is taken, and the entry for what a person must choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.central.context import Context
from app.central.records import Record
from app.central.refusals import Refusal
from app.rules.merge import NEVER

UNCHANGING = NEVER | {"central_no"}


class Merged(NamedTuple):
    """The record's fields after a command, which of them changed hands, and the entry if one was made."""

    body: dict[str, Any]
    taken: tuple[str, ...]
    conflict_id: str | None


def apply(context: Context, entity: str, record: Record, changes: Mapping[str, Any]) -> Merged:
    """A command's changes merged field by field; an edit wins a deleted record back, in doubt (sync.md 2.6).

    Refusal("never-changes", field) for what no command may change.
    """
    command = context.command
    for name in changes.keys() & UNCHANGING:
        if changes[name] != record.body.get(name):
            raise Refusal("never-changes", field=name)
    told = {name: value for name, value in changes.items() if name not in UNCHANGING}
    merged = context.merge(record, told, command.base_version)
    body = {**record.body, **merged.taken}
    taken = tuple(name for name, value in merged.taken.items() if _changed(record.body, name, value))
    mine = {name: clash.mine for name, clash in merged.clashes.items()}
    theirs = {name: clash.theirs for name, clash in merged.clashes.items()}
    conflict_id = None
    if record.deleted:
        body["in_doubt"] = True
        conflict_id = context.conflict(
            "deleted",
            entity=entity,
            entity_id=record.id,
            mine=told,
            theirs={},
            base=context.base(record, entity, told, command.base_version),
        )
    elif mine:
        conflict_id = context.conflict(
            "fields",
            entity=entity,
            entity_id=record.id,
            mine=mine,
            theirs=theirs,
            base=context.base(record, entity, mine, command.base_version),
        )
    return Merged(body, taken, conflict_id)


def _changed(body: Mapping[str, Any], name: str, value: object) -> bool:
    return name not in body or body[name] != value
