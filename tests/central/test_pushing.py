"""A window's commands are carried out once, in its order, and every one of them is answered (sync.md 2.4)."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.central.centre import Centre
from app.central.context import Answer, Context
from app.central.handlers import HANDLERS
from app.central.refusals import Refused
from app.wire.messages import Command
from db.central.engine import writing
from db.central.registering import set_device_status
from tests.support.central_hall import HALL, CentralHall, Window, uid


def statuses(reply: Any) -> list[str]:
    return [outcome.status for outcome in reply.outcomes]


def test_a_push_answers_every_command_in_order(house: CentralHall) -> None:
    window = house.window()
    commands = [window.opens(uid(n)) for n in (1, 2, 3)]
    reply = window.push(*commands)
    assert statuses(reply) == ["ok"] * 3
    assert [outcome.entity_version for outcome in reply.outcomes] == [1, 1, 1]
    assert (reply.device_last_seq, reply.want) == (3, None)
    assert house.centre.last_seq(window.id) == 3
    assert set(house.records("case")) == {uid(1), uid(2), uid(3)}


def test_a_push_repeated_gets_the_same_answers_and_changes_nothing(house: CentralHall) -> None:
    window = house.window()
    commands = [window.opens(uid(1)), window.amends(uid(1), 1, phone="13900000000"), window.opens(uid(1))]
    first = window.push(*commands)
    assert statuses(first) == ["ok", "ok", "refused"]
    before = window.pull()
    for again in (commands, commands[1:], commands[:1]):
        reply = window.push(*again)
        assert list(reply.outcomes) == [o for o in first.outcomes if o.cmd_id in {c.cmd_id for c in again}]
        assert reply.device_last_seq == 3
    assert window.pull() == before
    assert len(house.rows("command_log")) == 3


def test_a_batch_with_a_lost_middle_is_done_up_to_the_gap(house: CentralHall) -> None:
    window = house.window()
    first, lost, third = (window.opens(uid(n)) for n in (1, 2, 3))
    reply = window.push(first, third)
    assert (statuses(reply), reply.device_last_seq, reply.want) == (["ok"], 1, 2)
    assert set(house.records("case")) == {uid(1)}
    assert statuses(window.push(lost, third)) == ["ok", "ok"]


def test_what_a_succeeded_window_delivered_already_does_not_block_its_successor(
    sqlite_house: CentralHall,
) -> None:
    old = sqlite_house.window()
    delivered, lost = old.opens(uid(1)), old.opens(uid(2))
    first = old.does(delivered)
    new = sqlite_house.window(succeeds=old.id)
    reply = new.push(delivered, lost)
    assert reply.outcomes[0] == first
    assert (statuses(reply), reply.device_last_seq, reply.want) == (["ok", "ok"], 2, None)
    assert len(sqlite_house.rows("command_log")) == 2
    with pytest.raises(Refused, match="revoked"):
        old.push(lost)


def test_a_stored_answer_comes_back_under_the_number_it_was_asked_with(sqlite_house: CentralHall) -> None:
    old = sqlite_house.window()
    old.does(old.opens(uid(1)))
    delivered = old.opens(uid(2))
    old.does(delivered)
    new = sqlite_house.window(succeeds=old.id)
    reply = new.push(delivered.model_copy(update={"dev_seq": 1}))
    assert (reply.outcomes[0].dev_seq, reply.device_last_seq) == (1, 1)


def test_a_command_nobody_understands_does_not_block_the_ones_behind_it(house: CentralHall) -> None:
    window = house.window()
    poison = [
        window.command("case.accept", "no json at all", entity_id=uid(1)),
        window.command("case.accept", json.dumps({"changes": [1, 2]}), entity_id=uid(1)),
        window.command("case.accept", '{"changes": {"remark": "\\ud800"}}', entity_id=uid(1)),
        window.command(
            "case.accept", '{"changes": {}, "event": {"facts": {"a": "\\ud800"}}}', entity_id=uid(1)
        ),
        window.command("case.accept", "[" * 5000 + "]" * 5000, entity_id=uid(1)),
        window.command("case.accept", json.dumps({"changes": {"x": NESTED}}), entity_id=uid(1)),
        window.command("case.accept", '{"changes": {"x": NaN}}', entity_id=uid(1)),
        window.command("case.accept", '{"changes": {"x": 1e999}}', entity_id=uid(1)),
        window.command("case.accept", '{"changes": {"x": ' + "9" * 5000 + "}}", entity_id=uid(1)),
        window.command("hall.demolish", "{}", entity=None),
        window.command("case.accept", "{}", entity="notice", entity_id=uid(1)),
    ]
    good = window.opens(uid(2))
    reply = window.push(*poison, good)
    assert statuses(reply) == ["refused"] * len(poison) + ["ok"]
    assert reply.device_last_seq == len(poison) + 1
    inbox = house.records("conflict")
    for command, outcome in zip(poison, reply.outcomes, strict=False):
        entry = inbox[outcome.conflict_id or ""]
        assert entry["kind"] == "refused"
        assert entry["state"] == "open"
        assert entry["code"] == outcome.code
        whole = entry.get("payload") or json.dumps(entry["mine"])
        assert whole == command.payload


def test_a_field_cannot_pass_for_the_stamp_of_all_fields(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    outcome = window.does(window.opens(uid(1), fields={"*": 1}))
    assert (outcome.code, outcome.facts) == ("malformed-payload", {"where": "*"})


NESTED: Any = 1
for _ in range(40):
    NESTED = [NESTED]


@pytest.mark.expects_log("was not understood")
def test_a_handler_that_stumbles_refuses_with_the_whole_payload_and_undoes_what_it_did(
    house: CentralHall,
) -> None:
    def stumbles(context: Context, _command: Command, payload: dict[str, Any]) -> Answer:
        context.put("case", uid(9), {"half": "done"})
        context.take_number("case", "N-1", "case", uid(9))
        context.connection.exec_driver_sql("UPDATE hall SET name = 'half done'")
        return Answer(result={"never": payload["missing"]})

    window = house.window()
    house.centre = Centre(house.engine, house.clock, handlers={**HANDLERS, "queue.call": stumbles})
    outcome = window.does(window.command("queue.call", '{"a": 1}', entity=None))
    assert (outcome.status, outcome.code) == ("refused", "not-understood")
    assert house.records("conflict")[outcome.conflict_id or ""]["mine"] == {"a": 1}
    assert house.records("case") == {}
    assert house.rows("taken_number") == []
    assert "half done" not in {hall["name"] for hall in house.rows("hall")}


def test_what_a_handler_does_to_other_tables_is_kept_with_its_command(house: CentralHall) -> None:
    def renames(context: Context, _command: Command, _payload: dict[str, Any]) -> Answer:
        context.connection.exec_driver_sql("UPDATE hall SET name = 'renamed'")
        return Answer(result={"renamed": True})

    window = house.window()
    house.centre = Centre(house.engine, house.clock, handlers={**HANDLERS, "hall.rename": renames})
    outcome = window.does(window.command("hall.rename", "{}", entity=None))
    assert (outcome.status, outcome.result) == ("ok", {"renamed": True})
    assert {hall["name"] for hall in house.rows("hall")} == {"renamed"}


def test_a_payload_changed_on_its_way_stops_the_push_there(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    good, changed = window.opens(uid(1)), window.opens(uid(2))
    forged = changed.model_copy(update={"payload": changed.payload.replace("李雷", "韩梅")})
    reply = window.push(good, forged)
    assert (statuses(reply), reply.want) == (["ok"], 2)
    with pytest.raises(Refused) as refused:
        window.push(forged)
    assert (refused.value.status, refused.value.code) == (422, "tampered")
    assert set(sqlite_house.records("case")) == {uid(1)}


def test_another_payload_under_a_known_id_is_tampered_with(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    command = window.opens(uid(1))
    window.does(command)
    other = command.payload.replace("李雷", "韩梅")
    forged = command.model_copy(
        update={"payload": other, "payload_sha256": hashlib.sha256(other.encode()).hexdigest()}
    )
    with pytest.raises(Refused, match="tampered"):
        window.push(forged)


def test_another_command_under_a_used_number_means_a_copy_of_the_window(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    window.does(window.opens(uid(1)))
    copy = Window(sqlite_house, window.id, HALL, window.code)
    other = copy.opens(uid(2), cmd_id=uid(77))
    with pytest.raises(Refused) as refused:
        window.push(other)
    assert (refused.value.status, refused.value.code) == (409, "re-enrol")
    assert refused.value.facts["reason"] == "seq-reused"
    assert set(sqlite_house.records("case")) == {uid(1)}


def test_another_incarnation_has_to_enrol_again(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    with pytest.raises(Refused) as refused:
        window.push(window.opens(uid(1)), incarnation=2)
    assert (refused.value.code, refused.value.facts["reason"]) == ("re-enrol", "incarnation")


def test_a_command_newer_than_the_centre_waits_and_what_is_before_it_does_not(
    sqlite_house: CentralHall,
) -> None:
    window = sqlite_house.window()
    good, newer = window.opens(uid(1)), window.opens(uid(2), cmd_version=3)
    assert window.push(good, newer).want == 2
    with pytest.raises(Refused) as refused:
        window.push(newer)
    assert (refused.value.status, refused.value.code) == (426, "too-new")
    assert window.push().device_last_seq == 1


def test_a_suspended_window_may_push_and_not_pull(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    with writing(sqlite_house.engine) as connection:
        set_device_status(connection, window.id, "suspended", at=sqlite_house.clock.now(), by="leader")
    assert window.does(window.opens(uid(1))).status == "ok"
    assert [head.head for head in sqlite_house.centre.heads(window.id)] == [3]
    for pulls in (
        window.pull,
        lambda: sqlite_house.centre.snapshot(window.id, HALL),
        lambda: sqlite_house.centre.checksums(window.id, HALL),
    ):
        with pytest.raises(Refused) as refused:
            pulls()
        assert (refused.value.status, refused.value.code) == (403, "suspended")


def test_a_revoked_window_may_nothing(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    with writing(sqlite_house.engine) as connection:
        set_device_status(connection, window.id, "revoked", at=sqlite_house.clock.now(), by="leader")
    for ask in (window.push, window.pull, lambda: sqlite_house.centre.heads(window.id)):
        with pytest.raises(Refused) as refused:
            ask()
        assert (refused.value.status, refused.value.code) == (403, "revoked")


def test_an_unknown_window_is_told_so(sqlite_house: CentralHall) -> None:
    stranger = Window(sqlite_house, uid(99), HALL, "A99")
    with pytest.raises(Refused) as refused:
        stranger.push(stranger.opens(uid(1)))
    assert (refused.value.status, refused.value.code) == (401, "unknown-device")


@pytest.mark.expects_log("the database is out of order")
def test_trouble_of_the_database_is_never_an_answer(sqlite_house: CentralHall) -> None:
    def breaks(_context: Context, _command: Command, _payload: dict[str, Any]) -> Answer:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    window = sqlite_house.window()
    good = window.opens(uid(1))
    bad = window.command("queue.call", "{}", entity=None)
    sqlite_house.centre = Centre(
        sqlite_house.engine, sqlite_house.clock, handlers={**HANDLERS, "queue.call": breaks}
    )
    with pytest.raises(Refused) as refused:
        window.push(good, bad)
    assert (refused.value.status, refused.value.code, refused.value.facts) == (
        503,
        "busy",
        {"retry_after": 2},
    )
    assert sqlite_house.rows("command_log") == []
    assert sqlite_house.records("case") == {}


def test_who_listens_hears_of_a_commit_with_changes_and_of_no_other(sqlite_house: CentralHall) -> None:
    heard: list[tuple[str, int]] = []
    sqlite_house.centre.on_commit(lambda scope, seq: heard.append((scope, seq)))
    window = sqlite_house.window()
    command = window.opens(uid(1))
    window.push(command)
    window.push(command)
    window.push()
    assert heard == [(HALL, 3)]


# -- who may do what -----------------------------------------------------------------------------------


def test_only_a_clerk_who_signed_in_here_may_give_commands_here(house: CentralHall) -> None:
    here, elsewhere = house.window(), house.window()
    house.clerk("han")
    house.signs_in("han", elsewhere)
    codes = [
        here.does(here.opens(uid(1), actor="nobody")).code,
        here.does(here.opens(uid(2), actor="han")).code,
        here.does(here.opens(uid(3), actor="system")).code,
        elsewhere.does(elsewhere.opens(uid(4), actor="han")).code,
    ]
    assert codes == ["unknown-clerk", "clerk-not-at-device", "not-permitted", None]


def test_what_a_clerk_did_before_leaving_still_counts(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    left = sqlite_house.clock.now() + timedelta(hours=1)
    sqlite_house.clerk("han", deactivated_at=left.isoformat())
    sqlite_house.signs_in("han", window)
    before, after = window.opens(uid(1), actor="han"), window.opens(uid(2), actor="han", at=left)
    assert [o.code for o in window.push(before, after).outcomes] == [None, "unknown-clerk"]


def test_a_role_the_hall_does_not_know_may_do_nothing(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    sqlite_house.clerk("guest", role="visitor")
    sqlite_house.signs_in("guest", window)
    assert window.does(window.opens(uid(1), actor="guest")).code == "not-permitted"


def test_who_signed_in_at_the_window_before_its_replacement_counts_at_the_new_one(
    sqlite_house: CentralHall,
) -> None:
    old = sqlite_house.window()
    sqlite_house.clerk("han")
    sqlite_house.signs_in("han", old)
    new = sqlite_house.window(succeeds=old.id)
    assert new.does(new.opens(uid(1), actor="han")).status == "ok"


def test_clerks_of_another_hall_are_unknown(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window("3202")
    sqlite_house.clerk("han")
    assert window.does(window.opens(uid(1), actor="han")).code == "unknown-clerk"
