"""A day of the queue in figures, and as files an office opens."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from openpyxl import load_workbook

from app.documents.queue_sheets import as_csv, as_xlsx, rows
from app.rules import ticket as rules
from app.rules.queue_report import report
from app.rules.ticket import Ticket
from tests.rules.queue_hall import MONDAY, at, ticket, tickets


def served(number: str, came: float, called: float, ended: float, counter: str = "3") -> Ticket:
    return rules.finished(rules.called(ticket(number, came), counter, at(called)), at(ended))


DAY = [
    served("A001", 0, 10, 20),
    served("A002", 1, 21, 26, "5"),
    rules.missed(rules.called(ticket("B001", 61), "5", at(70)), at(72), "nobody-came"),
    rules.voided(ticket("A003", 5), at(5), "paper-out"),
    ticket("A004", 90),
]


def test_the_day_is_counted_by_window_business_and_hour() -> None:
    made = report(MONDAY, DAY)
    total = made.total
    assert (total.taken, total.called, total.served, total.missed, total.void) == (5, 3, 2, 1, 1)
    assert (total.waited_mean_s, total.waited_max_s, total.served_mean_s) == (780, 1200, 450)
    assert [(line.name, line.called) for line in made.counters] == [("3", 1), ("5", 2)]
    assert [(line.name, line.taken) for line in made.businesses] == [("A", 4), ("B", 1)]
    assert [(line.name, line.taken) for line in made.hours] == [("09:00", 3), ("10:00", 2)]


def test_whoever_was_overtaken_is_found() -> None:
    fair = [served("A001", 0, 10, 20), served("A002", 1, 11, 21)]
    unfair = [served("A001", 0, 12, 20), served("A002", 1, 11, 21)]
    assert report(MONDAY, fair).overtaken == {}
    assert report(MONDAY, unfair).overtaken == {"A": 1}


def test_both_files_say_the_same() -> None:
    made = report(MONDAY, DAY)
    told = list(csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(as_xlsx(made))).active
    assert sheet is not None
    listed = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(told) == len(listed) == len(list(rows(made)))
    assert told[1][:7] == ["合计", "2026-11-23", "5", "3", "2", "1", "1"]
    assert listed[1][2:7] == [5, 3, 2, 1, 1]


@given(tickets())
def test_every_ticket_is_in_every_grouping_once(queue: list[Ticket]) -> None:
    made = report(MONDAY, queue)
    for lines in (made.businesses, made.hours):
        assert sum(line.taken for line in lines) == len(queue)
    assert made.total.served + made.total.missed + made.total.void <= len(queue)
