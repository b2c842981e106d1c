"""The queue workspace: the whole list, the missed, transfers, the windows, the figures as a file."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.rules.ticket import TicketClass, TicketState
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import DeskPage
from ui.pages.queue.page import QueuePage


def at_queue(page: DeskPage) -> QueuePage:
    page.press("Alt+4")
    found = page.desk_window.window.page("queue")
    assert isinstance(found, QueuePage)
    return found


def take(hall: Hall, clock: FrozenClock, count: int) -> list[str]:
    numbers = []
    for _ in range(count):
        numbers.append(hall.queue.taking.take("A").ticket.number)
        clock.advance(timedelta(seconds=1))
    return numbers


def test_the_list_shows_who_is_called_waits_and_was_missed(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    take(hall, clock, 3)
    hall.queue.call_next()
    hall.queue.miss()
    hall.queue.call_next()
    queue = at_queue(page)
    said = queue.lines()
    assert [line.split(",")[0] for line in said] == ["C03-A002", "C03-A003", "C03-A001"]
    assert "呼叫中" in said[0]
    assert "过号" in said[2]
    assert queue.figures.text().startswith("取号 3")


def test_a_missed_number_comes_back_by_two_keys(hall: Hall, clock: FrozenClock, page: DeskPage) -> None:
    (number,) = take(hall, clock, 1)
    hall.queue.call_next()
    hall.queue.miss()
    at_queue(page)
    page.press("Home", "Return", "1")
    assert hall.queue.find(number).ticket.state is TicketState.WAITING


def test_priority_needs_its_proof_and_a_transfer_its_place(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    first, second = take(hall, clock, 2)
    queue = at_queue(page)
    page.press("Home", "Return", "2")
    page.type("残疾人证")
    page.press("Return")
    assert hall.queue.find(first).ticket.kind is TicketClass.PRIORITY
    queue.list.setFocus()
    page.press("End", "Return", "1")
    page.type("c")
    page.press("Return")
    assert hall.queue.find(second).ticket.business == "C"


def test_the_supervisor_sets_what_a_window_serves(hall: Hall, page: DeskPage) -> None:
    queue = at_queue(page)
    queue.counter_list.setFocus()
    page.press("Home", "Return", "1")
    page.type("AC,C")
    page.press("Return")
    (first, *_) = hall.queue.reader.counters()
    assert (first.no, first.serves, first.prefers) == ("1", ("A", "C"), ("C",))
    assert "AC，优先 C" in queue.counter_list.hits[0].note


def test_the_days_figures_are_saved_as_either_file(
    hall: Hall, clock: FrozenClock, page: DeskPage, tmp_path: Path
) -> None:
    take(hall, clock, 2)
    queue = at_queue(page)
    for name, head in (("day.xlsx", b"PK"), ("day.csv", b"\xef\xbb\xbf")):
        queue.save_to(tmp_path / name)
        page.settle()
        assert (tmp_path / name).read_bytes().startswith(head)
    assert "day.csv" in page.said


def test_no_whole_name_is_on_the_page(hall: Hall, page: DeskPage) -> None:
    from app.rules.identity import IdKind
    from app.services.queue.views import Person

    hall.queue.taking.take("A", person=Person("张示例", IdKind.RESIDENT_ID, "460107198801101234"))
    queue = at_queue(page)
    told = " ".join(queue.lines())
    assert "张*" in told
    assert "示例" not in told
