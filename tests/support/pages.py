"""The desk in a test, worked by real keys; the page speaks the clerk's language and counts the keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.devices.fakes import RememberingPrinter, SampleCardReader, StillCamera
from app.devices.registry import Devices
from app.rules.checklist import Mark, MaterialState
from app.rules.identity import IdKind
from app.rules.party import Party
from app.rules.visit import Draft
from app.settings import Settings
from tests.support import shots
from ui.commands.driving import Driver
from ui.desk import DeskWindow, build
from ui.devices.wedge import Wedge
from ui.pages.intake.page import IntakePage
from ui.pages.receipt.page import ReceiptPage
from ui.problems import Problems

PASSWORD = "a long password"
MORNING = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)  # 10:42 at the hall, a Monday
ZHANG = Party(name="张示例", id_kind=IdKind.RESIDENT_ID, id_number="460107199001011235", phone="13800000000")
FWZL_ANSWERS = {
    "lessor": "person",
    "tenant": "unit",
    "coowned": "no",
    "entrusted": "no",
    "mortgaged": "no",
    "sublet": "no",
}


class DeskPage:
    """Hands on the keyboard of one window; typed text is not counted, keys are."""

    def __init__(self, desk: DeskWindow, devices: Devices, wedge: Wedge, pictures: Path) -> None:
        self.desk_window, self.devices = desk, devices
        self.hall = desk.hall
        self._driver = Driver(
            desk.window,
            # A key the scanner's watch still holds back has not been pressed yet.
            lambda: bool(desk.tasks.waiting or desk.device_tasks.waiting or wedge.is_holding),
            pictures,
        )
        self.keys = 0

    # -- acting --------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """One key after the other, each done before the next."""
        self._driver.press(*keys)
        self.keys += len(keys)

    def press_fast(self, *keys: str) -> None:
        """Keys without waiting for what the one before did."""
        handle = self.desk_window.window.windowHandle()
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]
            QTest.keyClick(handle, combination.key(), combination.keyboardModifiers())
        self.keys += len(keys)
        self._driver.settle()

    def type(self, text: str) -> None:
        """Words and numbers: not counted."""
        self._driver.write(text)

    def type_over(self, text: str) -> None:
        """Words in place of what stands in the field."""
        self._driver.press("Ctrl+A")
        self._driver.write(text)

    def settle(self) -> None:
        self._driver.settle()

    def until(self, true: Callable[[], bool], what: str) -> None:
        self._driver.until(true, what)

    def picture(self, name: str) -> Path:
        return self._driver.picture(name)

    # -- seeing --------------------------------------------------------------------------------------

    @property
    def intake(self) -> IntakePage:
        return self.desk_window.intake

    @property
    def receipt(self) -> ReceiptPage:
        page = self.desk_window.window.page("receipt")
        assert isinstance(page, ReceiptPage)
        return page

    @property
    def in_front(self) -> str:
        return self.desk_window.window.open_page

    @property
    def said(self) -> str:
        return self.desk_window.window.footer.said

    @property
    def draft(self) -> Draft:
        draft = self.intake.desk.draft
        assert draft is not None, "no visit is open"
        return draft

    @property
    def printed(self) -> list[str]:
        printer = self.devices.printer
        assert isinstance(printer, RememberingPrinter)
        return [job.title.split()[0] for job in printer.printed]

    def states(self) -> list[MaterialState]:
        """The marks in table order."""
        return [self.draft.mark(material.code).state for material in self.intake.desk.materials]

    def rows(self) -> list[str]:
        """The names of the rows shown."""
        return [material.name for material in self.intake.desk.materials]

    @property
    def row(self) -> int:
        """The number of the chosen row, as the clerk says it."""
        code = self.intake.table.current_code
        assert code is not None, "no row is chosen"
        return self.intake.desk.number_of(code)

    def focus_in(self, widget: QWidget) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def demo_devices() -> Devices:
    return Devices(RememberingPrinter(), SampleCardReader(), StillCamera(lambda: b"\xff\xd8\xff"))


def open_demo(folder: Path, clock: FrozenClock | None = None) -> Hall:
    """A demo hall with a clerk at the window."""
    fresh = not folder.exists()
    # The fonts of the paper are unpacked once for all tests.
    settings = replace(Settings.demo(folder), cache=shots.CACHE)
    hall = open_hall(settings, clock or FrozenClock(MORNING))
    if fresh:
        hall.session.add_clerk("07", "周示例", PASSWORD, role="administrator")
    hall.session.sign_in("07", PASSWORD)
    return hall


@contextmanager
def desk_page(
    app: QApplication,
    hall: Hall,
    pictures: Path,
    *,
    devices: Devices | None = None,
    size: tuple[int, int] = (1920, 1080),
    lightly: bool = False,
) -> Iterator[DeskPage]:
    """The window of a hall, shown offscreen, and closed with its workers at the end."""
    used = devices or demo_devices()
    problems = Problems(app)
    desk = build(hall, used, problems, lightly=lightly)
    wedge = Wedge(desk.window)
    wedge.scanned.connect(desk.window.scanned)
    desk.gate.begin()
    desk.window.resize(*size)
    desk.window.show()
    desk.window.activateWindow()
    wedge.watch(desk.window)
    page = DeskPage(desk, used, wedge, pictures)
    page.settle()
    try:
        yield page
    finally:
        desk.window.close()
        page.settle()
        desk.close()
        desk.window.deleteLater()


def give_certificate(hall: Hall, kind: str, holder: str, number: str = "E-示例-1") -> None:
    """A certificate that is known at this window."""
    with hall.store.unit() as unit:
        unit.certificates.put(
            {
                "id": uuid.uuid4().hex,
                "type": kind,
                "number": number,
                "holder_id": holder,
                "holder_name": "示例",
                "issued_on": date(2026, 1, 5),
                "expires_on": date(2036, 1, 5),
                "issuer": "示例机关",
            }
        )


def accept_before(
    hall: Hall, clock: FrozenClock, party: Party, item_code: str, answers: dict[str, str]
) -> str:
    """An earlier visit of this applicant, accepted two months ago; gives the case number."""
    clock.advance(timedelta(days=-60))
    item = hall.catalogue.item(item_code)
    draft = hall.intake.new_draft("")
    draft = replace(draft, applicant=party).with_item(item, answers)
    marks = {m.code: Mark(MaterialState.COMPLETE) for m in draft.materials(item)}
    decided = hall.intake.accept(replace(draft, marks=MappingProxyType(marks)))
    clock.advance(timedelta(days=60))
    return decided.case.case_no
