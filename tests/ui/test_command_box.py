"""Ctrl+K: groups under one line, digits and letters stay typing, Esc goes back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.command_box import Answer, CommandBox, CommandHit, Source


class Desk(QWidget):
    """A field somewhere, and the box over it."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.late: list[Answer] = []
        self.field = QLineEdit(self)
        self.box = CommandBox(self)
        self.box.set_sources(
            [
                Source("Items", self.words(["房屋租赁登记备案", "房屋租赁企业备案", "食品经营许可"])),
                Source("Cases", lambda _text, answer: self.late.append(answer)),
                Source("Commands", self.words(["锁屏", "房屋查询"])),
            ]
        )
        self.resize(1000, 700)

    def words(self, titles: list[str]) -> Callable[[str, Answer], None]:
        def search(text: str, answer: Answer) -> None:
            answer([CommandHit("magnify", t, run=partial(self.ran.append, t)) for t in titles if text in t])

        return search

    def open(self) -> None:
        self.field.setFocus()
        self.box.open_over(self.field, QRect(100, 40, 600, 600))


@pytest.fixture
def desk(qtbot: QtBot, dressed: Callable[..., None]) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.open()
    return made


def press(desk: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(desk.box.line, key)


def test_what_is_typed_finds_in_every_group(desk: Desk) -> None:
    desk.box.line.setText("房屋")
    assert desk.box.titles() == ["房屋租赁登记备案", "房屋租赁企业备案", "房屋查询"]


def test_enter_runs_the_chosen_one_and_the_focus_goes_back(desk: Desk) -> None:
    desk.box.line.setText("房屋")
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.ran == ["房屋租赁企业备案"]
    assert not desk.box.is_open
    assert desk.focusWidget() is desk.field


def test_arrows_pass_over_the_heads_of_groups_and_go_round(desk: Desk) -> None:
    desk.box.line.setText("房屋")
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.ran == ["房屋查询"]
    desk.open()
    desk.box.line.setText("房屋")
    press(desk, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert desk.ran[-1] == "房屋查询"


def test_tab_shows_only_this_kind_and_all_again(desk: Desk) -> None:
    desk.box.line.setText("房屋")
    press(desk, Qt.Key.Key_Tab)
    assert desk.box.titles() == ["房屋租赁登记备案", "房屋租赁企业备案"]
    press(desk, Qt.Key.Key_Tab)
    assert len(desk.box.titles()) == 3


def test_esc_closes_and_gives_the_focus_back(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Escape)
    assert not desk.box.is_open
    assert desk.focusWidget() is desk.field


def test_cases_that_come_late_are_added_and_the_choice_stays(desk: Desk) -> None:
    desk.box.line.setText("房屋")
    press(desk, Qt.Key.Key_Down)
    desk.late[-1]([CommandHit("folder-text-outline", "房屋租赁登记备案 · 张示例")])
    assert "房屋租赁登记备案 · 张示例" in desk.box.titles()
    chosen = desk.box.chosen()
    assert chosen is not None
    assert chosen.title == "房屋租赁企业备案"


def test_an_answer_to_an_older_question_is_not_shown(desk: Desk) -> None:
    desk.box.line.setText("房")
    old = desk.late[-1]
    desk.box.line.setText("房屋")
    old([CommandHit("folder-text-outline", "old")])
    assert "old" not in desk.box.titles()


def test_nothing_found_says_so_and_enter_does_nothing(desk: Desk) -> None:
    desk.box.line.setText("没有这个")
    desk.late[-1]([])
    press(desk, Qt.Key.Key_Return)
    assert desk.box.titles() == []
    assert desk.box.is_open
    assert desk.ran == []


def test_a_pasted_page_is_cut_to_a_search(desk: Desk) -> None:
    desk.box.line.setText("房" * 10_000)
    assert len(desk.box.line.text()) <= 200


def test_the_box_never_grows_beyond_its_place(desk: Desk) -> None:
    desk.box.line.setText("")
    desk.late[-1]([CommandHit("magnify", str(number)) for number in range(200)])
    assert desk.box.height() <= 600
