"""Asking the services: in order, off the UI thread, answers never lost and never to a page that is gone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import AppError, Conflict
from ui.problems import ProblemReport, Problems, Unforeseen
from ui.tasks import Tasks


@pytest.fixture
def problems(qapp: object) -> Problems:
    return Problems()


@pytest.fixture
def tasks(problems: Problems) -> Iterator[Tasks]:
    made = Tasks(problems)
    yield made
    made.close()


def test_a_call_runs_elsewhere_and_its_answer_comes_back_here(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []

    def call() -> str:
        return threading.current_thread().name

    def done(worker: str) -> None:
        seen.append((worker, threading.current_thread().name))

    tasks.run(call, done=done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("store")
    assert seen[0][1] == threading.main_thread().name


def test_calls_are_answered_in_the_order_they_were_asked(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[int] = []
    for number in range(50):
        tasks.run(lambda number=number: number, done=seen.append)  # type: ignore[misc]
    assert tasks.waiting == 50
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))
    assert tasks.waiting == 0


def test_an_expected_trouble_reaches_the_one_who_asked(tasks: Tasks, qtbot: QtBot) -> None:
    troubles: list[AppError] = []

    def call() -> None:
        raise Conflict("changed-meanwhile", id="1")

    tasks.run(call, failed=troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert troubles[0].code == "changed-meanwhile"


def test_a_trouble_nobody_waits_for_is_told_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    def call() -> None:
        raise Conflict("changed-meanwhile")

    with qtbot.waitSignal(tasks.unhandled) as told:
        tasks.run(call)
    assert told.args is not None
    assert isinstance(told.args[0], Conflict)


@pytest.mark.expects_log("problem [0-9A-F]{6}: ZeroDivisionError")
def test_a_bug_becomes_a_report_and_frees_the_page(tasks: Tasks, problems: Problems, qtbot: QtBot) -> None:
    troubles: list[AppError] = []
    with qtbot.waitSignal(problems.raised) as told:
        tasks.run(lambda: 1 // 0, failed=troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert told.args is not None
    report = told.args[0]
    assert isinstance(report, ProblemReport)
    assert isinstance(troubles[0], Unforeseen)
    assert troubles[0].facts["id"] == report.id
    assert report.kind == "ZeroDivisionError"


@pytest.mark.expects_log("problem [0-9A-F]{6}: ZeroDivisionError")
def test_a_bug_is_reported_even_when_the_page_is_gone(tasks: Tasks, problems: Problems, qtbot: QtBot) -> None:
    owner = QObject()
    begun, go_on = threading.Event(), threading.Event()

    def call() -> int:
        begun.set()
        go_on.wait(2)
        return 1 // 0

    troubles: list[AppError] = []
    with qtbot.waitSignal(problems.raised):
        tasks.run(call, failed=troubles.append, owner=owner)
        begun.wait(2)
        with qtbot.waitSignal(owner.destroyed):
            owner.deleteLater()
        go_on.set()
    assert troubles == []


def test_an_answer_for_a_page_that_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    owner, seen, after = QObject(), list[int](), list[int]()
    go_on = threading.Event()

    def call() -> int:
        go_on.wait(2)
        return 1

    tasks.run(call, done=seen.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    go_on.set()
    tasks.run(lambda: 2, done=after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert seen == []


def test_closing_finishes_what_was_asked(problems: Problems) -> None:
    tasks, ran = Tasks(problems), list[int]()
    for number in range(20):
        tasks.run(lambda number=number: ran.append(number))  # type: ignore[misc]
    tasks.close()
    assert ran == list(range(20))
    tasks.run(lambda: ran.append(99))
    assert 99 not in ran


@pytest.mark.expects_log("problem [0-9A-F]{6}: KeyError")
def test_an_exception_no_one_caught_in_any_thread_is_reported(problems: Problems, qtbot: QtBot) -> None:
    problems.install()
    try:
        with qtbot.waitSignal(problems.raised):
            thread = threading.Thread(target=lambda: dict[str, int]()["missing"])
            thread.start()
            thread.join()
    finally:
        problems.uninstall()


@pytest.mark.expects_log("problem")
def test_a_report_says_the_kind_and_not_what_a_person_typed(
    problems: Problems, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(problems.raised) as told:
        problems.report(ValueError("张示例 460107199001011234"))
    assert told.args is not None
    assert "张示例" not in str(told.args[0])
