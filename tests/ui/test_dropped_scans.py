"""A scan dragged from the file manager onto a row of the material list is that material's scan."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.rules.checklist import MaterialState
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import DeskPage
from tests.ui.test_intake_flow import begin


def drop(page: DeskPage, row: int, *paths: Path) -> bool:
    """Lets files go over the row with this number; whether the table took them."""
    table = page.intake.table
    table.choose(page.intake.desk.materials[row - 1].code)
    spot = table.visualRect(table.currentIndex()).center()
    urls = QMimeData()
    urls.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, nothing = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    let_go = QDropEvent(spot.toPointF(), copy, urls, left, nothing)
    table.dropEvent(let_go)  # Qt hands a drop on only when its own drag began before
    page.settle()
    return let_go.isAccepted()


def picture(path: Path) -> Path:
    Image.new("RGB", (60, 40), "white").save(path)
    return path


def test_files_dropped_on_a_row_become_its_scans(page: DeskPage, tmp_path: Path) -> None:
    begin(page, "yljg")
    assert drop(page, 2, picture(tmp_path / "营业执照.png"), picture(tmp_path / "第二页.jpg"))
    mark = page.draft.mark(page.intake.desk.materials[1].code)
    assert len(mark.scans) == 2
    assert all(page.hall.store.blobs.has(address) for address in mark.scans)
    assert page.draft.mark(page.intake.desk.materials[0].code).scans == ()


def test_what_is_no_scan_is_refused_in_words_and_the_marks_stay(page: DeskPage, tmp_path: Path) -> None:
    begin(page, "yljg")
    page.press("1")
    pretender = tmp_path / "说是扫描件.pdf"
    pretender.write_bytes(b"MZ this is a program")
    drop(page, 2, pretender)
    assert "说是扫描件" in page.said
    assert page.draft.mark(page.intake.desk.materials[1].code).scans == ()
    assert page.states()[0] is MaterialState.COMPLETE


def test_what_is_dropped_beside_the_rows_is_not_taken(page: DeskPage, tmp_path: Path) -> None:
    begin(page, "yljg")
    urls = QMimeData()
    urls.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "a.png")))])
    table = page.intake.table
    below = QPoint(10, table.viewport().height() - 3)
    event = QDropEvent(
        below.toPointF(), Qt.DropAction.CopyAction, urls, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    table.dropEvent(event)
    page.settle()
    assert all(page.draft.mark(material.code).scans == () for material in page.intake.desk.materials)
