"""After a crash, an older copy, a lost journal or a moved machine: what the start says, how work goes on."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import FrozenClock
from app.errors import Conflict, StoreUnavailable
from db.local import identity
from db.local.engine import DATABASE, connect
from db.local.journal import Kind
from db.local.recovery import Mend
from db.local.sealing import derived
from db.local.store import Store
from tests.db.hall import KEY, MORNING, SERIES, accept, acceptance, case_numbers, opened


def copy_of(folder: Path, name: str) -> Path:
    copy = folder.with_name(name)
    shutil.copytree(folder, copy)
    return copy


def put_database_back(folder: Path, older: Path) -> None:
    """What a restored disk image or a careless copy does: the database of then, the journal of now."""
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()
    shutil.copy2(older / DATABASE, folder / DATABASE)


def with_cases(folder: Path, clock: FrozenClock, count: int) -> None:
    store = opened(folder, clock)
    for _ in range(count):
        accept(store)
        clock.advance(timedelta(minutes=1))
    store.close()


def refusal(folder: Path, clock: FrozenClock, **options: object) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        opened(folder, clock, **options)  # type: ignore[arg-type]
    return refused.value


def journal_but_no_commit(folder: Path, clock: FrozenClock) -> str:
    """Leaves what a crash between the journal's fsync and the commit leaves; gives the command."""
    older = copy_of(folder, "before-the-crash")
    store = opened(folder, clock)
    made = accept(store)
    store.close()
    put_database_back(folder, older)
    path = folder / "journal" / "journal-20261123.log"
    journal = store.journal
    (mark,) = [e for e in journal.all() if e.cmd_id == made.cmd_id and e.kind is Kind.COMMITTED]
    path.write_bytes(path.read_bytes()[: mark.offset])
    shutil.rmtree(older)
    return made.cmd_id


def test_a_restored_older_database_is_not_opened_for_work(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 2)
    older = copy_of(folder, "older")
    with_cases(folder, clock, 3)
    put_database_back(folder, older)

    trouble = refusal(folder, clock)

    assert trouble.code == "rolled-back"
    assert trouble.facts == {"reason": "lost", "lost": 3}


def test_replaying_the_journal_brings_every_lost_decision_back(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 2)
    older = copy_of(folder, "older")
    with_cases(folder, clock, 3)
    reference = opened(folder, clock)
    with reference.read() as unit:
        expected = [
            (unit.cases.get(line["id"]), unit.notices.of_case(line["id"]), unit.outbox.of_entity(line["id"]))
            for line in unit.cases.newest()
        ]
        numbers = unit.state.numbers()
    reference.close()
    put_database_back(folder, older)

    store = opened(folder, clock, mend=Mend.REPLAY)

    assert store.health.replayed == 3
    with store.read() as unit:
        assert [
            (unit.cases.get(line["id"]), unit.notices.of_case(line["id"]), unit.outbox.of_entity(line["id"]))
            for line in unit.cases.newest()
        ] == expected
        assert unit.state.numbers() == numbers
    assert accept(store).numbers[SERIES] == 6
    store.close()
    assert opened_and_closed(folder, clock) == 6


def opened_and_closed(folder: Path, clock: FrozenClock) -> int:
    store = opened(folder, clock)
    count = len(case_numbers(store))
    store.close()
    return count


def test_replaying_may_be_interrupted_and_done_again(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    older = copy_of(folder, "older")
    with_cases(folder, clock, 2)
    put_database_back(folder, older)
    opened(folder, clock, mend=Mend.REPLAY).close()
    again = opened(folder, clock, mend=Mend.REPLAY)
    assert (again.health.replayed, len(case_numbers(again))) == (0, 3)
    again.close()


def test_a_lost_database_is_rebuilt_from_the_whole_journal(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 4)
    (folder / DATABASE).unlink()

    trouble = refusal(folder, clock)
    assert (trouble.code, trouble.facts["reason"]) == ("damaged", "database-missing")

    store = opened(folder, clock, mend=Mend.REPLAY)
    assert store.health.replayed == 4
    assert accept(store).numbers[SERIES] == 5
    store.close()


def test_an_envelope_without_its_row_is_offered_and_can_be_kept(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)

    store = opened(folder, clock)
    assert store.health.unfinished == 1
    (pending,) = store.unfinished()
    assert (pending.cmd_id, pending.kind, pending.numbers[SERIES]) == (cmd_id, "case.accept", 2)

    # Work goes on meanwhile, and the number of the unfinished one is not given again.
    assert accept(store).numbers[SERIES] == 3
    made = store.keep(cmd_id)
    assert (made.cmd_id, made.dev_seq, made.numbers[SERIES]) == (cmd_id, 3, 2)
    assert store.unfinished() == ()
    assert sorted(case_numbers(store)) == [f"YC01-261123-001-{n:04}" for n in (1, 2, 3)]
    with pytest.raises(Conflict, match="no-such-unfinished"):
        store.keep(cmd_id)
    store.close()

    again = opened(folder, clock)
    assert again.health.unfinished == 0
    assert accept(again).dev_seq == 4
    again.close()


def test_an_unfinished_decision_can_be_discarded_and_its_number_stays_used(
    folder: Path, clock: FrozenClock
) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)
    store = opened(folder, clock)

    store.discard(cmd_id, "clerk-9", "重复")

    with store.read() as unit:
        (line,) = unit.audit.newest(1, what="unfinished_discarded")
        assert (line["clerk"], line["facts"]["reason"]) == ("clerk-9", "重复")
    assert accept(store).numbers[SERIES] == 3
    store.close()
    again = opened(folder, clock)
    assert again.unfinished() == ()
    again.close()


def test_an_unfinished_decision_survives_more_restarts(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)
    for _ in range(3):
        store = opened(folder, clock)
        assert [pending.cmd_id for pending in store.unfinished()] == [cmd_id]
        accept(store)
        store.close()


def test_keeping_what_no_longer_fits_is_refused_and_stays_offered(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)
    store = opened(folder, clock)
    store.decide("x", "c", acceptance(number=lambda reserved: "YC01-261123-001-0002"))
    with pytest.raises(Conflict, match="already-there"):
        store.keep(cmd_id)
    assert len(store.unfinished()) == 1
    store.close()


def test_a_discard_is_remembered_when_the_database_goes_back(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)
    opened(folder, clock).close()
    older = copy_of(folder, "older")
    store = opened(folder, clock)
    store.discard(cmd_id, "clerk-9", "重复")
    store.close()
    put_database_back(folder, older)

    again = opened(folder, clock)
    assert again.unfinished() == ()
    assert accept(again).numbers[SERIES] == 3
    again.close()


def test_a_kept_decision_is_lost_work_when_the_database_goes_back(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    cmd_id = journal_but_no_commit(folder, clock)
    opened(folder, clock).close()
    older = copy_of(folder, "older")
    store = opened(folder, clock)
    store.keep(cmd_id)
    store.close()
    put_database_back(folder, older)

    assert refusal(folder, clock).facts["lost"] == 1
    replayed = opened(folder, clock, mend=Mend.REPLAY)
    assert replayed.unfinished() == ()
    assert len(case_numbers(replayed)) == 2
    replayed.close()


def test_a_lost_journal_stops_the_work_until_the_device_has_a_new_code(
    folder: Path, clock: FrozenClock
) -> None:
    with_cases(folder, clock, 2)
    shutil.rmtree(folder / "journal")

    assert refusal(folder, clock).facts == {"reason": "journal-gone"}
    assert refusal(folder, clock, mend=Mend.NEW_DEVICE).facts["reason"] == "same-code"

    store = opened(folder, clock, mend=Mend.NEW_DEVICE, device_code="002")
    with store.read() as unit:
        assert unit.state.get("device_code") == "002"
        assert unit.state.get("succeeds") not in (None, "", unit.state.get("device_id"))
    accept(store)
    store.close()
    again = opened(folder, clock, device_code="002")
    assert len(case_numbers(again)) == 3
    again.close()


def test_an_older_journal_under_a_newer_database_stops_the_work(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    older = copy_of(folder, "older")
    with_cases(folder, clock, 2)
    shutil.rmtree(folder / "journal")
    shutil.copytree(older / "journal", folder / "journal")

    assert refusal(folder, clock).code == "rolled-back"
    store = opened(folder, clock, mend=Mend.NEW_DEVICE, device_code="002")
    assert accept(store).dev_seq == 4
    store.close()
    again = opened(folder, clock, device_code="002")
    assert len(case_numbers(again)) == 4
    again.close()


def test_a_new_device_offers_what_only_the_journal_has_instead_of_forgetting_it(
    folder: Path, clock: FrozenClock
) -> None:
    with_cases(folder, clock, 1)
    older = copy_of(folder, "older")
    with_cases(folder, clock, 2)
    put_database_back(folder, older)

    store = opened(folder, clock, mend=Mend.NEW_DEVICE, device_code="002")
    for pending in store.unfinished():
        store.keep(pending.cmd_id)
    assert len(case_numbers(store)) == 3
    assert accept(store).numbers[SERIES] == 4
    store.close()
    opened(folder, clock, device_code="002").close()


def test_the_mirror_saves_the_numbers_when_both_files_went_back(
    folder: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    mirror = tmp_path / "usb"
    store = opened(folder, clock, mirror=mirror)
    accept(store)
    store.close()
    older = copy_of(folder, "older")
    store = opened(folder, clock, mirror=mirror)
    accept(store)
    store.close()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)

    with pytest.raises(StoreUnavailable) as refused:
        opened(folder, clock, mirror=mirror)
    assert refused.value.facts == {"reason": "lost", "lost": 1}
    again = opened(folder, clock, mirror=mirror, mend=Mend.REPLAY)
    assert accept(again).numbers[SERIES] == 3
    again.close()


def test_a_copy_on_another_machine_is_noticed(folder: Path, clock: FrozenClock) -> None:
    if identity.machine("x") is None:
        pytest.skip("this machine has no identity (/etc/machine-id)")
    with_cases(folder, clock, 1)
    connection = connect(folder / DATABASE, derived(KEY, "database"))
    connection.execute("UPDATE device_state SET v = 'made elsewhere' WHERE k = 'machine'")
    connection.close()

    assert refusal(folder, clock).facts == {"reason": "other-machine", "device_code": "001"}

    moved = opened(folder, clock, mend=Mend.MOVED)
    with moved.read() as unit:
        (line, *_) = unit.audit.newest(1, what="device")
        assert line["facts"]["moved"] is True
    moved.close()
    opened(folder, clock).close()


def test_a_changed_device_code_is_audited(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    store = opened(folder, clock, device_code="00B")
    with store.read() as unit:
        (line, *_) = unit.audit.newest(1, what="device")
        assert (line["subject"], line["facts"]["former_code"]) == ("00B", "001")
    store.close()


def test_a_store_that_could_not_be_opened_is_free_for_the_next_try(folder: Path, clock: FrozenClock) -> None:
    with_cases(folder, clock, 1)
    shutil.move(folder / "journal", folder / "away")
    refusal(folder, clock)
    shutil.rmtree(folder / "journal")
    shutil.move(folder / "away", folder / "journal")
    assert opened_and_closed(folder, clock) == 1


def test_drafts_of_a_crash_are_still_there(folder: Path, clock: FrozenClock) -> None:
    store: Store = opened(folder, clock)
    with store.unit() as unit:
        unit.drafts.put("d", {"id": "d"}, title="李样本", owner="c", saved_at=MORNING)
    store.close()
    again = opened(folder, clock)
    with again.read() as unit:
        assert [draft["title"] for draft in unit.drafts.list()] == ["李样本"]
    again.close()
