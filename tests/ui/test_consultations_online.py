"""The lawyers' page with a centre: one slip with its answer, holds asked for, a place lost elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.devices.fakes import RememberingPrinter
from app.devices.registry import Devices
from db.central.engine import open_engine
from db.central.schema import bring_up
from tests.documents.reading import pypdf_pages, squeezed
from tests.services.consulting import LEASE, LI
from tests.support.central_hall import CentralHall
from tests.support.pages import DeskPage, demo_devices, desk_page
from tests.sync.ends import Ends, ends_in
from tests.sync.lawyers import WEDNESDAY, Counter, opened, seat, together
from ui.pages.consultations.page import ConsultationsPage


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("central") / "central.db"
    engine = open_engine(f"sqlite:///{path}")
    bring_up(engine)
    engine.dispose()
    return path


@pytest.fixture
def ends(tmp_path: Path, empty_database: Path) -> Iterator[Ends]:
    shutil.copy(empty_database, tmp_path / "centre.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'centre.db'}")
    yield from ends_in(CentralHall(engine), tmp_path, tmp_path / "cache")
    engine.dispose()


@pytest.fixture
def counters(ends: Ends) -> list[Counter]:
    return opened(ends, "W01", "W02")


@pytest.fixture
def devices() -> Devices:
    return demo_devices()


@pytest.fixture
def page(
    qapp: QApplication,
    chinese: None,
    dressed: Callable[..., None],
    counters: list[Counter],
    ends: Ends,
    devices: Devices,
    tmp_path: Path,
) -> Iterator[DeskPage]:
    mine = counters[0].end.hall
    ends.open.remove(mine)  # the window closes it
    with desk_page(qapp, mine, tmp_path / "pictures", devices=devices) as shown:
        yield shown


def lawyers(page: DeskPage) -> ConsultationsPage:
    return page.desk_window.bench.consultations


def talks(page: DeskPage, counter: Counter) -> None:
    """The window speaks with the centre, and its screens hear what came of it."""
    page.settle()
    counter.talk()
    for changes in counter.end.told:
        counter.end.hall.house.tell(changes)
    counter.end.told.clear()
    page.settle()


def slips(devices: Devices) -> list[str]:
    """What stands on each slip that was printed."""
    printer = devices.printer
    assert isinstance(printer, RememberingPrinter)
    return [squeezed("".join(pypdf_pages(job.pdf))) for job in printer.printed]


def books(page: DeskPage) -> None:
    page.press("Ctrl+L", "Return")
    page.type("王示例 13800000009")
    page.press("Return", "1", "Return")


def test_one_slip_is_printed_with_the_centres_answer(
    page: DeskPage, counters: list[Counter], devices: Devices
) -> None:
    books(page)
    assert slips(devices) == []
    talks(page, counters[0])
    (slip,) = slips(devices)
    assert "律师咨询预约凭条" in slip
    assert "待确认" not in slip
    assert "已约好" in page.said or "已打印" in page.said


def test_without_an_answer_the_slip_says_so(
    page: DeskPage, counters: list[Counter], devices: Devices
) -> None:
    counters[0].cut()
    books(page)
    page.until(lambda: bool(slips(devices)), "the slip is printed")
    assert "律师咨询·待确认" in slips(devices)[0]
    counters[0].heal()
    talks(page, counters[0])
    assert len(slips(devices)) == 1


def test_a_place_lost_elsewhere_leads_to_the_nearest_one(
    page: DeskPage, counters: list[Counter], devices: Devices
) -> None:
    books_at = seat("08:30", "l1")
    counters[1].service.book(books_at, LI, LEASE)
    counters[1].talk()  # the other window was quicker
    books(page)
    talks(page, counters[0])
    assert slips(devices) == []
    assert "已被别处约走" in page.said
    page.press("Return")
    talks(page, counters[0])
    (slip,) = slips(devices)
    assert "律师咨询预约凭条" in slip
    booked = [cell for cell in counters[0].service.grid(WEDNESDAY).cells.values() if cell.state == "booked"]
    assert sorted(cell.who for cell in booked) == ["李*", "王*"]


def test_the_page_asks_for_a_few_seats_of_its_own(page: DeskPage, counters: list[Counter]) -> None:
    page.press("Alt+6")
    talks(page, counters[0])
    assert len(counters[0].held()) == counters[0].service.rules.walk_in_seats
    page.press("Alt+1", "Alt+6")
    talks(page, counters[0])
    assert len(counters[0].held()) == counters[0].service.rules.walk_in_seats
    together([counters[1]])
    kept = [cell for cell in counters[1].service.grid(WEDNESDAY).cells.values() if cell.state == "kept"]
    assert len(kept) == counters[0].service.rules.walk_in_seats


def test_whom_to_call_stands_in_the_list_of_what_is_to_settle(
    page: DeskPage, counters: list[Counter]
) -> None:
    counters[1].service.book(seat("08:30", "l1"), LI, LEASE)
    counters[1].talk()
    books(page)
    talks(page, counters[0])
    page.press("Alt+Y")
    shown = " ".join(label.text() for label in page.desk_window.window.findChildren(QLabel))
    assert page.in_front == "attention"
    assert "08:30 的时段已被其他窗口约走" in shown
    assert "请致电咨询人" in shown
    assert "13800000009" not in shown
