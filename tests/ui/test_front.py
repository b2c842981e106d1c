"""The desk starts with its free page alone: it answers at once, and the whole page follows unnoticed."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.bootstrap import Hall
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import ZHANG, DeskPage, desk_page
from ui.pages.intake.front import FrontPage
from ui.pages.intake.page import IntakePage


@pytest.fixture
def begun(hall: Hall) -> str:
    """An unfinished visit; its id."""
    clerk = hall.session.current
    assert clerk is not None
    draft = replace(hall.intake.new_draft(clerk.id), applicant=ZHANG)
    hall.intake.save(draft)
    return draft.id


@pytest.fixture
def light(
    qapp: QApplication,
    chinese: None,
    dressed: Callable[..., None],
    hall: Hall,
    begun: str,
    tmp_path: Path,
) -> Iterator[DeskPage]:
    """A desk as the program starts it, before the rest of it is made."""
    with desk_page(qapp, hall, tmp_path / "pictures", lightly=True) as shown:
        yield shown


def front(page: DeskPage) -> FrontPage:
    """The free page, which must still be there."""
    shown = page.desk_window.window.page("intake")
    assert isinstance(shown, FrontPage)
    return shown


def test_the_free_desk_lists_unfinished_visits_before_the_rest_is_made(light: DeskPage, begun: str) -> None:
    assert [visit.id for visit in front(light).idle.visits] == [begun]
    assert light.in_front == "intake"
    assert front(light).idle.next.hasFocus()


def test_the_whole_page_takes_its_place_with_the_focus(light: DeskPage, begun: str) -> None:
    light.desk_window.bench.furnish()
    light.settle()
    page = light.desk_window.window.page("intake")
    assert isinstance(page, IntakePage)
    assert page.isVisible()
    assert light.in_front == "intake"
    assert page.idle.next.hasFocus()
    assert [visit.id for visit in page.idle.visits] == [begun]
    light.desk_window.bench.furnish()
    assert light.desk_window.window.page("intake") is page


def test_f2_does_not_wait_for_it(light: DeskPage) -> None:
    assert front(light).isVisible()
    light.press("F2")
    assert light.draft.is_empty
    assert light.intake.isVisible()


def test_an_unfinished_visit_is_taken_up_from_the_free_desk(light: DeskPage, begun: str) -> None:
    front(light).idle.list.setFocus()
    light.press("Enter")
    assert light.draft.id == begun
    assert light.draft.applicant.name == ZHANG.name


def test_a_locked_window_keeps_its_focus_when_the_page_arrives(light: DeskPage) -> None:
    light.press("F12")
    before = QApplication.focusWidget()
    light.desk_window.bench.furnish()
    light.settle()
    assert light.desk_window.gate.is_locked
    assert QApplication.focusWidget() is before


def test_the_lock_page_of_a_demo_hall_says_how_to_unlock_it(page: DeskPage) -> None:
    from app.demo import PASSWORD as DEMO

    page.press("F12")
    shown = [label.text() for label in page.desk_window.window.findChildren(QLabel) if label.isVisible()]
    assert any(DEMO in text for text in shown), shown
