"""What changed comes down gapless and in order, and a snapshot with the feed behind it is the same hall."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.downcasting import downcast
from app.central.refusals import Refused
from app.wire.canonical import canonical
from app.wire.messages import FeedPage, FeedQuery, SnapshotHead, SnapshotRow
from db.central.engine import open_engine, writing
from db.central.epochs import begin_epoch, check_origin, mark_restored
from db.central.schema import create_all
from tests.support.central_hall import HALL, OTHER_HALL, CentralHall, Replica, Window, uid


def filled(house: CentralHall) -> Window:
    """A hall with some history: cases, an amendment, a clash, a refusal."""
    first, second = house.window(), house.window()
    first.push(*(first.opens(uid(n)) for n in range(1, 6)))
    first.does(first.amends(uid(1), 1, phone="111"))
    second.does(second.amends(uid(1), 1, phone="222", remark="later"))
    second.does(second.opens(uid(1)))
    return first


def test_the_feed_has_no_gaps_and_says_whose_command_a_change_is(house: CentralHall) -> None:
    window = filled(house)
    page = window.pull()
    assert [change.seq for change in page.changes] == list(range(1, page.head + 1))
    assert (page.epoch, page.more) == (f"epoch-{HALL}", False)
    commands = {row["cmd_id"] for row in house.rows("command_log")}
    assert {change.cmd_id for change in page.changes} == commands


def test_pages_follow_each_other(sqlite_house: CentralHall) -> None:
    window = filled(sqlite_house)
    whole = window.pull()
    pages: list[FeedPage] = [window.pull(0, 4)]
    while pages[-1].more:
        pages.append(window.pull(pages[-1].changes[-1].seq, 4))
    assert [change for page in pages for change in page.changes] == list(whole.changes)
    assert {len(page.changes) for page in pages[:-1]} == {4}
    assert window.pull(whole.head).changes == ()


def test_the_page_as_text_says_the_same(house: CentralHall) -> None:
    window = filled(house)
    for after, limit in ((0, 1000), (3, 2), (5, 1000)):
        query = FeedQuery(scope=HALL, epoch=f"epoch-{HALL}", after=after, limit=limit)
        assert FeedPage.model_validate_json(house.centre.feed_json(window.id, query)) == window.pull(
            after, limit
        )


def test_a_window_that_begins_needs_no_epoch(sqlite_house: CentralHall) -> None:
    window = filled(sqlite_house)
    assert window.pull(epoch="").epoch == f"epoch-{HALL}"


@pytest.mark.parametrize(("after", "epoch"), [(0, "another"), (10**6, f"epoch-{HALL}"), (3, "")])
def test_a_window_of_another_history_fetches_a_snapshot(
    sqlite_house: CentralHall, after: int, epoch: str
) -> None:
    window = filled(sqlite_house)
    with pytest.raises(Refused) as refused:
        window.pull(after, epoch=epoch)
    assert (refused.value.status, refused.value.code) == (409, "rebootstrap")
    assert refused.value.facts == {"epoch": f"epoch-{HALL}", "head": window.pull().head}


def test_a_snapshot_and_the_feed_behind_it_are_the_same_as_the_whole_feed(house: CentralHall) -> None:
    window = filled(house)
    head, rows = house.centre.snapshot(window.id, HALL)
    replica = Replica(head.as_of_seq, {(row.entity, row.id): (row.version, row.body) for row in rows})
    assert len(replica.records) == head.count
    window.does(window.amends(uid(2), 1, phone="333"))
    window.does(window.opens(uid(7)))
    replica.follow(window)
    whole = window.replica()
    assert replica == whole
    sums = house.centre.checksums(window.id, HALL)
    assert (sums.seq, sums.epoch, sums.buckets) == (whole.seq, f"epoch-{HALL}", whole.sums())


def test_a_snapshot_is_of_one_moment_while_others_go_on(house: CentralHall) -> None:
    window = filled(house)
    before = window.replica()
    head, rows = house.centre.snapshot(window.id, HALL)
    first = next(rows)
    window.push(*(window.opens(uid(n)) for n in range(20, 40)))
    window.does(window.amends(uid(2), 1, phone="333"))
    read = {(row.entity, row.id): (row.version, row.body) for row in (first, *rows)}
    assert (head.as_of_seq, read) == (before.seq, before.records)


def test_a_snapshot_left_unread_keeps_no_connection(sqlite_house: CentralHall) -> None:
    window = filled(sqlite_house)
    for _ in range(50):
        _, rows = sqlite_house.centre.snapshot(window.id, HALL)
        next(rows)
        del rows
    assert window.pull().head > 0


def test_the_snapshot_as_text_says_the_same(sqlite_house: CentralHall) -> None:
    window = filled(sqlite_house)
    head, rows = sqlite_house.centre.snapshot(window.id, HALL)
    lines = list(sqlite_house.centre.snapshot_json(window.id, HALL))
    assert SnapshotHead.model_validate_json(lines[0]) == head
    assert [SnapshotRow.model_validate_json(line) for line in lines[1:]] == list(rows)


def test_bodies_are_stored_in_the_one_spelling(sqlite_house: CentralHall) -> None:
    filled(sqlite_house)
    for row in sqlite_house.rows("record"):
        assert row["body"] == canonical(json.loads(row["body"]))


# -- halls apart ---------------------------------------------------------------------------------------


def test_another_hall_sees_nothing_and_changes_nothing(house: CentralHall) -> None:
    window = filled(house)
    stranger = house.window(OTHER_HALL)
    before = house.centre.checksums(window.id, HALL)
    for ask in (
        lambda: stranger.pull(scope=HALL),
        lambda: house.centre.feed_json(stranger.id, FeedQuery(scope=HALL)),
        lambda: house.centre.snapshot(stranger.id, HALL),
        lambda: house.centre.snapshot_json(stranger.id, HALL),
        lambda: house.centre.checksums(stranger.id, HALL),
        lambda: stranger.pull(scope="9999"),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert (refused.value.status, refused.value.code) == (403, "other-hall")
    assert [head.scope for head in house.centre.heads(stranger.id)] == [OTHER_HALL]
    assert stranger.pull().changes == ()
    assert stranger.does(stranger.amends(uid(1), 1, phone="999")).code == "no-such-case"
    number = house.records("case")[uid(1)]["case_no"]
    assert stranger.does(stranger.opens(uid(1), case_no=number)).status == "ok"
    assert house.centre.checksums(window.id, HALL) == before


def test_a_command_id_of_another_hall_tells_nothing(sqlite_house: CentralHall) -> None:
    window, stranger = sqlite_house.window(), sqlite_house.window(OTHER_HALL)
    refused = window.amends(uid(1), 1, phone="secret")
    window.does(refused)
    told = stranger.does(refused)
    assert told.facts == {"id": uid(1)}
    assert len(sqlite_house.rows("command_log")) == 2
    assert set(sqlite_house.records("conflict", OTHER_HALL)) == {refused.cmd_id}


# -- forgetting, restoring, older windows --------------------------------------------------------------


def test_the_feed_forgets_after_ninety_days_and_the_snapshot_does_not(house: CentralHall) -> None:
    window = filled(house)
    old = window.pull().head
    house.clock.advance(timedelta(days=91))
    window.does(window.opens(uid(9)))
    assert house.centre.trim_feed() == old
    assert house.centre.trim_feed() == 0
    with pytest.raises(Refused, match="rebootstrap"):
        window.pull(old - 1)
    assert [change.seq for change in window.pull(old).changes] == [old + 1, old + 2, old + 3]
    head, rows = house.centre.snapshot(window.id, HALL)
    assert (head.as_of_seq, len(list(rows))) == (old + 3, head.count)
    outcome = house.window().does(house.window().amends(uid(1), 1, phone="444"))
    assert outcome.status == "merged"
    assert house.records("conflict")[outcome.conflict_id or ""]["base"] == {}


def test_a_restored_database_begins_a_new_epoch_at_the_next_start(house: CentralHall) -> None:
    window = filled(house)
    assert not check_origin(house.engine)
    with writing(house.engine) as connection:
        mark_restored(connection)
    assert check_origin(house.engine, lambda: "restored")
    assert not check_origin(house.engine)
    with pytest.raises(Refused) as refused:
        window.pull()
    assert refused.value.facts["epoch"] == "restored"
    assert window.pull(epoch="restored").head > 0


def test_a_restored_centre_waits_for_the_window_that_has_what_a_command_stands_on(house: CentralHall) -> None:
    first, second = house.window(), house.window()
    opens, amends = first.opens(uid(1)), first.amends(uid(1), 1, phone="111")
    with writing(house.engine) as connection:  # what both pushed before is not in the backup
        begin_epoch(connection, at=house.clock.now())
    mine, later = second.opens(uid(2)), second.amends(uid(1), 2, remark="seen")
    assert second.push(mine, later).want == later.dev_seq
    with pytest.raises(Refused) as refused:
        second.push(later)
    assert (refused.value.status, refused.value.code) == (503, "busy")
    first.does(opens)
    with pytest.raises(Refused, match="busy"):
        second.push(later)
    first.does(amends)
    assert second.does(later).status == "ok"
    assert house.records("conflict") == {}


def test_what_nobody_sends_again_is_waited_for_a_day(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    with writing(sqlite_house.engine) as connection:
        begin_epoch(connection, at=sqlite_house.clock.now())
    command = window.amends(uid(1), 2, phone="111")
    with pytest.raises(Refused, match="busy"):
        window.push(command)
    sqlite_house.clock.advance(timedelta(hours=24))
    assert window.does(command).code == "no-such-case"


def test_another_cluster_under_the_same_data_begins_a_new_epoch(postgres_house: CentralHall) -> None:
    assert not check_origin(postgres_house.engine)
    with writing(postgres_house.engine) as connection:
        connection.exec_driver_sql("UPDATE central_state SET v = '7/00000001' WHERE k = 'origin'")
    assert check_origin(postgres_house.engine)
    assert not check_origin(postgres_house.engine)


def test_every_epoch_is_another_one(sqlite_house: CentralHall) -> None:
    seen = set()
    for _ in range(5):
        with writing(sqlite_house.engine) as connection:
            assert begin_epoch(connection) == (HALL, OTHER_HALL)
        seen |= {row["epoch"] for row in sqlite_house.rows("feed_scope")}
    assert len(seen) == 10


def test_a_window_too_old_to_pull_may_push(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    assert window.push(window.opens(uid(1)), proto=0).outcomes[0].status == "ok"
    with pytest.raises(Refused) as refused:
        sqlite_house.centre.feed(window.id, FeedQuery(scope=HALL, proto=0))
    assert (refused.value.status, refused.value.code) == (426, "too-old")
    assert refused.value.facts["drain_allowed"] is True


def test_a_window_newer_than_the_centre_is_told_what_the_centre_speaks(sqlite_house: CentralHall) -> None:
    window = sqlite_house.window()
    with pytest.raises(Refused) as refused:
        window.push(window.opens(uid(1)), proto=9)
    assert (refused.value.status, refused.value.code, refused.value.facts["max_proto"]) == (426, "too-new", 1)


def test_a_body_goes_down_one_protocol_after_the_other() -> None:
    table = {
        ("case", 2): lambda body: {**body, "steps": [*body["steps"], 2]},
        ("case", 1): lambda body: {**body, "steps": [*body["steps"], 1]},
        ("notice", 1): lambda body: {},
    }
    assert downcast("case", {"steps": []}, 1, newest=3, table=table) == {"steps": [2, 1]}
    assert downcast("case", {"steps": []}, 2, newest=3, table=table) == {"steps": [2]}
    assert downcast("case", {"steps": []}, 3, newest=3, table=table) == {"steps": []}


# -- properties ---------------------------------------------------------------------------------------

PUSHES = st.lists(
    st.tuples(st.integers(0, 1), st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=4)),
    max_size=8,
)


@given(PUSHES, st.integers(1, 5), st.integers(0, 7))
def test_from_any_snapshot_any_window_comes_to_the_same_hall(
    pushes: list[tuple[int, list[tuple[int, bool]]]], limit: int, snapshot_at: int
) -> None:
    engine = open_engine("sqlite://")
    create_all(engine)
    house = CentralHall(engine)
    windows = [house.window(), house.window()]
    late = Replica()
    for n, (who, steps) in enumerate(pushes):
        window = windows[who]
        window.push(
            *(window.opens(uid(k)) if new else window.amends(uid(k), 1, phone=str(n)) for k, new in steps)
        )
        if n == snapshot_at:
            head, rows = house.centre.snapshot(window.id, HALL)
            late = Replica(head.as_of_seq, {(row.entity, row.id): (row.version, row.body) for row in rows})
    late.follow(windows[1], limit)
    whole = windows[0].replica(limit)
    assert late == whole
    assert whole.sums() == house.centre.checksums(windows[0].id, HALL).buckets
    engine.dispose()
