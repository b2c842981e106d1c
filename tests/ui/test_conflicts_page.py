"""待处理 by real keys: 1 this window's, 2 the other's, 3 row by row; nothing is settled by one key alone."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.services.views import CaseView, ConflictView, SyncState
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, MORNING, ZHANG, DeskPage, accept_before
from tests.support.told_link import ToldLink, comes_down
from ui.pages.conflicts.page import ConflictsPage
from ui.widgets.keys import KeyButton

AT = MORNING - timedelta(minutes=9)
THEIRS = {
    "device": "d5",
    "device_code": "C05",
    "counter_no": "5",
    "clerk": "",
    "clerk_name": "吴示例",
    "at": (MORNING - timedelta(minutes=7)).isoformat(),
    "version": 3,
}


class Settling:
    """The page of open entries as a clerk uses it."""

    def __init__(self, page: DeskPage) -> None:
        self.page = page
        shown = page.desk_window.window.page("attention")
        assert isinstance(shown, ConflictsPage)
        self.shown = shown

    @property
    def words(self) -> str:
        return " ".join(label.text() for label in self.shown.findChildren(QLabel) if label.isVisible())

    @property
    def buttons(self) -> list[str]:
        return [
            button.text()
            for button in self.shown.detail.findChildren(KeyButton)
            if button.isVisible() and button.text()
        ]

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(hit.title, hit.chip) for hit in self.shown.list.hits]

    @property
    def table(self) -> list[tuple[str, str, str, str]]:
        """Field, this window's, the other's, what is chosen."""
        rows = self.shown.detail.table.rows
        return [
            tuple(str(rows.index(row, column).data()) for column in range(4))  # type: ignore[misc]
            for row in range(rows.rowCount())
        ]

    @property
    def asks(self) -> bool:
        return self.shown.detail.confirm.isVisible()


@pytest.fixture
def link(page: DeskPage, hall: Hall) -> ToldLink:
    made = ToldLink(hall)
    page.desk_window.bench.sync.begin()
    page.settle()
    return made


@pytest.fixture
def case(link: ToldLink, hall: Hall, clock: FrozenClock) -> CaseView:
    number = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    found = hall.cases.by_no(number)
    assert found is not None
    return found


def clash(hall: Hall, case: CaseView, **fields: tuple[Any, Any]) -> str:
    """An entry about these fields: (this window's, the other's)."""
    named = {name.replace("__", "/"): both for name, both in fields.items()}
    return comes_down(
        hall,
        case_id=case.id,
        case_no=case.case_no,
        at=AT,
        mine={name: both[0] for name, both in named.items()},
        theirs={name: both[1] for name, both in named.items()},
        theirs_by=dict.fromkeys(named, THEIRS),
    )


def entry(hall: Hall, id: str) -> ConflictView:
    return hall.attention.view(id)


@pytest.fixture
def settling(page: DeskPage, hall: Hall, case: CaseView) -> tuple[Settling, str]:
    """Phone and the first material clash; the page is in front."""
    code = case.item.materials[0].code
    mark = f"marks__{code}"
    id = clash(
        hall,
        case,
        phone=("13800000000", "13900001111"),
        **{mark: ({"state": "complete"}, {"state": "missing", "reason": "not_brought"})},
    )
    page.press("Alt+Y")
    page.settle()
    return Settling(page), id


def test_both_versions_stand_side_by_side_in_words(
    settling: tuple[Settling, str], case: CaseView, page: DeskPage
) -> None:
    on, _ = settling
    assert "5 号窗口 10:35 也改了这件" in on.words
    assert "两份都已保存。请选以哪份为准：按 1 用本窗口的，按 2 用 5 号窗口的，按 3 逐项选。" in on.words
    assert on.buttons == ["用本窗口的", "用 5 号窗口的", "逐项选"]
    assert on.table == [
        (case.item.materials[0].name, "齐全", "缺", "待选"),
        ("手机", "138****0000", "139****1111", "待选"),
    ]
    heads = [on.shown.detail.table.rows.headerData(n, _across()) for n in (1, 2)]
    assert heads == ["本窗口（11月23日 10:33 周示例）", "5 号窗口（11月23日 10:35 吴示例）"]
    assert on.lines == [("张示例 · 房屋租赁登记备案", "冲突")]
    assert on.shown.list.hasFocus()


def _across() -> Any:
    from PySide6.QtCore import Qt

    return Qt.Orientation.Horizontal


@pytest.mark.parametrize(("key", "side"), [("1", "mine"), ("2", "theirs")])
def test_one_key_shows_what_will_happen_and_enter_does_it(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall, case: CaseView, key: str, side: str
) -> None:
    on, id = settling
    page.press(key)
    assert on.asks
    kept = {"mine": "手机 用本窗口的“138****0000”", "theirs": "手机 用 5 号窗口的“139****1111”"}
    assert kept[side] in on.words
    assert "另一份留在办件记录里" in on.words
    assert entry(hall, id).is_open
    page.press("Return")
    page.settle()
    settled = entry(hall, id)
    assert not settled.is_open
    assert set(settled.choices.values()) == {side}
    assert settled.decided_by == "周示例"
    assert on.lines == []
    assert "没有待处理的事" in on.words
    assert hall.outbox.pending()[-1].kind == "conflict.resolve"


def test_row_by_row_each_field_goes_its_own_way(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall, case: CaseView
) -> None:
    on, id = settling
    page.press("3", "2")
    assert [row[3] for row in on.table] == ["5 号窗口", "待选"]
    page.press("Return")  # one row is open: Enter goes there and says so
    assert not on.asks
    assert "还没选" in page.said
    page.press("1", "Return")
    assert on.asks
    page.press("Return")
    page.settle()
    code = case.item.materials[0].code
    assert entry(hall, id).choices == {f"marks/{code}": "theirs", "phone": "mine"}


def test_arrows_go_back_to_a_row_and_choose_it_anew(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall
) -> None:
    on, id = settling
    page.press("3", "1", "1", "Up", "2")
    assert [row[3] for row in on.table] == ["5 号窗口", "本窗口"]
    page.press("Return", "Return")
    assert sorted(entry(hall, id).choices.values()) == ["mine", "theirs"]


def test_escape_goes_back_a_level_at_a_time_and_settles_nothing(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall
) -> None:
    on, id = settling
    page.press("3", "1", "1", "Return")
    assert on.asks
    page.press("Escape")
    assert not on.asks
    assert on.shown.detail.table.hasFocus()
    page.press("Escape")
    assert on.shown.list.hasFocus()
    assert [row[3] for row in on.table] == ["待选", "待选"]
    page.press("1", "Escape")
    assert [row[3] for row in on.table] == ["待选", "待选"]
    assert entry(hall, id).is_open
    page.press("Escape")
    assert page.in_front == "intake"


def test_enter_twice_in_a_row_settles_once(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall
) -> None:
    before = len(hall.outbox.pending())
    page.press("2")
    page.press_fast("Return", "Return", "Return")
    page.settle()
    assert len(hall.outbox.pending()) == before + 1


def test_the_loser_stays_in_the_record_of_the_case(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall, case: CaseView
) -> None:
    page.press("1", "Return", "Alt+2")
    page.settle()
    page.press("Down", "Up")
    from ui.pages.cases.page import CasesPage

    cases = page.desk_window.window.page("cases")
    assert isinstance(cases, CasesPage)
    record = [hit.title for hit in cases.detail.record.hits]
    assert "手机：取“138****0000”，未取“139****1111”" in record
    assert record[-1] == "受理"


def test_numbers_that_look_alike_masked_are_shown_whole(page: DeskPage, hall: Hall, case: CaseView) -> None:
    clash(hall, case, phone=("13800010000", "13800020000"))
    page.press("Alt+Y")
    page.settle()
    assert Settling(page).table[0][1:3] == ("13800010000", "13800020000")


REFUSED = {
    "changes": {"status": "accepted", "accepted_on": "2026-11-23", "phone": "13800000000"},
    "event": {"facts": {"clerk_name": "周示例"}},
}


@pytest.fixture
def refused(page: DeskPage, hall: Hall, case: CaseView) -> tuple[Settling, str]:
    id = comes_down(
        hall,
        case_id=case.id,
        case_no=case.case_no,
        at=AT,
        kind="refused",
        command_kind="case.accept",
        code="move-not-permitted",
        facts={"status": "withdrawn", "act": "accept"},
        mine=REFUSED,
    )
    page.press("Alt+Y")
    page.settle()
    return Settling(page), id


def test_what_was_sent_back_says_why_what_is_safe_and_the_next_step(
    refused: tuple[Settling, str], page: DeskPage
) -> None:
    on, _ = refused
    assert "中心没有收下：受理" in on.words
    assert "中心那边这件当时已是“已撤回”，不能再“受理”" in on.words
    assert "内容全部保存在本机和中心，已打印的编号没有变" in on.words
    assert "下一步" in on.words
    assert [row[:2] for row in on.table] == [
        ("状态", "已受理"),
        ("受理日", "11月23日 周一"),
        ("手机", "138****0000"),
    ]


def test_closing_it_wants_a_note_and_a_second_enter_and_the_name_stays(
    refused: tuple[Settling, str], page: DeskPage, hall: Hall
) -> None:
    on, id = refused
    page.press("1")
    assert "没有可选的" in page.said
    page.press("Return")
    assert not on.asks
    assert "写明怎样处理" in page.said
    page.type("已电话说明")
    page.press("Return")
    assert on.asks
    assert entry(hall, id).is_open
    page.press("Return")
    page.settle()
    settled = entry(hall, id)
    assert (settled.is_open, settled.note, settled.decided_by) == (False, "已电话说明", "周示例")


def test_another_window_that_was_earlier_is_said_and_nothing_is_written_over(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall, clock: FrozenClock
) -> None:
    on, id = settling
    page.press("1")
    with hall.store.unit() as unit:
        unit.inbox.close(id, by="somebody", at=clock.now(), choices={"phone": "theirs"}, note="")
    before = len(hall.outbox.pending())
    page.press("Return")
    page.settle()
    assert "已由别人处理" in page.said
    assert len(hall.outbox.pending()) == before
    assert on.lines == []


def test_an_entry_whose_fields_have_not_come_down_yet_cannot_be_settled(
    page: DeskPage, hall: Hall, case: CaseView
) -> None:
    id = comes_down(hall, case_id=case.id, case_no=case.case_no, at=AT, mine={})
    page.press("Alt+Y")
    page.settle()
    on = Settling(page)
    assert "还没从中心传下来" in on.words
    assert on.buttons == []
    page.press("1", "Return")
    assert entry(hall, id).is_open


def test_an_entry_that_comes_down_moves_no_focus_and_drops_nothing_begun(
    settling: tuple[Settling, str], page: DeskPage, hall: Hall, case: CaseView
) -> None:
    on, _ = settling
    page.press("3", "1")
    clash(hall, case, remark=("甲", "乙"))
    page.settle()
    assert on.shown.detail.table.hasFocus()
    assert [row[3] for row in on.table] == ["本窗口", "待选"]
    assert len(on.lines) == 2


def test_offline_one_can_settle_and_it_is_said_when_it_counts(
    settling: tuple[Settling, str], link: ToldLink, page: DeskPage
) -> None:
    on, _ = settling
    link.stands(SyncState.OFFLINE, retry_in=25)
    page.settle()
    assert "这是上次联网时的清单" in on.words
    page.press("2")
    assert "先存本机，联网后传给中心" in on.words


def test_an_empty_list_says_so_and_leads_back(page: DeskPage, link: ToldLink) -> None:
    page.press("Alt+Y")
    page.settle()
    on = Settling(page)
    assert "没有待处理的事" in on.words
    page.press("Return")
    assert page.in_front == "intake"


def test_the_badge_of_the_rail_counts_what_needs_a_person(
    page: DeskPage, link: ToldLink, hall: Hall, case: CaseView
) -> None:
    clash(hall, case, remark=("甲", "乙"))
    page.settle()
    assert page.desk_window.window.rail._buttons["cases"]._badge == 1
    page.press("Alt+Y", "1", "Return")
    page.settle()
    assert page.desk_window.window.rail._buttons["cases"]._badge == 0
