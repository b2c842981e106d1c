"""The kiosk: a number with its slip as one act, double taps, failing printers, modes, and being forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.devices.absent import NoCardReader
from app.devices.escpos import EscPosPrinter
from app.devices.fakes import RememberingPrinter, SampleCardReader
from app.devices.slips import PageSlipPrinter, SlipPrinter
from app.rules.ticket import TicketClass, TicketState
from app.settings import QueueSettings, Settings
from tests.support.shots import CACHE, settle
from tests.support.thermal_printer import PAPER_OUT, thermal_printer
from ui.problems import Problems
from ui.screens.kiosk import IDLE_S, WARN_S, Kiosk, KioskDevices
from ui.tasks import Tasks

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Visitor:
    """Somebody in front of the kiosk."""

    def __init__(self, kiosk: Kiosk, hall: Hall, tasks: tuple[Tasks, Tasks]) -> None:
        self.kiosk, self.hall, self._tasks = kiosk, hall, tasks

    def settle(self) -> None:
        settle()
        loop = QEventLoop()
        look = QTimer(interval=5)
        look.timeout.connect(lambda: None if any(each.waiting for each in self._tasks) else loop.quit())
        look.start()
        loop.exec()
        settle()

    def tap(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def tile(self, place: int) -> None:
        self.tap(self.kiosk.home.buttons()[place])
        self.settle()

    def press(self, text: str) -> None:
        (button,) = (each for each in self.kiosk.saying.buttons if each.text() == text)
        self.tap(button)
        self.settle()

    def seconds(self, count: int) -> None:
        for _ in range(count):
            self.kiosk._on_second()
        self.settle()

    @property
    def said(self) -> str:
        words = self.kiosk.saying.words
        return " ".join((words.title, words.number, *words.lines, words.notice))

    @property
    def is_home(self) -> bool:
        return self.kiosk.page is self.kiosk.home

    def tickets(self) -> list[tuple[str, str]]:
        return [(each.ticket.number, str(each.ticket.state)) for each in self.hall.queue.of_day()]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(TEN)


@pytest.fixture
def hall(tmp_path: Path, clock: FrozenClock) -> Iterator[Hall]:
    settings = replace(Settings.demo(tmp_path / "kiosk"), cache=CACHE, queue=QueueSettings(series="K"))
    opened = open_hall(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def printer() -> RememberingPrinter:
    return RememberingPrinter()


Open = Callable[..., Visitor]


@pytest.fixture
def kiosk(
    qapp: QApplication, chinese: None, dressed: object, hall: Hall, printer: RememberingPrinter
) -> Iterator[Open]:
    opened: list[tuple[Kiosk, Tasks, Tasks]] = []

    def begin(slips: SlipPrinter | None = None, *, cards: bool = True) -> Visitor:
        problems = Problems(qapp)
        tasks, device_tasks = Tasks(problems), Tasks(problems, name="devices")
        reader = SampleCardReader() if cards else NoCardReader()
        screen = Kiosk(hall, tasks, device_tasks, KioskDevices(slips or PageSlipPrinter(printer), reader))
        opened.append((screen, tasks, device_tasks))
        screen.resize(1920, 1080)
        screen.show()
        visitor = Visitor(screen, hall, (tasks, device_tasks))
        visitor.settle()
        return visitor

    yield begin
    for screen, *workers in opened:
        screen.close_down()
        screen.close()
        for worker in workers:
            worker.close()
        settle()
        screen.deleteLater()


def test_two_taps_give_a_number_and_its_slip(kiosk: Open, printer: RememberingPrinter) -> None:
    visitor = kiosk()
    visitor.tile(0)
    assert "前面等候 0 人" in visitor.said  # before anything is taken
    assert "分钟（估计）" in visitor.said
    assert visitor.tickets() == []
    visitor.press("取号")
    assert "请取走小票 K-A001" in visitor.said
    assert [job.title.split()[0] for job in printer.printed] == ["K-A001"]
    visitor.press("完成")
    assert visitor.is_home


def test_a_double_tap_gives_one_ticket(kiosk: Open, printer: RememberingPrinter) -> None:
    visitor = kiosk()
    visitor.tile(0)
    (take,) = (each for each in visitor.kiosk.saying.buttons if each.text() == "取号")
    for _ in range(3):
        visitor.tap(take)
    visitor.settle()
    assert visitor.tickets() == [("K-A001", "waiting")]
    assert len(printer.printed) == 1


def test_a_card_carries_the_person_and_shows_no_digit(kiosk: Open, hall: Hall) -> None:
    visitor = kiosk()
    QTest.mouseClick(visitor.kiosk.home, Qt.MouseButton.LeftButton, pos=QPoint(300, 500))
    visitor.settle()
    visitor.tile(0)
    assert "赵*" in visitor.said
    assert "19900307" not in visitor.said
    visitor.press("取号")
    (kept,) = hall.queue.of_day()
    assert (kept.person.name, kept.person.from_card, kept.ticket.title) == ("赵示例", True, "赵*")
    visitor.press("完成")
    assert visitor.kiosk._person.is_empty


def test_the_same_person_gets_no_second_number_for_one_business(kiosk: Open) -> None:
    visitor = kiosk()
    for _ in range(2):
        visitor.tile(0)
        visitor.press("输入身份证号")
        type_number(visitor, "460108199003071238")
        visitor.press("取号")
        last = visitor.said
        visitor.kiosk.restart()
        visitor.settle()
    assert "K-A001" in last
    assert "没有取号" in last
    assert len(visitor.tickets()) == 1


def type_number(visitor: Visitor, number: str) -> None:
    page = visitor.kiosk.typing
    keys = {key.text() or "⌫": key for key in page._pad._keys}
    for char in number:
        visitor.tap(keys[char])
    visitor.tap(page._done)
    visitor.settle()


def test_a_typed_number_with_a_mistake_is_told_and_only_its_end_is_readable(kiosk: Open) -> None:
    visitor = kiosk()
    visitor.tile(0)
    visitor.press("输入身份证号")
    type_number(visitor, "460108199003071239")
    assert visitor.kiosk.page is visitor.kiosk.typing
    assert visitor.kiosk.typing._trouble
    visitor.kiosk.restart()
    assert visitor.kiosk.typing.typed == ""


def test_a_printer_without_paper_voids_the_number_visibly(kiosk: Open, printer: RememberingPrinter) -> None:
    printer.trouble = "paper-out"
    visitor = kiosk()
    visitor.tile(0)
    visitor.press("取号")
    assert "K-A001 号已作废" in visitor.said
    assert "小票机缺纸" in visitor.said
    assert visitor.tickets() == [("K-A001", "void")]
    printer.trouble = ""
    visitor.press("回到首页")
    visitor.tile(0)
    visitor.press("取号")
    assert ("K-A002", "waiting") in visitor.tickets()


def test_paper_that_ends_in_mid_slip_asks_and_prints_again_with_a_mark(
    kiosk: Open, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.devices.escpos.FINISH_S", 0.2)
    with thermal_printer(ends_after=200) as machine:
        visitor = kiosk(EscPosPrinter(f"tcp:127.0.0.1:{machine.port}"))
        visitor.tile(0)
        visitor.press("取号")
        assert "小票出来了吗" in visitor.said
        assert visitor.tickets() == [("K-A001", "waiting")]
        machine.trouble, machine.ends_after = "", None
        visitor.press("没有，请补打")
        assert "请取走小票 K-A001" in visitor.said
    assert "补打 1".encode("gb18030") in bytes(machine.printed)
    with hall.store.read() as unit:
        assert [row["what"] for row in unit.audit.newest(what="slip_reprinted")] == ["slip_reprinted"]


def test_who_gives_the_half_slip_up_leaves_no_number_behind(
    kiosk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.devices.escpos.FINISH_S", 0.2)
    with thermal_printer(ends_after=200) as machine:
        visitor = kiosk(EscPosPrinter(f"tcp:127.0.0.1:{machine.port}"))
        visitor.tile(0)
        visitor.press("取号")
        visitor.press("没有，不要了")
    assert visitor.tickets() == [("K-A001", "void")]


def test_the_state_of_the_printer_is_on_the_first_page(kiosk: Open) -> None:
    with thermal_printer(trouble=PAPER_OUT) as machine:
        visitor = kiosk(EscPosPrinter(f"tcp:127.0.0.1:{machine.port}"))
        assert visitor.kiosk.home.printer.reason == "paper-out"


def test_without_an_open_window_the_tile_says_so_and_gives_nothing(kiosk: Open, hall: Hall) -> None:
    with hall.store.unit() as unit:
        record = {"state": "open", "serves": ["A"], "prefers": [], "at": TEN.isoformat()}
        unit.tickets.put_counter("1", record)
    visitor = kiosk()
    assert visitor.kiosk.home.buttons()[8].accessibleName().endswith("暂无窗口")
    visitor.tile(8)
    assert "暂无对应办事窗口" in visitor.said
    assert visitor.tickets() == []


def test_outside_the_hours_nothing_is_given_and_before_the_end_it_is_said(
    kiosk: Open, clock: FrozenClock
) -> None:
    clock.set(datetime(2026, 11, 23, 9, 20, tzinfo=UTC))
    visitor = kiosk()
    visitor.tile(0)
    assert "即将结束" in visitor.said
    clock.set(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    visitor.press("取号")
    assert "现在不取号" in visitor.said
    assert visitor.tickets() == []
    visitor.kiosk.restart()
    assert "08:30–17:30" in visitor.kiosk.home._closed


def test_whoever_walks_away_is_warned_and_forgotten(kiosk: Open) -> None:
    visitor = kiosk()
    visitor.kiosk.read_card()
    visitor.settle()
    visitor.tile(0)
    visitor.seconds(WARN_S - 1)
    assert visitor.kiosk.saying._warning == ""
    visitor.seconds(1)
    assert visitor.kiosk.saying._warning == f"{IDLE_S - WARN_S} 秒后回到首页"
    visitor.seconds(IDLE_S - WARN_S)
    assert visitor.is_home
    assert visitor.kiosk._person.is_empty
    assert visitor.kiosk.saying.words.title == ""


def test_a_touch_ends_the_warning(kiosk: Open) -> None:
    visitor = kiosk()
    visitor.tile(0)
    visitor.seconds(WARN_S + 2)
    QTest.mouseClick(visitor.kiosk.saying, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert visitor.kiosk.saying._warning == ""
    visitor.seconds(WARN_S - 1)
    assert not visitor.is_home


def test_large_print_shows_six_tiles_and_reaches_the_others(kiosk: Open) -> None:
    visitor = kiosk()
    home = visitor.kiosk.home
    small = home.buttons()[0].height()
    visitor.tap(home.large)
    assert len(home.buttons()) == 6
    assert home.buttons()[0].width() > small
    visitor.tile(5)
    assert next(each.title for each in home.shown() if each is not None) == "社保卡 · 退休"
    visitor.tile(1)
    visitor.press("取号")
    assert visitor.tickets()[0][0] == "K-VF001"


def test_low_position_moves_every_tile_to_the_lower_half(kiosk: Open) -> None:
    visitor = kiosk()
    visitor.tap(visitor.kiosk.home.low)
    settle()
    for button in visitor.kiosk.home.buttons():
        assert button.y() >= visitor.kiosk.height() // 2
        assert button.height() >= 76


def test_every_target_is_large_enough_for_a_finger(kiosk: Open) -> None:
    visitor = kiosk()
    home = visitor.kiosk.home
    targets: list[QWidget] = [*home.buttons(), home.large, home.listen, home.language, home.low, home.help]
    assert min(each.height() for each in targets) >= 76
    visitor.tile(0)
    assert min(each.height() for each in visitor.kiosk.saying.buttons) >= 76
    for one in targets:
        assert one.accessibleName()


def test_english_and_back(kiosk: Open) -> None:
    visitor = kiosk()
    home = visitor.kiosk.home
    visitor.tap(home.language)
    visitor.settle()
    assert home.low.text() == "Low position"
    visitor.tile(0)
    assert "people are before you" in visitor.said
    visitor.kiosk.restart()
    visitor.tap(home.language)
    visitor.settle()
    assert home.low.text() == "低位操作"


def test_a_priority_tile_gives_a_priority_number(kiosk: Open, hall: Hall) -> None:
    visitor = kiosk()
    visitor.tile(6)
    visitor.press("取号")
    (kept,) = hall.queue.of_day()
    assert (kept.ticket.kind, kept.ticket.state) == (TicketClass.PRIORITY, TicketState.WAITING)


def test_without_a_card_reader_a_number_can_be_taken_all_the_same(kiosk: Open) -> None:
    visitor = kiosk(cards=False)
    visitor.kiosk.read_card()
    visitor.settle()
    assert "没读到证件" in visitor.kiosk.home._greeting
    visitor.tile(0)
    visitor.press("取号")
    assert len(visitor.tickets()) == 1
