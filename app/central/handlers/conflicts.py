"""Closing an entry of the conflict inbox: only a named person does it (sync.md 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.central.context import Answer, Context
from app.central.records import Record, moment
from app.central.refusals import Refusal
from app.wire.messages import Command

MINE: Final = "mine"
THEIRS: Final = "theirs"
LONGEST_NOTE: Final = 2000


def resolve(context: Context, command: Command, payload: dict[str, Any]) -> Answer:
    """Applies what was chosen for each field and closes the entry.

    "theirs" leaves a field as it is by now; "mine" is refused when the field says something by now that the
    entry does not show. An entry closed the same way already is closed once more without effect.
    Refusal: malformed-payload, no-such-conflict, already-closed, choice-missing, note-missing, moved-on.
    """
    choices, note = _told(payload)
    entry = context.get("conflict", command.entity_id or "") if command.entity == "conflict" else None
    if entry is None:
        raise Refusal("no-such-conflict", id=command.entity_id)
    body = entry.body
    if body["state"] == "closed":
        if (body["choices"], body["note"]) == (choices, note):
            return Answer()
        raise Refusal("already-closed", decided_by=body["decided_by"], decided_at=body["decided_at"])
    if body["kind"] == "fields":
        if choices.keys() != body["mine"].keys():
            raise Refusal("choice-missing", fields=sorted(choices.keys() ^ body["mine"].keys()))
        _apply(context, body, choices)
    else:
        if choices:
            raise Refusal("malformed-payload", where="choices")
        if not note.strip():
            raise Refusal("note-missing")
        if body["kind"] == "deleted":
            _settle(context, body)
    context.put(
        "conflict",
        entry.id,
        {
            **body,
            "state": "closed",
            "decided_by": command.actor,
            "decided_at": moment(command.at),
            "choices": choices,
            "note": note,
        },
        ("state", "decided_by", "decided_at", "choices", "note"),
    )
    return Answer()


def _told(payload: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    choices, note = payload.get("choices", {}), payload.get("note") or ""
    if not isinstance(choices, dict) or any(chosen not in (MINE, THEIRS) for chosen in choices.values()):
        raise Refusal("malformed-payload", where="choices")
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise Refusal("malformed-payload", where="note")
    return choices, note


def _apply(context: Context, entry: Mapping[str, Any], choices: Mapping[str, str]) -> None:
    """The chosen values on the record; a choice counts as a write, whichever way it went."""
    record = _record(context, entry)
    fields = dict(record.body)
    for name, chosen in choices.items():
        if chosen == THEIRS:
            continue
        now, mine = record.body.get(name), entry["mine"][name]
        if now not in (mine, entry["theirs"].get(name)):
            raise Refusal("moved-on", field=name, now=now)
        fields[name] = mine
    context.put(entry["entity"], record.id, fields, tuple(choices))


def _settle(context: Context, entry: Mapping[str, Any]) -> None:
    """A record that was deleted here and edited there is no longer in doubt."""
    record = _record(context, entry)
    if record.body.get("in_doubt"):
        fields = {name: value for name, value in record.body.items() if name != "in_doubt"}
        context.put(entry["entity"], record.id, fields, ())


def _record(context: Context, entry: Mapping[str, Any]) -> Record:
    record = context.get(entry["entity"], entry["entity_id"])
    if record is None:
        raise Refusal("no-such-record", entity=entry["entity"], id=entry["entity_id"])
    return record


HANDLERS: Final[Mapping[str, Callable[[Context, Command, dict[str, Any]], Answer]]] = MappingProxyType(
    {"conflict.resolve": resolve}
)
