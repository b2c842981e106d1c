"""Which notices a decision prints, and how many copies of each; the hall's own sets.json goes first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from app.documents.template import KINDS, SHIPPED
from app.errors import Problem, Rejected

DECISIONS: Final = ("receive", "accept", "notify", "refuse", "pause", "deliver")
SITUATIONS: Final = ("deferred", "agent", "organisation")
MOST_COPIES: Final = 9


@dataclass(frozen=True, slots=True)
class Printed:
    """One notice of a set."""

    kind: str
    copies: int
    when: tuple[str, ...] = ()


NoticeSets = dict[str, tuple[Printed, ...]]


def _entry_faults(entry: object, path: str) -> Iterator[Problem]:
    if not isinstance(entry, dict) or not {"kind", "copies"} <= entry.keys() <= {"kind", "copies", "when"}:
        yield Problem(path, "shape")
        return
    if entry["kind"] not in KINDS:
        yield Problem(f"{path}/kind", "unknown-kind", {"name": entry["kind"]})
    copies = entry["copies"]
    if not isinstance(copies, int) or isinstance(copies, bool) or not 1 <= copies <= MOST_COPIES:
        yield Problem(f"{path}/copies", "bad-copies", {"copies": copies})
    when = entry.get("when", [])
    if not isinstance(when, list):
        yield Problem(f"{path}/when", "shape")
        return
    for index, name in enumerate(when):
        if name not in SITUATIONS:
            yield Problem(f"{path}/when/{index}", "unknown-condition", {"name": name})


def _faults(record: object) -> Iterator[Problem]:
    if not isinstance(record, dict):
        yield Problem("/", "shape")
        return
    for name in record.keys() - set(DECISIONS):
        yield Problem(f"/{name}", "unknown-decision", {"name": name})
    for decision in DECISIONS:
        entries = record.get(decision)
        if not isinstance(entries, list) or not entries:
            yield Problem(f"/{decision}", "shape")
            continue
        for index, entry in enumerate(entries):
            yield from _entry_faults(entry, f"/{decision}/{index}")


def load_sets(site: Path | None = None) -> NoticeSets:
    """The sets in force; Rejected("notice-sets") lists every fault of the hall's own file."""
    own = site / "sets.json" if site else None
    path = own if own is not None and own.exists() else SHIPPED / "sets.json"
    try:
        record: object = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise Rejected([Problem("/", "not-utf-8", {"file": str(path)})], code="notice-sets") from None
    except json.JSONDecodeError as fault:
        where = {"file": str(path), "line": fault.lineno, "column": fault.colno}
        raise Rejected([Problem("/", "not-json", where)], code="notice-sets") from None
    problems = list(_faults(record))
    if problems:
        raise Rejected(problems, code="notice-sets")
    sets = cast(dict[str, list[dict[str, object]]], record)
    return {
        decision: tuple(
            Printed(
                str(entry["kind"]),
                cast(int, entry["copies"]),
                tuple(cast(list[str], entry.get("when", []))),
            )
            for entry in entries
        )
        for decision, entries in sets.items()
    }


def notices_for(
    sets: NoticeSets, decision: str, situation: frozenset[str] = frozenset()
) -> tuple[Printed, ...]:
    """The notices a decision prints, in order; `situation` names what holds of SITUATIONS."""
    return tuple(printed for printed in sets[decision] if set(printed.when) <= situation)
