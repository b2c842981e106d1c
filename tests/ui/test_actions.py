"""The keys: each has one meaning, none is taken from the input method, and none does nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Actions, Blocked, DuplicateKeyError, resolve
from ui.key_table import LIST, RESERVED, TABLE, WINDOW


@pytest.fixture
def window(qtbot: QtBot, dressed: Callable[..., None]) -> QMainWindow:
    made = QMainWindow()
    inside = QWidget()
    QVBoxLayout(inside)
    made.setCentralWidget(inside)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_no_key_means_two_things_in_one_window(window: QMainWindow) -> None:
    Actions(window)
    keys = [key.shortcut().toString() for key in window.actions()]
    assert len(keys) == len(set(keys))
    for scope in (WINDOW, LIST):
        listed = [spec.keys for spec in TABLE if spec.scope == scope]
        assert len(listed) == len(set(listed))


def test_no_key_belongs_to_an_input_method_or_the_desktop() -> None:
    assert not {spec.keys for spec in TABLE} & RESERVED
    assert not {"F4", "F10"} & {spec.keys for spec in TABLE}


def test_ids_are_used_once_and_each_workspace_has_its_digit() -> None:
    ids = [spec.id for spec in TABLE]
    assert len(ids) == len(set(ids))
    assert [f"Alt+{n}" for n in range(1, 10)] == [s.keys for s in TABLE if s.id.startswith("go_")]


def test_a_key_is_changed_by_the_settings_file() -> None:
    assert resolve({"lock": "Ctrl+Q"})["lock"] == "Ctrl+Q"


@pytest.mark.parametrize("name", ["go_intake", "mark_complete", "nobody"])
def test_the_digits_and_unknown_acts_cannot_be_changed(name: str) -> None:
    with pytest.raises(ValueError, match="another key"):
        resolve({name: "Ctrl+Q"})


@pytest.mark.parametrize("keys", ["F4", "Ctrl+Space", "Ctrl+7", "", "nonsense"])
def test_a_key_of_the_input_method_is_refused_as_a_new_key(keys: str) -> None:
    with pytest.raises(ValueError, match="cannot be a key"):
        resolve({"lock": keys})


def test_a_new_key_that_is_taken_is_refused() -> None:
    with pytest.raises(DuplicateKeyError):
        resolve({"lock": "F9"})


def test_every_key_of_the_window_answers_with_an_act_or_a_sentence(window: QMainWindow, qtbot: QtBot) -> None:
    actions = Actions(window)
    for action in actions:
        with qtbot.waitSignal(actions.refused) as said:
            action.trigger()
        name, sentence = said.args or ["", ""]
        assert name == action.spec.id
        assert sentence.strip()


def test_a_key_reaches_the_page_in_front(window: QMainWindow, qtbot: QtBot) -> None:
    actions = Actions(window)
    here, there = QWidget(window), QWidget(window)
    heard: list[str] = []
    actions.on("print", lambda: heard.append("window"))
    actions.on("print", lambda: heard.append("here"), here)
    actions.on("print", lambda: heard.append("there"), there)
    here.show()
    there.hide()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    there.show()
    here.hide()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    there.hide()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["here", "there", "window"]


def test_a_key_that_is_blocked_says_why_and_goes_to_what_is_in_the_way(
    window: QMainWindow, qtbot: QtBot
) -> None:
    actions = Actions(window)
    field = QLineEdit(window)
    field.show()
    done: list[int] = []
    actions.on("accept", lambda: done.append(1), guard=lambda: Blocked("first the name", field))
    with qtbot.waitSignal(actions.refused) as said:
        QTest.keyClick(window, Qt.Key.Key_F9)
    assert said.args == ["accept", "first the name"]
    assert window.focusWidget() is field
    assert done == []


@pytest.mark.parametrize(
    ("name", "key", "held"),
    [
        ("find_anything", Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        ("save", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
        ("print", Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
        ("find", Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
        ("scan", Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
        ("export", Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier),
        ("book_lawyer", Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
        ("other_case", Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier),
        ("next", Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        ("go_cases", Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_a_text_field_with_the_focus_does_not_swallow_a_key_of_the_window(
    window: QMainWindow, name: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    actions = Actions(window)
    heard: list[str] = []
    actions.on(name, lambda: heard.append(name))
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    QTest.keyClick(field, key, held)
    assert heard == [name]
    assert field.text() == ""


def test_a_held_key_acts_until_it_is_let_go(window: QMainWindow) -> None:
    actions = Actions(window)
    heard: list[str] = []
    actions.on("reveal", lambda: heard.append("shown"))
    actions["reveal"].released.connect(lambda: heard.append("hidden"))
    QTest.keyPress(window, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert heard == ["shown"]
    QTest.keyRelease(window, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert heard == ["shown", "hidden"]


def test_a_locked_window_answers_only_the_keys_of_locking(window: QMainWindow) -> None:
    actions = Actions(window)
    heard: list[str] = []
    actions.on("accept", lambda: heard.append("accept"))
    actions.on("hand_over", lambda: heard.append("hand_over"))
    actions.restrict(frozenset({"hand_over"}), "locked")
    actions["accept"].trigger()
    actions["hand_over"].trigger()
    actions.restrict(None)
    actions["accept"].trigger()
    assert heard == ["hand_over", "accept"]


def test_the_footer_and_the_command_list_offer_only_what_works_now(window: QMainWindow) -> None:
    actions = Actions(window)
    assert actions.footer() == []
    actions.on("lock", lambda: None)
    assert [action.spec.id for action in actions.footer()] == ["lock"]
    assert [action.spec.id for action in actions.commands()] == ["lock"]


def test_the_handler_of_a_page_that_is_gone_is_forgotten(window: QMainWindow, qtbot: QtBot) -> None:
    actions = Actions(window)
    page = QWidget()
    actions.on("print", lambda: None, page)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    assert not actions["print"].is_live
