"""Many windows and several server processes push at once, and nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.central.centre import Centre
from app.clock import FrozenClock
from app.wire.messages import PushReply, PushRequest
from db.central.engine import open_engine
from db.central.schema import bring_up
from tests.support.central_hall import CODE, HALL, MORNING, CentralHall, Replica, uid

WRITERS = 8


def all_at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """Runs these in threads of their own that begin together; gives what they gave."""
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def _push_elsewhere(url: str, device: str, request: str, gate: object, answers: object) -> None:
    """Another server process: opens the database for itself and gets the same push."""
    engine = open_engine(url, pool_size=2)
    centre = Centre(engine, FrozenClock(MORNING))
    gate.wait()  # type: ignore[attr-defined]
    reply = centre.push(device, PushRequest.model_validate_json(request))
    answers.put(reply.model_dump_json())  # type: ignore[attr-defined]
    engine.dispose()


def test_two_processes_with_the_same_batch_apply_it_once(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    bring_up(engine)
    house = CentralHall(engine)
    window = house.window()
    request = window.request(window.opens(uid(n), code=CODE) for n in range(1, 41)).model_dump_json()
    spawn = multiprocessing.get_context("spawn")
    gate, answers = spawn.Barrier(2), spawn.Queue()
    processes = [
        spawn.Process(target=_push_elsewhere, args=(postgres_url, window.id, request, gate, answers))
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    replies = [PushReply.model_validate_json(answers.get(timeout=60)) for _ in processes]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert replies[0] == replies[1]
    assert Counter(outcome.status for outcome in replies[0].outcomes) == {"ok": 40}
    assert len(house.rows("command_log")) == 40
    assert len(house.records("case")) == len(house.records("notice")) == 40
    assert window.pull().head == 120
    engine.dispose()
    answers.close()
    answers.join_thread()


def test_the_feed_has_no_gap_under_eight_writers_and_a_reader(postgres_house: CentralHall) -> None:
    house = postgres_house
    windows = [house.window() for _ in range(WRITERS)]
    reader = house.window()
    done = threading.Event()

    def write(n: int) -> Callable[[], object]:
        window = windows[n]

        def work() -> int:
            for step in range(12):
                case = uid(100 * (n + 1) + step)
                reply = window.push(window.opens(case, code=CODE), window.amends(case, 1, remark=f"{step}"))
                assert [outcome.status for outcome in reply.outcomes] == ["ok", "ok"]
            return n

        return work

    def read() -> Replica:
        replica = Replica()
        while not done.is_set():
            replica.follow(reader, 50)  # asserts that no number is left out
        replica.follow(reader, 50)
        return replica

    with ThreadPoolExecutor(1) as pool:
        follower = pool.submit(read)
        try:
            all_at_once([write(n) for n in range(WRITERS)])
        finally:
            done.set()
        replica = follower.result()
    assert replica.seq == WRITERS * 12 * 5
    assert replica.sums() == house.centre.checksums(reader.id, HALL).buckets
    serials = sorted(case["central_no"][-4:] for case in house.records("case").values())
    assert serials == [f"{serial:04d}" for serial in range(1, WRITERS * 12 + 1)]


def test_edits_of_one_case_at_the_same_moment_are_all_accounted_for(house: CentralHall) -> None:
    windows = [house.window() for _ in range(WRITERS)]
    windows[0].does(windows[0].opens(uid(1)))
    edits = [
        lambda n=n, window=window: window.does(window.amends(uid(1), 1, phone=f"{n}", **{f"extra/e{n}": n}))
        for n, window in enumerate(windows[1:], 1)
    ]
    all_at_once(edits)
    case = house.records("case")[uid(1)]
    assert {case[f"extra/e{n}"] for n in range(1, WRITERS)} == set(range(1, WRITERS))
    lost = {entry["mine"]["phone"] for entry in house.records("conflict").values()}
    assert {case["phone"], *lost} == {str(n) for n in range(1, WRITERS)}
    assert len(lost) == WRITERS - 2


def test_one_number_claimed_at_the_same_moment_goes_to_one(house: CentralHall) -> None:
    windows = [house.window() for _ in range(WRITERS)]
    claims = [
        lambda n=n, window=window: window.does(window.opens(uid(n), case_no="3201-261126-A01-0001-X")).status
        for n, window in enumerate(windows, 1)
    ]
    assert Counter(all_at_once(claims)) == {"ok": 1, "refused": WRITERS - 1}
    assert len(house.records("case")) == 1
    assert Counter(entry["kind"] for entry in house.records("conflict").values()) == {"number": WRITERS - 1}


def test_one_case_opened_at_the_same_moment_by_two_windows_is_opened_once(house: CentralHall) -> None:
    windows = [house.window() for _ in range(4)]
    opens = [lambda window=window: window.does(window.opens(uid(1))).status for window in windows]
    assert Counter(all_at_once(opens)) == {"ok": 1, "refused": 3}
    assert house.pull_is_gapless()


@pytest.mark.parametrize("turn", [1, -1])
def test_windows_that_touch_the_same_cases_in_other_orders_both_come_through(
    postgres_house: CentralHall, turn: int
) -> None:
    first, second = postgres_house.window(), postgres_house.window()
    cases = [uid(n) for n in range(1, 21)]
    first.push(*(first.opens(case) for case in cases))
    works = [
        lambda: first.push(*(first.amends(case, 1, remark="a") for case in cases)),
        lambda: second.push(*(second.amends(case, 1, ticket="b") for case in cases[::turn])),
    ]
    for reply in all_at_once(works):
        assert isinstance(reply, PushReply)
        assert {outcome.status for outcome in reply.outcomes} == {"ok"}
    told = postgres_house.records("case")
    assert {(told[case]["remark"], told[case]["ticket"]) for case in cases} == {("a", "b")}
