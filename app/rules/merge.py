"""Two windows changed one case: what goes together by itself, and what a person must choose (sync.md 2.6).

A record is flat here: "status", "phone", "marks/m1", "extra/notified_on". Every material's mark is a field
of its own, so that two clerks who checked different papers never clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Final, NamedTuple

from app.records import dataclass

Fields = dict[str, Any]
NESTED: Final = frozenset({"marks", "extra"})  # whose entries are fields of their own
# What a decision moves together with the state. Whether the decision may be made is asked of the table of
# moves (app/rules/case.py), not of each field: an accepted decision takes all of them.
WORKFLOW: Final = frozenset(
    {
        "status",
        "received_on",
        "accepted_on",
        "notify_by",
        "promised_by",
        "legal_by",
        "supplement_by",
        "deferred_by",
    }
    | {
        "decided_at",
        "take_back_until",
        "paused_since",
        "pause_until",
        "pause_reason",
        "paused_days",
        "deemed",
    }
    | {"unpublished_year", "ground", "authority", "reason", "counter_no", "clerk", "item_version"}
)
NEVER: Final = frozenset({"id", "case_no", "opened_at", "item_code"})  # no command changes these


class Written(NamedTuple):
    """Who wrote a field last: the record's version it got, the device and that device's command number."""

    version: int
    device: str
    dev_seq: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A field both sides changed, to different values."""

    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What of a command is taken, and what waits for a person."""

    taken: Fields
    clashes: dict[str, Clash] = field(default_factory=dict)


def flatten(row: Mapping[str, Any]) -> Fields:
    """A row with its nested parts as fields: {"marks": {"m1": …}} → {"marks/m1": …}."""
    flat: Fields = {}
    for name, value in row.items():
        if name in NESTED and isinstance(value, Mapping):
            flat.update({f"{name}/{key}": entry for key, entry in value.items()})
        else:
            flat[name] = value
    return flat


def unflatten(fields: Mapping[str, Any]) -> Fields:
    """The inverse of `flatten`; a nested part without entries is not there."""
    row: Fields = {}
    for name, value in fields.items():
        part, slash, key = name.partition("/")
        if slash and part in NESTED:
            row.setdefault(part, {})[key] = value
        else:
            row[name] = value
    return row


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """The fields of `after` that are new or different, both flat."""
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def merge(
    current: Mapping[str, Any],
    written: Mapping[str, Written],
    changes: Mapping[str, Any],
    *,
    base_version: int | None,
    device: str,
    dev_seq: int,
) -> Merge:
    """The changes of one command onto a record that may have moved on.

    Taken: a field nobody wrote since `base_version`; one that has the value already; one whose last writer is
    this device with an earlier command (its own order proves it had seen that); the fields that move with the
    state. Everything else clashes.
    """
    taken: Fields = {}
    clashes: dict[str, Clash] = {}
    for name, mine in changes.items():
        last = written.get(name)
        if (
            name in WORKFLOW
            or last is None
            or current.get(name) == mine
            or last.version <= (base_version or 0)
            or (last.device == device and last.dev_seq < dev_seq)
        ):
            taken[name] = mine
        else:
            clashes[name] = Clash(mine=mine, theirs=current.get(name))
    return Merge(taken, clashes)


def overlay(base: Mapping[str, Any], pending: Iterable[Mapping[str, Any]]) -> Fields:
    """What a window shows: the centre's record with the window's own waiting changes on top, in order."""
    shown = dict(base)
    for changes in pending:
        shown.update(changes)
    return shown
