"""Least disclosure: no screen of a visit shows a whole ID number or phone, whatever stands in it."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import re
from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTableView, QWidget

from app.bootstrap import Hall
from app.clock import FrozenClock
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, ZHANG, DeskPage, accept_before, give_certificate

_WHOLE = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


def whole_numbers(page: DeskPage) -> list[str]:
    """Every whole ID number or phone that can be read in the window or heard by a screen reader."""
    seen: list[str] = []
    for widget in page.desk_window.window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        seen += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel):
            seen.append(widget.text())
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            columns = model.columnCount() if isinstance(widget, QTableView) else 1
            for row, column in product(range(model.rowCount()), range(columns)):
                index = model.index(row, column)
                seen.append(str(model.data(index, Qt.ItemDataRole.DisplayRole) or ""))
                seen.append(str(model.data(index, Qt.ItemDataRole.AccessibleTextRole) or ""))
        elif isinstance(widget, QLineEdit) and not widget.hasFocus():
            seen.append(widget.displayText())
    return [text for text in seen if _WHOLE.search(text)]


def test_a_visit_with_the_identity_card_as_certificate_shows_masked_numbers_only(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    give_certificate(hall, "resident_id", ZHANG.id_number, number=ZHANG.id_number)
    page.press("F2")
    page.type("zsl")
    assert whole_numbers(page) == []
    page.press("Return")
    page.type("fwzl")
    page.press("Return", "Return")
    assert whole_numbers(page) == []
    page.press("1", "1", "F9")
    assert whole_numbers(page) == []
    page.press("Return")
    assert page.in_front == "receipt"
    assert whole_numbers(page) == []
    page.press("Alt+2")
    assert whole_numbers(page) == []
    page.press("Ctrl+K")
    page.type("zsl")
    assert whole_numbers(page) == []
