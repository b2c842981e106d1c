"""Codes made into sentences, enums into words, times into the hall's way of writing; nothing is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.clock import hall_time
from app.errors import AppError, Problem, Rejected
from app.rules.case import Act
from app.rules.checklist import MaterialState
from ui.key_table import QT_TRANSLATE_NOOP
from ui.label_table import COMMANDS, LABELS, ROLES, STATE_OF
from ui.sentence_table import DEVICES, ERRORS, PROBLEMS

_WEEKDAYS: Final = (
    QT_TRANSLATE_NOOP("Times", "Mon"),
    QT_TRANSLATE_NOOP("Times", "Tue"),
    QT_TRANSLATE_NOOP("Times", "Wed"),
    QT_TRANSLATE_NOOP("Times", "Thu"),
    QT_TRANSLATE_NOOP("Times", "Fri"),
    QT_TRANSLATE_NOOP("Times", "Sat"),
    QT_TRANSLATE_NOOP("Times", "Sun"),
)


class _Facts(dict[str, str]):
    """A fact nobody gave shows as a dash, never as a brace or a crash in front of a person."""

    def __missing__(self, _key: str) -> str:
        return "—"


def spoken(value: object) -> str:
    """One fact as a person reads it."""
    if isinstance(value, StrEnum):
        return label(value) if value in LABELS else str(value)
    if isinstance(value, datetime):
        return clock_time(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Enum):
        return str(value.value)
    return "—" if value is None else str(value)


def fill(text: str, facts: Mapping[str, object]) -> str:
    """A sentence with its facts in place."""
    return text.format_map(_Facts({name: spoken(value) for name, value in facts.items()}))


def sentence(error: AppError) -> str:
    """What happened · what is safe · what to do now. One problem alone is said itself."""
    if isinstance(error, Rejected) and error.code == "rejected" and error.problems:
        first = problem(error.problems[0])
        if len(error.problems) == 1:
            return first
        text = QCoreApplication.translate("Errors", "{first}; {count} more to mend. Nothing was decided.")
        return fill(text, {"first": first, "count": len(error.problems) - 1})
    if isinstance(error, Rejected) and error.code == "no-glyph" and error.problems:
        return fill(_of(ERRORS, "no-glyph", "Errors"), {}) + " " + problem(error.problems[0])
    reason = error.facts.get("reason")
    for code in (f"{error.code}/{reason}", error.code):
        if code in ERRORS:
            return fill(_of(ERRORS, code, "Errors"), error.facts)
    text = QCoreApplication.translate(
        "Errors",
        "This could not be done now. What was saved is safe. Try again, or ask the technician ({code}).",
    )
    return fill(text, {"code": error.code})


def problem(found: Problem) -> str:
    """What is to be mended at one field or row."""
    if found.code in PROBLEMS:
        return fill(_of(PROBLEMS, found.code, "Problems"), found.facts)
    text = QCoreApplication.translate("Problems", "Please look at this again ({code})")
    return fill(text, {"code": found.code})


def flaw(code: str, facts: Mapping[str, object]) -> str:
    """The same for what a checked field says as it is typed."""
    return problem(Problem("", code, dict(facts)))


def device(reason: str) -> str:
    """A device's state in a word or two."""
    return _of(DEVICES, reason, "Devices") if reason in DEVICES else reason


def _of(table: Mapping[str, str], code: str, context: str) -> str:
    return QCoreApplication.translate(context, table[code])


def label(value: StrEnum) -> str:
    """The word for a state, kind, reason or ground."""
    return QCoreApplication.translate("Labels", LABELS[value])


def decision(kind: str) -> str:
    """What an entry of the outbox or journal did, such as `case.accept`; another kind is shown as it is."""
    if kind in COMMANDS:
        return _of(COMMANDS, kind, "Labels")
    _, _, act = kind.partition("case.")
    return label(Act(act)) if act in set(Act) else kind


def role(name: str) -> str:
    return QCoreApplication.translate("Labels", ROLES[name])


def state_of(state: MaterialState) -> str:
    """The chip state of a material's state: ok, bad, warn, share, wait."""
    return STATE_OF[state]


def weekday(when: date) -> str:
    return QCoreApplication.translate("Times", _WEEKDAYS[when.weekday()])


def day(when: date, *, year: bool = False) -> str:
    """11月30日 周一; with the year where it matters."""
    text = (
        QCoreApplication.translate("Times", "{year}-{month}-{day} {weekday}")
        if year
        else QCoreApplication.translate("Times", "{month}-{day} {weekday}")
    )
    return text.format(year=when.year, month=when.month, day=when.day, weekday=weekday(when))


def day_and_weekday(when: date) -> str:
    """周一 11月23日, as the clock of the top bar says it."""
    text = QCoreApplication.translate("Times", "{weekday} {month}-{day}")
    return text.format(month=when.month, day=when.day, weekday=weekday(when))


def clock_time(moment: datetime) -> str:
    """10:42 on the hall's wall clock."""
    return f"{hall_time(moment):%H:%M}"


def moment_of(moment: datetime) -> str:
    """11月23日 10:42."""
    local = hall_time(moment)
    text = QCoreApplication.translate("Times", "{month}-{day} {time}")
    return text.format(month=local.month, day=local.day, time=f"{local:%H:%M}")


def age(since: datetime, now: datetime) -> str:
    """How long ago: 刚才, 9 分钟, 2 小时 5 分钟, 3 天."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return QCoreApplication.translate("Times", "less than a minute")
    if not hours:
        return QCoreApplication.translate("Times", "%n minutes", None, minutes)
    if hours >= 24:
        return QCoreApplication.translate("Times", "%n days", None, hours // 24)
    text = QCoreApplication.translate("Times", "{hours} h {minutes} min")
    return text.format(hours=hours, minutes=rest)


def elapsed(seconds: int) -> str:
    """04:12, and 1:04:12 after an hour."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
