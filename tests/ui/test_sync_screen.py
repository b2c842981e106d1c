"""What the window says of the centre, in every state, and that no news of the network disturbs the work."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.services.changes import Subject
from app.services.views import SyncState, SyncView
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, MORNING, ZHANG, DeskPage, accept_before
from tests.support.told_link import ToldLink, comes_down
from ui import sync_words
from ui.gate import Purpose
from ui.pages.pending import PendingPage
from ui.pages.sign_in import SignInPage
from ui.widgets.bars import BannerAct

NOW = MORNING
EARLIER = NOW - timedelta(minutes=9)
NO_ACT = BannerAct("", "", lambda: None)


def view(state: SyncState, **more: object) -> SyncView:
    known = {"central": state is not SyncState.OFF, "pending": 0, "oldest_pending": None, **more}
    return SyncView(state=state, **known)  # type: ignore[arg-type]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("sync", "look", "words"),
    [
        (view(SyncState.OFF), "wait", "未连接中心"),
        (view(SyncState.OFF, pending=3, oldest_pending=EARLIER), "wait", "未连接中心 · 本机 3 件"),
        (view(SyncState.CONNECTING), "wait", "正在连接"),
        (view(SyncState.CONNECTING, code="no-clerk", pending=1), "wait", "待联网登录 · 待传 1 件"),
        (view(SyncState.ONLINE, last_contact=NOW), "ok", "已同步 10:42"),
        (view(SyncState.ONLINE, pending=2, oldest_pending=EARLIER), "wait", "待传 2 件"),
        (view(SyncState.ONLINE, pending=2, oldest_pending=NOW - timedelta(minutes=31)), "warn", "待传 2 件"),
        (view(SyncState.ONLINE, conflicts=1), "warn", "1 件待处理"),
        (view(SyncState.OFFLINE), "warn", "离线"),
        (
            view(SyncState.OFFLINE, pending=3, oldest_pending=EARLIER, conflicts=2),
            "warn",
            "离线 · 待传 3 件 · 2 件待处理",
        ),
        (view(SyncState.NEEDS_ENROLMENT, pending=1, oldest_pending=EARLIER), "bad", "本机未登记 · 待传 1 件"),
        (view(SyncState.RE_ENROL), "bad", "须重新登记"),
        (view(SyncState.TOO_OLD), "warn", "程序过旧"),
        (view(SyncState.SUSPENDED), "bad", "本机已停用"),
        (view(SyncState.REVOKED, pending=1, oldest_pending=EARLIER), "bad", "本机已注销 · 1 件没有传"),
    ],
)
def test_the_chip_says_what_is_so(sync: SyncView, look: str, words: str) -> None:
    chip = sync_words.chip(sync, NOW)
    assert (chip.state, chip.text) == (look, words)
    assert chip.tip


def test_two_states_never_look_alike() -> None:
    """Shape, or icon, and word differ: it must be told apart without colour."""
    told = {state: sync_words.chip(view(state), NOW) for state in SyncState}
    assert len({chip.text for chip in told.values()}) == len(SyncState)
    bad = [chip.icon for chip in told.values() if chip.state == "bad"]
    assert None not in bad


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("state", [state for state in SyncState if state in sync_words.RANKS])
def test_the_banner_says_what_happened_what_is_safe_and_what_to_do(state: SyncState) -> None:
    told = sync_words.news(
        view(state, since=NOW, pending=2, oldest_pending=EARLIER, retry_at=NOW + timedelta(seconds=25)),
        NOW,
        retry=NO_ACT,
        waiting=NO_ACT,
        settle=NO_ACT,
    )
    assert told is not None
    assert told.strong
    assert told.text
    assert len(told.strong + told.text) <= 76
    for word in ("失败", "非法", "异常", "错误"):
        assert word not in told.strong + told.text


def banner(page: DeskPage) -> str:
    shown = page.desk_window.window.banner
    return " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def link(page: DeskPage, hall: Hall) -> ToldLink:
    """A centre that answers; the window has asked how things stand."""
    made = ToldLink(hall)
    page.desk_window.bench.sync.begin()
    page.settle()
    return made


def chip_text(page: DeskPage) -> str:
    return page.desk_window.window.topbar.sync.text()


def test_a_pulled_cable_is_told_with_time_and_countdown_and_disturbs_nothing(
    page: DeskPage, link: ToldLink, clock: FrozenClock
) -> None:
    page.press("Alt+2")
    page.type("zh")
    focus = QApplication.focusWidget()
    link.stands(SyncState.OFFLINE, retry_in=25, code="no-connection")
    page.settle()
    assert QApplication.focusWidget() is focus
    assert chip_text(page) == "离线"
    assert "网络已断开 10:42" in banner(page)
    assert "25 秒后重试" in banner(page)
    clock.advance(timedelta(seconds=5))
    page.desk_window.window.ticked.emit()
    assert "20 秒后重试" in banner(page)
    page.type("ang")
    link.stands(SyncState.ONLINE)
    page.settle()
    assert QApplication.focusWidget() is focus
    assert not page.desk_window.window.banner.isVisible()
    assert chip_text(page).startswith("已同步")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cut", "网络已断开 10:42"),
        ("busy", "中心没有回应 10:42"),
        ("certificate", "中心的身份对不上 10:42"),
        ("disk-full", "上传停住了 10:42"),
    ],
)
def test_only_a_broken_network_is_called_one(code: str, words: str) -> None:
    sync = view(SyncState.OFFLINE, since=NOW, code=code)
    told = sync_words.news(sync, NOW, retry=NO_ACT, waiting=NO_ACT, settle=NO_ACT)
    assert told is not None
    assert told.strong == words
    assert ("磁盘已满" in told.text) == (code == "disk-full")


def test_alt_r_tries_now_and_says_so_and_without_a_centre_says_why_not(
    page: DeskPage, link: ToldLink, hall: Hall
) -> None:
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.press("Alt+R")
    assert link.retries == 1
    assert "正在连接中心" in page.said
    hall.house.sync = None
    page.press("Alt+R")
    assert link.retries == 1
    assert "没有接中心" in page.said


def test_f6_goes_to_the_banner_first_and_the_focus_is_not_lost_when_it_goes(
    page: DeskPage, link: ToldLink
) -> None:
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.settle()
    window = page.desk_window.window
    for _ in range(6):
        page.press("F6")
        if window.banner.has_focus:
            break
    assert window.banner.has_focus
    page.press("Return")
    assert link.retries == 1
    link.stands(SyncState.ONLINE)
    page.settle()
    assert page.focus_in(window.pages)


def pending(page: DeskPage) -> PendingPage:
    shown = page.desk_window.window.page("pending")
    assert isinstance(shown, PendingPage)
    return shown


def test_the_pending_list_tells_order_age_and_trouble_and_enter_opens_the_case(
    page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock
) -> None:
    first = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    clock.advance(timedelta(minutes=1))
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.press("Alt+U")
    shown = pending(page)
    (hit,) = shown.list.hits
    assert hit.title == "受理 · 张示例 · 房屋租赁登记备案"
    assert first in hit.note
    assert "已等 60 天" in hit.note
    assert (hit.right, hit.chip, hit.state) == ("排第 1", "待传", "warn")
    assert "离线" in shown.above.text()
    assert shown.list.hasFocus()
    page.press("Return")
    assert page.in_front == "cases"
    page.press("Alt+U", "Alt+R")
    assert link.retries == 1


def test_a_pending_list_with_nothing_in_it_says_since_when_and_leads_back(
    page: DeskPage, link: ToldLink
) -> None:
    page.press("Alt+U")
    shown = pending(page)
    assert shown.empty.isVisible()
    words = " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())
    assert "11月23日 10:42" in words
    page.press("Return")
    assert page.in_front == "intake"


def test_what_was_sent_back_stands_in_the_pending_list_and_enter_shows_why(
    page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock
) -> None:
    number = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    case = hall.cases.by_no(number)
    assert case is not None
    comes_down(
        hall,
        case_id=case.id,
        case_no=number,
        at=EARLIER,
        kind="refused",
        command_kind="case.accept",
        code="clerk-not-at-device",
        mine={"changes": {"status": "accepted"}},
    )
    page.press("Alt+U", "End")
    hit = pending(page).list.current
    assert hit is not None
    assert hit.chip == "被退回"
    page.press("Return")
    assert page.in_front == "attention"


def test_the_chip_leads_to_what_needs_a_person_before_what_merely_waits(
    page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock
) -> None:
    page.desk_window.window.topbar.sync.click()
    page.settle()
    assert page.in_front == "pending"
    number = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    case = hall.cases.by_no(number)
    assert case is not None
    comes_down(hall, case_id=case.id, case_no=number, at=EARLIER, mine={"phone": "1"}, theirs={"phone": "2"})
    page.settle()
    page.desk_window.window.topbar.sync.click()
    page.settle()
    assert page.in_front == "attention"


def test_thousands_of_changes_are_asked_about_once_and_once_more(
    page: DeskPage, link: ToldLink, hall: Hall
) -> None:
    asked: list[SyncView] = []
    page.desk_window.bench.sync.shown.connect(asked.append)
    for _ in range(500):
        hall.house.tell(frozenset({Subject.SYNC, Subject.OUTBOX}))
    page.settle()
    assert 1 <= len(asked) <= 3


def test_closing_with_work_not_uploaded_asks_once_in_the_banner(
    page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock
) -> None:
    accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.settle()
    window = page.desk_window.window
    window.close()
    page.settle()
    assert window.isVisible()
    assert "还有 1 件没上传" in banner(page)
    assert "下次开机接着传" in banner(page)
    window.close()
    assert not window.isVisible()


def test_closing_without_a_centre_or_without_work_asks_nothing(page: DeskPage, link: ToldLink) -> None:
    page.desk_window.window.close()
    assert not page.desk_window.window.isVisible()


def test_closing_a_locked_window_says_it_on_the_lock_page(
    page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock
) -> None:
    accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    page.press("F12")
    window = page.desk_window.window
    window.close()
    assert window.isVisible()
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("还有 1 件没上传" in text for text in said)
    window.close()
    assert not window.isVisible()


def _sign_in_page(page: DeskPage) -> SignInPage:
    (shown,) = page.desk_window.window.findChildren(SignInPage)
    return shown


def _words(of: QWidget) -> str:
    return " ".join(label.text() for label in of.findChildren(QLabel) if label.isVisible())


def test_the_sign_in_page_says_who_can_sign_in_without_the_network(
    page: DeskPage, link: ToldLink, hall: Hall
) -> None:
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.press("F12", "Alt+H", "Escape")
    page.desk_window.gate._ask(Purpose.SIGN_IN)
    assert "最近在本窗口联网登录过的工号可以登录" in _words(_sign_in_page(page))


@pytest.mark.parametrize(
    ("until", "words"),
    [(None, "没有在本窗口联网登录过"), (NOW - timedelta(minutes=1), "离线登录的期限已过")],
)
def test_an_offline_sign_in_that_is_not_possible_says_why_and_what_to_do(
    page: DeskPage, link: ToldLink, hall: Hall, until: datetime | None, words: str
) -> None:
    link.stands(SyncState.OFFLINE, retry_in=25)
    with hall.store.unit() as unit:
        device = unit.state.get("device_id")
        unit.state.put_enrolment(
            {"device_id": device, "hall": "HKML", "hall_name": "示例", "at": "2026-11-01"}
        )
        clerk = unit.clerks.by_number("07")
        assert clerk is not None
        unit.clerks.update(clerk["id"], {"verified_until": until})
    page.press("F12")
    page.type("a long password")
    page.press("Return")
    said = _words(_sign_in_page(page))
    assert words in said
    assert "请联网后登录一次，或换人登录" in said
