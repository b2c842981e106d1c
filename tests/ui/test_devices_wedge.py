"""A scanner among the keys: its codes are read, a person's typing stays exactly as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.devices.scan_codes import Scan, ScanKind
from ui.devices.wedge import QUICK_MS, SHORTEST, Wedge

CASE_NO = "MLZW-260310-A01-0001-0"


@dataclass(frozen=True)
class Key:
    """One press: a character or the name of an end key, so long after the press before."""

    text: str
    gap_ms: int


class Form(QWidget):
    """A window with a field, a table-like widget and a note."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.note, self.count = QLineEdit(), QPlainTextEdit(), QSpinBox()
        self.table = Table()
        layout = QVBoxLayout(self)
        for widget in (self.field, self.note, self.count, self.table):
            layout.addWidget(widget)


class Table(QWidget):
    """Takes keys as the material table does: every digit marks."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.keys: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.text())
        event.accept()


@dataclass
class Desk:
    form: Form
    wedge: Wedge
    scans: list[Scan] = field(default_factory=list)
    now_ms: int = 1000

    def send(self, kind: QEvent.Type, key: int, text: str) -> None:
        upper = len(text) == 1 and text.isupper()
        shift = Qt.KeyboardModifier.ShiftModifier if upper else Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(kind, key, shift, text)
        event.setTimestamp(self.now_ms)
        window = self.form.windowHandle()
        assert window is not None
        QCoreApplication.sendEvent(window, event)

    def press(self, text: str, gap_ms: int = 5) -> None:
        """A key of the keyboard as the system sends it: the shortcut first, then press and release."""
        self.now_ms += gap_ms
        ends = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
        key = int(ends[text]) if text in ends else ord(text.upper()) if text.isascii() else 0
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.send(kind, key, text)

    def scan(self, code: str, end: str = "\r", gap_ms: int = 3) -> None:
        self.now_ms += 500
        for character in code + end:
            self.press(character, gap_ms)

    def type(self, text: str) -> None:
        for character in text:
            self.press(character, 90)

    def compose(self, preedit: str = "", commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        focus = QApplication.focusObject()
        assert isinstance(focus, QObject)
        QCoreApplication.sendEvent(focus, event)

    def focus(self, widget: QWidget) -> None:
        widget.setFocus()
        assert QApplication.focusWidget() is widget

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not self.wedge.is_holding, timeout=2000)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    form = Form()
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    wedge = Wedge(form)
    wedge.watch(form)
    made = Desk(form, wedge)
    wedge.scanned.connect(made.scans.append)
    made.focus(form.field)
    yield made
    form.close()


def test_a_scan_in_the_middle_of_typing_leaves_the_field_as_it_was(desk: Desk) -> None:
    edit = desk.form.field
    desk.type("Zhang San")
    edit.setCursorPosition(5)
    desk.scan(CASE_NO)
    assert edit.text() == "Zhang San"
    assert edit.cursorPosition() == 5
    assert [scan.kind for scan in desk.scans] == [ScanKind.CASE]
    assert desk.scans[0].value == CASE_NO
    desk.type("!")
    assert edit.text() == "Zhang! San"


def test_a_scan_keeps_the_selection_and_the_way_back(desk: Desk) -> None:
    edit = desk.form.field
    desk.type("first")
    edit.setSelection(1, 3)
    desk.scan("M:CL001")
    assert (edit.text(), edit.selectedText()) == ("first", "irs")
    edit.undo()
    edit.undo()
    desk.type("")
    assert edit.isUndoAvailable() or edit.text() in {"", "first"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("M:CL-0007", Scan(ScanKind.MATERIAL, "CL-0007")),
        ("T:A037ab", Scan(ScanKind.TICKET, "A037ab")),
        ("E:10086x", Scan(ScanKind.EMPLOYEE, "10086x")),
        (f"YCT:{CASE_NO}:0a1B2c3D", Scan(ScanKind.CASE, CASE_NO, "0a1b2c3d")),
        (f"https://example.test/q?no={CASE_NO}&t=ABCDEF01", Scan(ScanKind.CASE, CASE_NO, "abcdef01")),
        (CASE_NO.replace("-", ""), Scan(ScanKind.CASE, CASE_NO)),
        (CASE_NO[:-1] + "X", Scan(ScanKind.UNREADABLE, CASE_NO[:-1] + "X")),
        ("6901234567892", Scan(ScanKind.UNKNOWN, "6901234567892")),
    ],
)
@pytest.mark.parametrize("end", ["\r", "\t"])
def test_a_code_is_routed_by_its_prefix(desk: Desk, code: str, expected: Scan, end: str) -> None:
    desk.scan(code, end)
    assert desk.scans == [expected]
    assert desk.form.field.text() == ""
    assert QApplication.focusWidget() is desk.form.field, "the scanner's Tab must not move the focus"


def test_a_bar_code_over_the_material_table_marks_nothing(desk: Desk) -> None:
    desk.focus(desk.form.table)
    desk.scan("1234012340")
    assert desk.form.table.keys == []
    assert len(desk.scans) == 1


def test_digits_typed_into_the_table_all_mark_in_their_order(desk: Desk, qtbot: QtBot) -> None:
    desk.focus(desk.form.table)
    for character, gap in zip("12340", (100, 20, 20, 100, 100), strict=True):
        desk.press(character, gap)
    desk.settle(qtbot)
    assert desk.form.table.keys == list("12340")
    assert desk.scans == []


def test_the_scanners_enter_fires_no_shortcut(desk: Desk, qtbot: QtBot) -> None:
    fired: list[int] = []
    shortcut = QShortcut(Qt.Key.Key_Return, desk.form)
    shortcut.activated.connect(lambda: fired.append(1))
    desk.scan(CASE_NO)
    assert fired == []
    assert len(desk.scans) == 1


def test_fast_typing_and_enter_is_no_scan_when_it_is_short(desk: Desk, qtbot: QtBot) -> None:
    entered: list[int] = []
    desk.form.field.returnPressed.connect(lambda: entered.append(1))
    desk.scan("fwzlx")
    desk.settle(qtbot)
    assert desk.form.field.text() == "fwzlx"
    assert entered == [1]
    assert desk.scans == []


def test_a_phone_number_typed_by_hand_and_enter_is_no_scan(desk: Desk) -> None:
    desk.type("13800000000\r")
    assert desk.form.field.text() == "13800000000"
    assert desk.scans == []


def test_typing_in_a_busy_moment_is_told_by_the_times_of_the_keys(desk: Desk) -> None:
    """All events are delivered in one go here; only their own times say that a person typed them."""
    for character in "20260310\r":
        desk.press(character, 60)
    assert desk.scans == []
    assert desk.form.field.text() == "20260310"


def test_keys_that_repeat_while_held_down_are_no_scan(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(20):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, "0", autorep=True
        )
        desk.now_ms += 20
        event.setTimestamp(desk.now_ms)
        window = desk.form.windowHandle()
        assert window is not None
        QCoreApplication.sendEvent(window, event)
    desk.press("\r")
    desk.settle(qtbot)
    assert desk.form.field.text() == "0" * 20
    assert desk.scans == []


def test_an_input_method_that_speaks_in_between_ends_the_burst(desk: Desk, qtbot: QtBot) -> None:
    desk.now_ms += 500
    for character in "abcd":
        desk.press(character)
    desk.compose(preedit="zhang")
    desk.compose(commit="张")
    for character in "ef\r":
        desk.press(character)
    desk.settle(qtbot)
    assert desk.form.field.text() == "abcd张ef"
    assert desk.scans == []


def test_a_note_of_many_lines_keeps_its_text_and_its_undo(desk: Desk, qtbot: QtBot) -> None:
    note = desk.form.note
    desk.focus(note)
    desk.type("line one")
    desk.settle(qtbot)
    desk.scan(CASE_NO)
    assert note.toPlainText() == "line one"
    assert len(desk.scans) == 1


def test_a_number_box_keeps_its_number(desk: Desk) -> None:
    desk.form.count.setValue(7)
    desk.focus(desk.form.count)
    desk.scan("12345678")
    assert desk.form.count.value() == 7
    assert len(desk.scans) == 1


def test_a_function_key_after_held_digits_comes_after_them(desk: Desk) -> None:
    desk.focus(desk.form.table)
    seen: list[str] = []
    shortcut = QShortcut(Qt.Key.Key_F9, desk.form)
    shortcut.activated.connect(lambda: seen.append("".join(desk.form.table.keys)))
    desk.press("1", 100)
    desk.press("2", 10)
    desk.send(QEvent.Type.ShortcutOverride, int(Qt.Key.Key_F9), "")
    assert desk.form.table.keys == ["1", "2"]


@st.composite
def key_sequences(draw: st.DrawFn) -> list[Key]:
    """Typing at any pace, bursts of a scanner, stray Enters and Tabs, in any mixture."""
    human = st.integers(QUICK_MS, 400)
    machine = st.integers(0, QUICK_MS - 1)
    character = st.sampled_from("abzAZ019-:/ .")
    pieces = draw(
        st.lists(
            st.one_of(
                st.builds(lambda t, g: [Key(t, g)], character, st.one_of(human, machine)),
                st.builds(lambda t, g: [Key(t, g)], st.sampled_from("\r"), st.one_of(human, machine)),
                st.builds(
                    lambda texts, gap, lead, end: (
                        [Key(texts[0], lead), *(Key(text, gap) for text in texts[1:]), Key(end, gap)]
                    ),
                    st.lists(character, min_size=1, max_size=14),
                    machine,
                    st.one_of(human, machine),
                    st.just("\r"),
                ),
            ),
            max_size=8,
        )
    )
    return [key for piece in pieces for key in piece]


def told_apart(keys: Sequence[Key]) -> tuple[str, int]:
    """What ought to be left in the field and how many scans ought to be seen, said in another way."""
    left, run, scans = "", "", 0
    for key in keys:
        quick = key.gap_ms < QUICK_MS
        if key.text == "\r":
            if quick and len(run) >= SHORTEST:
                left, scans = left[: len(left) - len(run)], scans + 1
            run = ""
        else:
            run = run + key.text if quick and run else key.text
            left += key.text
    return left, scans


@given(keys=key_sequences())
def test_whatever_is_typed_stays_and_whatever_is_scanned_goes(qapp: QApplication, keys: list[Key]) -> None:
    form = Form()
    form.show()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    wedge = Wedge(form)
    wedge.watch(form)
    desk = Desk(form, wedge)
    wedge.scanned.connect(desk.scans.append)
    form.field.setFocus()
    desk.focus(form.field)
    for key in keys:
        desk.press(key.text, key.gap_ms)
    wedge._flush()
    left, scans = told_apart(keys)
    assert form.field.text() == left
    assert len(desk.scans) == scans
    form.close()
    form.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
