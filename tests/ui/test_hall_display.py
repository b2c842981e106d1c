"""The hall display: what it shows of a board, how it says that it is stale, how it flashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.clock import FrozenClock
from app.devices.speaking import NoVoice
from app.rules.board import CENTRE, WINDOW, Board, CallLine, WaitingLine
from tests.support.shots import settle
from ui import theme
from ui.problems import Problems
from ui.screens.announcer import Announcer, Loudness
from ui.screens.hall_display import FLASH_MS, FLASHES, HallDisplay, Place
from ui.screens.sounding import Loudspeaker
from ui.tasks import Tasks

AT = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
CARD = QRect(60, 260, 30, 30)  # in the white part of the large card, beside the number


def call(number: str, minutes: float = 0, state: str = "called", counter: str = "3") -> CallLine:
    return CallLine(number, number, counter, "张*", "综合", state, AT - timedelta(minutes=minutes), 1)


def board(*calls: CallLine, source: str = CENTRE) -> Board:
    waiting = (WaitingLine("A", "综合", 12, 14, 18, 3), WaitingLine("Y", "", 3, None, None, 3, by_slot=True))
    return Board(AT, source, calls, waiting, ("A038", "B022"), ("第一句", "第二句"))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(AT)


@pytest.fixture
def display(
    qapp: QApplication, chinese: None, dressed: Callable[..., None], clock: FrozenClock
) -> Iterator[HallDisplay]:
    yield from shown(qapp, clock)


def shown(qapp: QApplication, clock: FrozenClock, **facts: bool) -> Iterator[HallDisplay]:
    tasks = Tasks(Problems(qapp))
    announcer = Announcer(tasks, clock, NoVoice(), Loudspeaker(), Loudness(silent=True))
    screen = HallDisplay(Place("美兰区政务服务中心", "二楼综合大厅", **facts), announcer, clock)
    screen.resize(1920, 1080)
    screen.show()
    settle()
    yield screen
    announcer.close()
    screen.close()
    screen.deleteLater()
    tasks.close()


def picture(screen: HallDisplay) -> QImage:
    settle()
    return screen.grab().toImage()


def colour_at(screen: HallDisplay, place: QRect) -> QColor:
    return picture(screen).pixelColor(place.center())


def test_a_call_is_on_the_screen_at_once(display: HallDisplay) -> None:
    before = picture(display)
    display.show_board(board(call("A037")))
    assert display.accessibleName() == "请 A037 号到 3 号窗口"
    assert picture(display) != before
    assert colour_at(display, CARD) == theme.token("hall.card") or display._flash


def test_the_card_flashes_twice_by_swapping_its_colours(display: HallDisplay) -> None:
    display.show_board(board(call("A037")))
    seen = []
    for _ in range(FLASHES + 2):
        seen.append(colour_at(display, CARD) == theme.token("hall.window"))
        display._on_flash()
    assert seen.count(True) == 2
    assert FLASH_MS >= 500  # a whole flash takes a second: never more than one a second


def test_a_calm_screen_does_not_flash(qapp: QApplication, dressed: object, clock: FrozenClock) -> None:
    for screen in shown(qapp, clock, calm=True):
        screen.show_board(board(call("A037")))
        assert colour_at(screen, CARD) == theme.token("hall.card")
        assert not screen._flasher.isActive()


def test_a_screen_that_hears_nothing_says_so_and_keeps_what_it_shows(
    display: HallDisplay, clock: FrozenClock
) -> None:
    display.show_board(board(call("A037", 2)))
    assert not display.is_stale
    fresh = picture(display)
    clock.advance(timedelta(seconds=16))
    assert display.is_stale
    assert display._age_words() == "数据停在 10:42"
    stale = picture(display)
    amber = theme.token("hall.stale.bg")
    assert count(stale, amber) > 100
    assert count(fresh, amber) == 0
    assert display._announcer.stage.big is not None  # the last calls stay
    display.heard()
    assert not display.is_stale


def count(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 8)
    )


def test_a_lost_source_is_told_after_seconds_not_after_the_limit(
    display: HallDisplay, clock: FrozenClock
) -> None:
    display.show_board(board(call("A037")))
    display.lost("unreachable")
    clock.advance(timedelta(seconds=4))
    assert display.is_stale


def test_a_window_cut_off_shows_its_own_calls_and_says_whose_they_are(display: HallDisplay) -> None:
    display.show_board(board(call("A037"), source=WINDOW))
    assert display._age_words() == "本窗数据"


def test_whole_sentences_are_swapped_and_nothing_scrolls(display: HallDisplay) -> None:
    display.show_board(board(call("A037", 2)))
    first, again = picture(display), picture(display)
    assert first == again  # nothing moves by itself
    display._on_swap()
    assert picture(display) != first


def test_every_state_has_its_word_and_its_picture(display: HallDisplay) -> None:
    words = {
        state: display._state(call("A001", state=state)) for state in ("called", "serving", "missed", "held")
    }
    assert {word for word, _ in words.values()} == {"请到窗", "办理中", "已过号", "填表中"}
    assert len({icon for _, icon in words.values()}) == 4


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1280, 1024), (3840, 2160), (1080, 1920)])
def test_long_numbers_and_windows_are_never_cut(display: HallDisplay, size: tuple[int, int]) -> None:
    """Drawn without an ellipsis on every screen: the texts that must be read are made smaller instead."""
    drawn: list[str] = []
    display.resize(*size)
    long = replace(call("C03-VA1004", counter="12"), name="社保民政")
    display.show_board(board(long, call("C03-VA1003", 1, "serving"), call("B1022", 2, "missed")))
    from ui.screens import brush

    original = brush.Brush.text

    def noted(self: brush.Brush, text: str, *rest: object, **facts: object) -> float:
        if facts.get("least") == 0.2:
            drawn.append(text)
            room = facts["room"]
            assert isinstance(room, (int, float))
            used = original(self, text, *rest, **facts)  # type: ignore[arg-type]
            assert used <= room + 1
            assert used > room * 0.2 or len(text) < 5
            return used
        return original(self, text, *rest, **facts)  # type: ignore[arg-type]

    brush.Brush.text = noted  # type: ignore[method-assign]
    try:
        picture(display)
    finally:
        brush.Brush.text = original  # type: ignore[method-assign]
    assert {"C03-VA1004", "12", "C03-VA1003", "B1022"} <= set(drawn)


def test_names_may_be_switched_off(qapp: QApplication, dressed: object, clock: FrozenClock) -> None:
    for screen in shown(qapp, clock, names=False):
        assert screen._who(call("A037")) == "综合业务" or "张" not in screen._who(call("A037"))


def test_escape_leaves_the_full_screen(display: HallDisplay) -> None:
    display.showFullScreen()
    settle()
    QTest.keyClick(display, Qt.Key.Key_Escape)
    assert not display.isFullScreen()
