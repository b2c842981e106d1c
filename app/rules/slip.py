"""What stands on a visitor's slip (domain/process.md §6), line by line. No ID digit has a place on it.

Only the title of the person (张*) may stand on it; the document's number is not among the slip's fields.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from app.clock import hall_time
from app.records import dataclass

COLUMNS: Final = 48  # of a printer with 80 mm paper: a Chinese character takes two
_DAYS: Final = "一二三四五六日"


class LineKind(StrEnum):
    TEXT = "text"
    RULE = "rule"
    QR = "qr"
    BARS = "bars"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line; `size` multiplies the printer's own character, 1 to 6."""

    kind: LineKind
    text: str = ""
    size: int = 1
    bold: bool = False
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Slip:
    """The facts of a slip."""

    hall: str
    number: str
    code: str  # what QR and bars say
    business: str
    ahead: int  # people before this one for the same business
    ahead_hall: int | None  # in the whole hall; None where it is not known
    taken_at: datetime
    counters: tuple[str, ...] = ()
    area: str = ""
    title: str = ""
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    reminders: tuple[str, ...] = ()
    closing: bool = False
    cut_off: bool = False  # issued without the centre
    copy: int = 0  # 补打
    demo: bool = False
    priority: bool = False


def slip_lines(slip: Slip) -> tuple[SlipLine, ...]:
    """The slip from top to bottom."""
    text, at = LineKind.TEXT, hall_time(slip.taken_at)
    lines = [SlipLine(text, slip.hall, 1, bold=True)]
    if slip.area:
        lines.append(SlipLine(text, slip.area))
    if slip.demo:
        lines.append(SlipLine(text, "演示 · 不作凭证", bold=True))
    if slip.copy:
        lines.append(SlipLine(text, f"补打 {slip.copy}", bold=True))
    lines += [SlipLine(LineKind.RULE), SlipLine(text, "排队号"), SlipLine(text, slip.number, 4, bold=True)]
    matter = f"{slip.business}（优先）" if slip.priority else slip.business
    lines.append(SlipLine(text, f"{matter} · {slip.title}" if slip.title else matter, 1, bold=True))
    if slip.due_from is not None:
        lines.append(SlipLine(text, f"预约时段 {_span(slip.due_from, slip.due_until)}"))
    lines.append(SlipLine(text, f"前面等候 {slip.ahead} 人", 2, bold=True))
    if slip.ahead_hall is not None:
        lines.append(SlipLine(text, f"全大厅等候 {slip.ahead_hall} 人"))
    lines.append(SlipLine(text, _wait(slip)))
    if slip.counters:
        lines.append(SlipLine(text, f"请留意 {'、'.join(slip.counters)} 号窗口"))
    lines += [SlipLine(LineKind.GAP), SlipLine(LineKind.QR, slip.code), SlipLine(LineKind.BARS, slip.code)]
    day = f"{at:%Y-%m-%d} 星期{_DAYS[at.weekday()]} {at:%H:%M}"
    lines += [SlipLine(text, day), SlipLine(LineKind.RULE)]
    if slip.closing:
        lines.append(SlipLine(text, "对外办公时间即将结束，您取的号可能来不及办理，敬请谅解。", bold=True))
    if slip.cut_off:
        lines.append(
            SlipLine(
                text, "取号机暂时未连网：大屏可能还看不到本号，请留意叫号或向工作人员出示本条。", bold=True
            )
        )
    lines += [
        SlipLine(text, f"{count}. {reminder}", centred=False)
        for count, reminder in enumerate(slip.reminders, 1)
    ]
    return tuple(lines)


def _span(start: datetime, end: datetime | None) -> str:
    begun = f"{hall_time(start):%H:%M}"
    return begun if end is None else f"{begun}–{hall_time(end):%H:%M}"


def _wait(slip: Slip) -> str:
    if slip.due_from is not None:
        return "到时段后按顺序呼叫"
    if slip.wait_low_min is None or slip.wait_high_min is None:
        return "等候时间暂时无法估计"
    if slip.wait_low_min == slip.wait_high_min:
        return f"约需等候 {slip.wait_high_min} 分钟（估计）"
    return f"约需等候 {slip.wait_low_min}–{slip.wait_high_min} 分钟（估计）"


def width(text: str) -> int:
    """Printer columns of a text: a full-width character takes two."""
    return sum(1 if ord(char) < 0x2E80 and char not in "“”‘’…—·–" else 2 for char in text)


def folded(text: str, columns: int) -> list[str]:
    """A text in lines of so many columns; what may not begin a line stays with the one before."""
    lines: list[str] = []
    current = ""
    for char in text:
        if current and width(current + char) > columns and char not in "，。、；：！？）":
            lines.append(current)
            current = ""
        current += char
    return [*lines, current]
