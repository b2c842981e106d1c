"""What must be true when the network is whole again (sync.md 4, I1 to I7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.rules.merge import WORKFLOW, flatten
from app.wire.canonical import bucket_sums
from db.central.registering import table
from tests.simulator.template import HALL

if TYPE_CHECKING:
    from tests.simulator.centre import SimCentre
    from tests.simulator.window import SimWindow, Witness

Row = dict[str, Any]


class Broken(AssertionError):
    """An invariant does not hold."""


def check(windows: Sequence[SimWindow], centre: SimCentre, witness: Witness) -> None:
    """Looks at every window and the centre; Broken with what is wrong."""
    found = _Central(centre)
    _every_paper_has_its_case(found, witness)
    _no_number_on_two_papers(witness)
    _replicas_agree(windows, centre, found)
    _screens_show_the_centre(windows, found)
    _every_command_has_an_end(windows, found)
    _no_correction_vanished(found, witness)
    _nothing_was_overwritten_unseen(found)


class _Central:
    """Everything the centre has of the hall."""

    def __init__(self, centre: SimCentre) -> None:
        record, feed, log = table("record"), table("feed"), table("command_log")
        with centre.engine.connect() as connection:
            rows = connection.execute(select(record).where(record.c.scope == HALL)).mappings().all()
            self.records = {(row["entity"], row["id"]): dict(row) for row in rows}
            self.feed = [
                dict(row) for row in connection.execute(select(feed).order_by(feed.c.seq)).mappings()
            ]
            device = table("device")
            succeeds: dict[str, str | None] = {
                row.id: row.succeeds for row in connection.execute(select(device.c.id, device.c.succeeds))
            }
            self.log = {row["cmd_id"]: dict(row) for row in connection.execute(select(log)).mappings()}
        self.machine = {id: _first(id, succeeds) for id in succeeds}
        if [row["seq"] for row in self.feed] != list(range(1, len(self.feed) + 1)):
            raise Broken("the feed has gaps")

    def bodies(self, entity: str) -> dict[str, Row]:
        return {
            id: json.loads(row["body"])
            for (kind, id), row in self.records.items()
            if kind == entity and not row["deleted"]
        }


def _first(device: str, succeeds: dict[str, str | None]) -> str:
    """The device a machine was at first: what it wrote under any code, it has seen."""
    while (former := succeeds.get(device)) is not None:
        device = former
    return device


def _every_paper_has_its_case(found: _Central, witness: Witness) -> None:
    cases, notices = found.bodies("case"), found.bodies("notice")
    numbers = [notice["number"] for notice in notices.values()]
    for paper in witness.papers:
        case = cases.get(paper.case_id)
        if case is None:
            raise Broken(f"lost: {paper}")
        if case["case_no"] != paper.case_no:
            raise Broken(f"the number changed: {paper} is {case['case_no']}")
        if numbers.count(paper.number) != 1 or notices[paper.notice_id]["number"] != paper.number:
            raise Broken(f"the notice is there {numbers.count(paper.number)} times: {paper}")


def _no_number_on_two_papers(witness: Witness) -> None:
    owners: dict[str, str] = {}
    for paper in witness.papers:
        if owners.setdefault(paper.case_no, paper.case_id) != paper.case_id:
            raise Broken(f"one number on two cases: {paper.case_no}")
    printed = [paper.number for paper in witness.papers]
    if len(printed) != len(set(printed)):
        raise Broken("one notice number twice")


def _replicas_agree(windows: Sequence[SimWindow], centre: SimCentre, found: _Central) -> None:
    truth = {key: (row["version"], row["body"]) for key, row in found.records.items() if not row["deleted"]}
    for window in windows:
        with window.store.read() as unit:
            based = unit.base.page(("", ""), 1_000_000)
        have = {(row.entity, row.id): (row.version, row.text) for row in based}
        if have != truth:
            missing = sorted(key for key in truth if have.get(key) != truth[key])[:3]
            extra = sorted(have.keys() - truth.keys())[:3]
            raise Broken(f"{window.code} diverged: missing or other {missing}, too much {extra}")
        sums = centre.centre.checksums(window.device, HALL).buckets
        if bucket_sums((row.entity, row.id, row.version, row.text) for row in based) != sums:
            raise Broken(f"{window.code}: equal rows, unequal sums")


def _screens_show_the_centre(windows: Sequence[SimWindow], found: _Central) -> None:
    """Nothing waits any more, so the rows of the screens are the centre's."""
    cases = found.bodies("case")
    conflicts = {id for id, body in found.bodies("conflict").items() if body["state"] == "open"}
    events = _by_case(found.bodies("event").values())
    for window in windows:
        with window.store.read() as unit:
            shown = {row["id"]: row for row in unit.cases.newest(limit=100_000)}
            inbox = {row["id"] for row in unit.inbox.open(100_000)}
            if inbox != conflicts:
                raise Broken(f"{window.code}: inbox {sorted(inbox ^ conflicts)}")
            for id, body in cases.items():
                row = unit.cases.get(id)
                if row is None:
                    raise Broken(f"{window.code} does not show {id}")
                flat = flatten(row)
                # The window keeps with the applicant what only it knows: its own number of the party.
                told = {**body, "applicant": {**flat["applicant"], **body["applicant"]}}
                other = [name for name, value in told.items() if name in flat and flat[name] != value]
                for name in other:
                    raise Broken(f"{window.code}, {name} of {id}: {flat[name]!r} is not {told[name]!r}")
                lines = sorted((event["at"], event["kind"]) for event in unit.events.of_case(id))
                if lines != events.get(id, []):
                    raise Broken(f"{window.code}: the timeline of {id} differs: {lines} {events.get(id)}")
        only_here = shown.keys() - cases.keys()
        refused = {
            body["entity_id"] for body in found.bodies("conflict").values() if body["kind"] != "fields"
        }
        if only_here - refused:
            raise Broken(f"{window.code} shows cases the centre has neither taken nor refused: {only_here}")


def _by_case(events: Iterable[Row]) -> dict[str, list[tuple[str, str]]]:
    lines: dict[str, list[tuple[str, str]]] = {}
    for event in events:
        lines.setdefault(event["case_id"], []).append((event["at"], event["kind"]))
    return {case: sorted(found) for case, found in lines.items()}


def _every_command_has_an_end(windows: Sequence[SimWindow], found: _Central) -> None:
    """ok, merged with its entry, or refused with its entry: there is no fourth outcome."""
    entries = found.bodies("conflict")
    for cmd_id, row in found.log.items():
        result = json.loads(row["result"])
        if result["status"] != "ok" and result["conflict_id"] not in entries:
            raise Broken(f"{cmd_id} was {result['status']} and nobody is told")
        if result["status"] == "merged" and result["conflict_id"] is None:
            raise Broken(f"{cmd_id} merged without an entry")
    for window in windows:
        with window.store.read() as unit:
            for line in unit.outbox.pending(100_000):
                raise Broken(f"{window.code} still waits with {line['cmd_id']}")


def _no_correction_vanished(found: _Central, witness: Witness) -> None:
    """Each correction stood in the record at some time, or lies in an entry for a person."""
    stood: set[tuple[str, str, str]] = set()
    for row in found.feed:
        if row["entity"] == "case" and row["body"]:
            body = json.loads(row["body"])
            stood |= {(row["id"], name, body[name]) for name in ("phone", "remark") if body.get(name)}
    for entry in found.bodies("conflict").values():
        mine = entry["mine"].get("changes", entry["mine"])
        stood |= {(entry["entity_id"], name, mine[name]) for name in ("phone", "remark") if name in mine}
    for edit in witness.amended:
        if (edit.case_id, edit.name, edit.value) not in stood:
            raise Broken(f"a correction vanished: {edit}")


def _nothing_was_overwritten_unseen(found: _Central) -> None:
    """Who replaced another window's words had seen them, or a person chose."""
    writer: dict[tuple[str, str], tuple[int, str, Any]] = {}
    for row in found.feed:
        if row["entity"] != "case" or not row["body"] or row["cmd_id"] not in found.log:
            continue
        command = found.log[row["cmd_id"]]
        chosen = command["kind"] == "conflict.resolve"
        seen = command["base_version"]
        for name, value in json.loads(row["body"]).items():
            if name in WORKFLOW or name == "central_no":
                continue
            last = writer.get((row["id"], name))
            if last is not None and last[2] == value:
                continue
            machine = found.machine[command["device_id"]]
            if last is not None and not chosen and last[1] != machine and (seen or 0) < last[0]:
                raise Broken(f"{name} of {row['id']} was overwritten unseen by {row['cmd_id']}")
            writer[row["id"], name] = (row["version"], machine, value)
