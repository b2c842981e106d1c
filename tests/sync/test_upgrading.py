"""A store of the program before this one, with commands that wait, speaks with the centre (sync.md 2.10)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from app.bootstrap import key_store, store_folder
from app.rules.merge import unflatten
from app.settings import Settings
from db.local import schema
from db.local.engine import DATABASE, connect, writing
from db.local.sealing import derived
from tests.services.window import LI
from tests.sync.ends import End, Ends

TOLD = (
    *("id", "case_no", "status", "item_code", "item_version", "applicant", "agent", "answers", "marks"),
    *("remark", "counter_no", "clerk", "opened_at", "received_on", "accepted_on", "promised_by", "legal_by"),
    *("deferred_by", "supplement_by", "deemed", "ground", "authority", "reason", "extra"),
)  # what version 1 of a command told of a case


def as_the_program_before_wrote_it(end: End, settings: Settings) -> None:
    """Takes the store back to its second revision, with commands in their first version."""
    commands: list[tuple[str, bytes]] = []
    known: dict[str, dict[str, Any]] = {}
    with end.hall.store.read() as unit:
        for row in unit.outbox.numbered(range(1, unit.state.next_seq())):
            payload = json.loads(row["payload"])
            fields = known.setdefault(row["entity_id"], {})
            fields |= payload["changes"]
            case = unflatten(fields)
            told = {name: case[name] for name in TOLD if name in case}
            told["applicant"] = {**told["applicant"], "phone": case["phone"], "party_id": "a party"}
            kept = ("id", "kind", "number", "copies", "pdf_sha256")
            old: dict[str, Any] = {
                "act": payload["act"],
                "case": told,
                "notices": [{name: each[name] for name in kept} for each in payload["notices"]],
            }
            commands.append((row["cmd_id"], json.dumps(old, ensure_ascii=False).encode()))
    end.hall.close()
    key = key_store(settings).load()
    assert key is not None
    connection = connect(store_folder(settings) / DATABASE, derived(key, "database"))
    engine = create_engine(
        "sqlite://", creator=lambda: schema._Held(connection), poolclass=StaticPool, module=dbapi2
    )
    with engine.connect() as bound:
        config = schema.configured()
        config.attributes["connection"] = bound
        with writing(connection):
            command.downgrade(config, "second")
    for cmd_id, text in commands:
        connection.execute(
            "UPDATE outbox SET cmd_version = 1, base_version = NULL, payload = ?, payload_sha256 = ?"
            " WHERE cmd_id = ?",
            (text, hashlib.sha256(text).digest(), cmd_id),
        )
    connection.close()


def test_commands_of_the_program_before_are_sent_as_they_were_and_nothing_is_twice(
    ends: Ends, font_cache: Path
) -> None:
    end = ends.window("W01")
    first = end.hall.intake.accept(end.window.visit()).case.id
    end.hall.intake.withdraw(first, "不办了")
    second = end.hall.intake.accept(end.window.visit(applicant=LI)).case.id
    before = {id: end.hall.cases.case(id) for id in (first, second)}
    settings = Settings.demo(ends.folder / "W01")
    settings = replace(settings, cache=font_cache, hall=replace(settings.hall, device_code="W01"))
    as_the_program_before_wrote_it(end, settings)
    ends.open.remove(end.hall)

    end = ends.window("W01")
    assert end.hall.health.upgraded_from == "second"
    assert end.hall.outbox.status().pending == 3
    end.talk()

    assert [state for _, state, _ in end.outbox()] == ["acked"] * 3
    assert end.same_as_the_centre()
    assert ends.house.records("case").keys() == {first, second}
    for id, was in before.items():
        now = end.hall.cases.case(id)
        assert now.events == was.events
        assert now.notices == was.notices
        assert now == replace(was, sync_state="synced", version=now.version, central_no=now.central_no)
    other = ends.window("W02")
    other.talk()
    there = other.hall.cases.case(second)
    assert (there.applicant.name, there.applicant.phone) == (LI.name, LI.phone)
    assert [notice.number for notice in there.notices] == [notice.number for notice in before[second].notices]
    assert there.item.name == before[second].item.name
    assert [line.id for line in other.hall.cases.search(LI.name)] == [second]
