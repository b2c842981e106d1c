"""Units of work, decisions and numbers: all or nothing, and no number twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import FrozenClock
from app.errors import Conflict, Problem, Rejected
from db.local.cases import Cases
from db.local.decisions import Decision, Plan, Reservation
from db.local.engine import connect
from db.local.journal import Kind
from db.local.outbox import Outbox
from db.local.sealing import derived
from db.local.store import Store
from tests.db.hall import KEY, MORNING, SERIES, accept, acceptance, case_numbers, case_row, opened


class StopHereError(Exception):
    """Raised by a test in the middle of something."""


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(StopHereError):
        fail_inside(store)
    with store.read() as unit:
        assert unit.settings.all() == {}


def fail_inside(store: Store) -> None:
    with store.unit() as unit:
        unit.settings.put("a", 1)
        raise StopHereError


def test_units_do_not_nest(store: Store) -> None:
    with store.unit(), pytest.raises(RuntimeError, match="nest"):
        store.read().__enter__()
    with store.read():
        pass


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(RuntimeError, match="wrote"), store.read() as unit:
        unit.settings.put("a", 1)
    with store.read() as unit:
        assert unit.settings.all() == {}


def test_a_file_error_inside_a_unit_stays_what_it_is(store: Store, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), store.unit():
        tmp_path.read_bytes()


def test_a_decision_is_case_notice_timeline_outbox_and_counters_at_once(store: Store) -> None:
    made = accept(store)
    assert (made.dev_seq, made.numbers) == (1, {SERIES: 1, "notice:2026": 1})
    assert made.cmd_id.endswith(made.trace)
    with store.read() as unit:
        (line,) = unit.cases.newest()
        assert line["case_no"] == "YC01-261123-001-0001"
        assert line["sync_state"] == "local"
        assert len(unit.notices.of_case(line["id"])) == 1
        assert len(unit.events.of_case(line["id"])) == 1
        (pending,) = unit.outbox.pending()
        assert (pending["dev_seq"], pending["case_no"], pending["state"]) == (1, line["case_no"], "pending")
        assert unit.state.next_seq() == 2
        assert unit.state.numbers() == {SERIES: 1, "notice:2026": 1}


def test_two_decisions_of_one_second_are_traced_by_different_codes(store: Store) -> None:
    traces = {accept(store).trace for _ in range(20)}
    assert len(traces) == 20
    assert all(len(trace) == 8 for trace in traces)


def test_numbers_count_on_after_closing(folder: Path, clock: FrozenClock) -> None:
    for expected in (1, 2, 3):
        store = opened(folder, clock)
        made = accept(store)
        store.close()
        assert (made.dev_seq, made.numbers[SERIES]) == (expected, expected)


def test_series_count_by_themselves_and_within_one_decision(store: Store) -> None:
    taken = []

    def two_notices(reserved: Reservation) -> Decision:
        taken.extend(
            [reserved.next("notice:2026"), reserved.next("notice:2026"), reserved.next("notice:2027")]
        )
        return Decision("case", "none", {}, Plan())

    store.decide("case.note", "clerk-1", two_notices)
    accept(store)
    assert taken == [1, 2, 1]
    with store.read() as unit:
        assert unit.state.numbers() == {SERIES: 1, "notice:2026": 3, "notice:2027": 1}


def test_a_refused_decision_writes_nothing_and_its_number_is_free_again(store: Store) -> None:
    def refused(reserved: Reservation) -> Decision:
        reserved.next(SERIES)
        raise Rejected([Problem("name", "missing")])

    with pytest.raises(Rejected):
        store.decide("case.accept", "clerk-1", refused)

    assert list(store.journal.all()) == []
    assert accept(store).numbers[SERIES] == 1


def test_a_decision_whose_rows_do_not_fit_never_reaches_the_journal(store: Store) -> None:
    accept(store)
    before = store.journal.next_n

    with pytest.raises(Conflict, match="already-there"):
        store.decide("case.accept", "c", acceptance(number=lambda reserved: "YC01-261123-001-0001"))

    assert store.journal.next_n == before
    assert accept(store).numbers == {SERIES: 2, "notice:2026": 2}


def test_a_case_changed_meanwhile_refuses_the_second_decision(store: Store) -> None:
    accept(store)
    with store.read() as unit:
        (line,) = unit.cases.newest()

    def suspend(_: Reservation) -> Decision:
        plan = Plan()
        plan.do(Cases.update, line["id"], 1, {"status": "suspended"})
        return Decision("case", line["id"], {"status": "suspended"}, plan, base_version=1)

    store.decide("case.suspend", "clerk-1", suspend)
    with pytest.raises(Conflict, match="changed-meanwhile"):
        store.decide("case.suspend", "clerk-2", suspend)
    with store.read() as unit:
        assert [command["base_version"] for command in unit.outbox.of_entity(line["id"])] == [None, 1]


def test_only_journalled_methods_can_be_planned() -> None:
    with pytest.raises(ValueError, match="not journalled"):
        Plan().do(Outbox.append, {})


def test_a_plan_is_frozen_when_it_is_made(store: Store) -> None:
    row = case_row("case-1", "no-1")
    plan = Plan()
    plan.do(Cases.insert, row, {"张"})
    row["applicant_name"] = "changed later"
    store.decide("case.accept", "c", lambda _: Decision("case", "case-1", {}, plan))
    with store.read() as unit:
        assert unit.cases.newest()[0]["applicant_name"] == "张示例"


def test_a_failed_commit_burns_its_numbers_and_is_void_in_the_journal(store: Store) -> None:
    # A reference that is checked at COMMIT: behind the journal, the last moment a transaction can fail.
    store._sql.execute("CREATE TABLE late (k REFERENCES setting(k) DEFERRABLE INITIALLY DEFERRED)")
    store._sql.execute(
        "CREATE TRIGGER late_one AFTER INSERT ON outbox BEGIN INSERT INTO late VALUES ('nobody'); END"
    )
    with pytest.raises(Conflict, match="FOREIGN KEY"):
        accept(store)
    store._sql.execute("DROP TABLE late")
    store._sql.execute("DROP TRIGGER late_one")

    made = accept(store)
    assert (made.dev_seq, made.numbers[SERIES]) == (1, 2)
    assert [entry.kind for entry in store.journal.all()] == [
        Kind.ENVELOPE,
        Kind.VOID,
        Kind.ENVELOPE,
        Kind.COMMITTED,
    ]
    with store.read() as unit:
        assert unit.state.highest(SERIES) == 2


def test_burnt_numbers_stay_burnt_after_a_restart(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    test_a_failed_commit_burns_its_numbers_and_is_void_in_the_journal(store)
    store.close()
    again = opened(folder, clock)
    assert again.health.unfinished == 0
    assert accept(again).numbers[SERIES] == 3
    again.close()


def test_threads_take_turns_and_no_number_is_given_twice(store: Store) -> None:
    def work() -> None:
        for _ in range(10):
            accept(store)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = case_numbers(store)
    assert numbers == [f"YC01-261123-001-{n:04}" for n in range(1, 41)]


def test_the_search_connection_sees_what_was_committed(store: Store) -> None:
    accept(store, "欧阳示例")
    found = store.searcher.cases([["欧"], ["阳"]])
    assert found is not None
    assert [line["applicant_name"] for line in found] == ["欧阳示例"]
    parties = store.searcher.parties([["d1234"]])
    assert parties is not None
    assert [party["name"] for party in parties] == ["欧阳示例"]


def test_the_newest_search_wins(store: Store) -> None:
    for _ in range(3):
        accept(store)
    answers: list[object] = []
    store.searcher._turn.acquire()
    older = threading.Thread(target=lambda: answers.append(store.searcher.cases([["张"]])))
    older.start()
    while store.searcher._newest != 1:
        older.join(0.001)
    newer = threading.Thread(target=lambda: answers.append(store.searcher.cases([["示"]], 2)))
    newer.start()
    while store.searcher._newest != 2:
        newer.join(0.001)
    store.searcher._turn.release()
    older.join()
    newer.join()
    assert sorted(0 if answer is None else len(answer) for answer in answers) == [0, 2]  # type: ignore[arg-type]


def test_a_search_that_runs_is_interrupted_by_a_newer_one(store: Store) -> None:
    accept(store)
    assert store.searcher.cases([["张"]]) is not None
    connection = store.searcher._connection
    assert connection is not None
    asked = threading.Event()

    def meanwhile() -> int:
        if not asked.is_set():
            asked.set()
            with store.searcher._newest_guard:
                store.searcher._newest += 1
                connection.interrupt()
        return 0

    connection.set_progress_handler(meanwhile, 1)
    assert store.searcher.cases([["张"]]) is None
    connection.set_progress_handler(None, 0)
    assert store.searcher.cases([["张"]]) != []


def test_a_clock_set_back_is_told_and_work_goes_on_in_order(folder: Path, clock: FrozenClock) -> None:
    store = opened(folder, clock)
    accept(store)
    store.close()
    clock.set(MORNING - timedelta(days=40))

    again = opened(folder, clock)
    assert again.health.clock_behind == timedelta(days=40)
    assert again.health.newest_moment == MORNING
    made = accept(again)
    assert made.dev_seq == 2
    assert [entry.file for entry in again.journal.all()] == ["journal-20261123.log"] * 4
    again.close()

    clock.set(MORNING + timedelta(days=1))
    later = opened(folder, clock)
    assert later.health.clock_behind is None
    accept(later)
    assert later.journal.files() == ["journal-20261123.log", "journal-20261124.log"]
    later.close()


def test_a_clock_that_is_a_little_behind_is_no_news(folder: Path, clock: FrozenClock) -> None:
    opened(folder, clock).close()
    clock.set(MORNING - timedelta(seconds=90))
    store = opened(folder, clock)
    assert store.health.clock_behind is None
    store.close()


def test_the_log_is_folded_into_the_database_in_a_pause(store: Store) -> None:
    before = (store.folder / "hall.db").stat().st_size
    for _ in range(12):
        accept(store)
    folder = store._checkpointer
    assert folder._thread is not None
    while not folder.folds and folder._thread.is_alive():
        folder._thread.join(0.05)
    assert folder.trouble is None
    assert (store.folder / "hall.db").stat().st_size > before, "the rows left the log"


def test_the_search_indexes_are_filled_and_merged_in_a_pause_and_lose_nothing(store: Store) -> None:
    tidier = store._checkpointer
    for folds in range(1, 6):
        for _ in range(12):
            accept(store)
        assert tidier._thread is not None
        while tidier.folds < folds and tidier._thread.is_alive():
            tidier._thread.join(0.05)
    assert tidier.trouble is None
    assert tidier.filled > 0
    with store.read() as unit:
        assert len(unit.cases.search([["张"], ["d1234"]], 100)) == len(unit.cases.newest(100)) == 60


@pytest.mark.parametrize(("longest", "anew"), [(0, True), (1_000_000, False)])
def test_a_log_that_has_grown_too_long_is_begun_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch, longest: int, anew: bool
) -> None:
    monkeypatch.setattr("db.local.checkpointing.LONGEST_LOG", longest)
    accept(store)
    connection = connect(store.folder / "hall.db", derived(KEY, "database"))
    said: list[str] = []
    connection.set_trace_callback(said.append)
    store._checkpointer._fold(connection)
    connection.close()
    assert ("PRAGMA wal_checkpoint(RESTART)" in said) is anew
    accept(store)
    with store.read() as unit:
        assert len(unit.cases.newest()) == 2


def test_work_without_a_pause_is_folded_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.local.checkpointing.FOLD_AT_LAST", 9)
    monkeypatch.setattr("db.local.checkpointing.PAUSE_S", 3600.0)
    while not store._checkpointer.folds:
        accept(store)
    assert store._checkpointer.trouble is None
