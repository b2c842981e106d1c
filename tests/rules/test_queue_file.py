"""The hall's queue rules as a file: the shipped one, and every fault told at once."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.errors import Rejected
from app.rules.queue_file import read_rules, rules_of
from app.rules.ticket import TicketClass

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"
SHIPPED = json.loads((FOLDER / "queue.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((FOLDER / "queue.schema.json").read_text(encoding="utf-8"))


def test_the_shipped_rules_follow_their_schema_and_are_read() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(SHIPPED, SCHEMA)
    rules = rules_of(SHIPPED)
    assert rules.letters_of(TicketClass.PRIORITY, "A") == "VA"
    assert rules.counter("3") is not None
    assert all(rules.business(tile.business) for tile in rules.tiles)


def test_the_halls_own_file_goes_before_the_programs(tmp_path: Path) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    (own / "queue.json").write_text(json.dumps(SHIPPED | {"recall_limit": 5}), encoding="utf-8")
    assert read_rules((tmp_path, FOLDER.parent)).recall_limit == 5
    assert read_rules((tmp_path / "none", FOLDER.parent)).recall_limit == 3


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "queue.json").write_text("{", encoding="utf-8")
    with pytest.raises(Rejected) as refused:
        read_rules((tmp_path,))
    assert refused.value.problems[0].code == "unreadable"


Change = Callable[[dict[str, Any]], object]
FAULTS: dict[str, tuple[str, Change]] = {
    "unknown-key": ("colour", lambda r: r.update(colour=1)),
    "twice": ("businesses", lambda r: r["businesses"].append(r["businesses"][0])),
    "not-a-letter": ("businesses[0].letter", lambda r: r["businesses"][0].update(letter="甲")),
    "out-of-range": ("businesses[0].usual_minutes", lambda r: r["businesses"][0].update(usual_minutes=0)),
    "not-yes-or-no": ("businesses[0].public", lambda r: r["businesses"][0].update(public="no")),
    "unknown-business": ("tiles[0].business", lambda r: r["tiles"][0].update(business="Q")),
    "too-many": ("tiles", lambda r: r["tiles"].append(r["tiles"][0])),
    "not-served": ("counters[0].prefers", lambda r: r["counters"][0].update(prefers=["B"])),
    "not-a-time": ("hours.opens", lambda r: r["hours"].update(opens="25:00")),
    "closes-before-it-opens": ("hours", lambda r: r["hours"].update(closes="08:00")),
    "not-a-pattern": ("numbers.booked", lambda r: r["numbers"].update(booked="y1")),
    "series-twice": ("numbers.priority", lambda r: r["numbers"].update(priority="{letter}")),
    "arrival-is-last": ("order", lambda r: r.update(order=["arrival", "priority"])),
    "not-a-choice": ("missed.place", lambda r: r["missed"].update(place="somewhere")),
    "not-a-list": ("counters", lambda r: r.update(counters=[])),
    "not-a-table": ("counters[1]", lambda r: r["counters"].insert(1, "3")),
    "not-a-text": ("tiles[0].title", lambda r: r["tiles"][0].update(title=" ")),
    "not-a-list-of-texts": ("sentences", lambda r: r.update(sentences=[1])),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_with_its_place(code: str) -> None:
    where, change = FAULTS[code]
    record = copy.deepcopy(SHIPPED)
    change(record)
    with pytest.raises(Rejected) as refused:
        rules_of(record)
    assert (where, code) in {(each.field, each.code) for each in refused.value.problems}


def test_all_faults_are_told_at_once() -> None:
    record = copy.deepcopy(SHIPPED)
    FAULTS["not-a-letter"][1](record)
    FAULTS["not-a-time"][1](record)
    FAULTS["not-a-pattern"][1](record)
    with pytest.raises(Rejected) as refused:
        rules_of(record)
    assert {each.code for each in refused.value.problems} >= {"not-a-letter", "not-a-time", "not-a-pattern"}


@pytest.mark.parametrize("value", [None, [], {}, {"format": 2}, "text"])
def test_another_format_is_refused(value: object) -> None:
    with pytest.raises(Rejected, match="queue-rules"):
        rules_of(value)
