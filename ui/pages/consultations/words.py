"""The words of the lawyers' page: states, outcomes, days, and sentences with their facts."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.errors import AppError, Rejected
from app.rules.consultation import BookingStatus, Interest, Objection, Outcome
from app.rules.roster import DayState, Seat
from app.services.consultations.views import CellView, DayLine
from ui import messages
from ui.consultation_sentence_table import BOOKING_STATES
from ui.key_table import QT_TRANSLATE_NOOP

SEATS: Final[dict[str, str]] = {
    "free": QT_TRANSLATE_NOOP("Consultations", "Free"),
    "past": QT_TRANSLATE_NOOP("Consultations", "Over"),
    "closed": QT_TRANSLATE_NOOP("Consultations", "Lawyer away"),
    "kept": QT_TRANSLATE_NOOP("Consultations", "Kept for another window"),
}
LOOKS: Final[dict[str, str]] = {
    "tentative": "warn",
    "offered": "warn",
    "displaced": "bad",
    "no_show": "bad",
    "booked": "share",
    "checked_in": "ok",
    "started": "ok",
    "finished": "ok",
}
OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.ANSWERED: QT_TRANSLATE_NOOP("Consultations", "Answered"),
    Outcome.FURTHER: QT_TRANSLATE_NOOP("Consultations", "Comes again"),
    Outcome.LEGAL_AID: QT_TRANSLATE_NOOP("Consultations", "To legal aid"),
    Outcome.MEDIATION: QT_TRANSLATE_NOOP("Consultations", "To mediation"),
    Outcome.OTHER: QT_TRANSLATE_NOOP("Consultations", "Otherwise"),
}
_REASONS: Final[dict[str, str]] = {
    "absence": QT_TRANSLATE_NOOP("Consultations", "the lawyer is away"),
    "call_off": QT_TRANSLATE_NOOP("Consultations", "the morning is called off"),
    "publish": QT_TRANSLATE_NOOP("Consultations", "the roster was changed"),
    "roster": QT_TRANSLATE_NOOP("Consultations", "the roster was changed"),
    "substitute": QT_TRANSLATE_NOOP("Consultations", "the lawyer was replaced"),
    "seat-taken": QT_TRANSLATE_NOOP("Consultations", "another window had the place"),
}
_INTERESTS: Final[dict[str, str]] = {
    "advised-opponent": QT_TRANSLATE_NOOP("Consultations", "This lawyer advised {name} on {day}"),
    "advised-against": QT_TRANSLATE_NOOP(
        "Consultations", "This lawyer advised somebody against {name} on {day}"
    ),
}


def say(text: str) -> str:
    return QCoreApplication.translate("Consultations", text)


def state(name: str) -> str:
    """The word for a booking's state, or for a seat nobody has."""
    if name in BOOKING_STATES:
        return QCoreApplication.translate("Labels", BOOKING_STATES[name])
    return say(SEATS[name])


def outcome(code: str) -> str:
    """How a consultation ended; empty when it has not."""
    return say(OUTCOMES[Outcome(code)]) if code else ""


def reason(code: str) -> str:
    """Why a place is gone; what a person wrote is shown as it is."""
    return say(_REASONS[code]) if code in _REASONS else code


def hours(begins: time, ends: time) -> str:
    return f"{begins:%H:%M} – {ends:%H:%M}"


def seat_words(seat: Seat, lawyer: str) -> str:
    """周三 09:30 示例律师乙."""
    return f"{messages.day(seat.day)} {seat.begins:%H:%M} {lawyer}"


def nearness(day: date, today: date) -> str:
    """This week's, next week's; empty for later ones."""
    weeks = (day - _monday(today)).days // 7
    if weeks == 0:
        return say(QT_TRANSLATE_NOOP("Consultations", "this week"))
    return say(QT_TRANSLATE_NOOP("Consultations", "next week")) if weeks == 1 else ""


def _monday(day: date) -> date:
    from datetime import timedelta

    return day - timedelta(days=day.weekday())


def day_state(line: DayLine) -> str:
    """What the list says of a morning beside its day."""
    if line.called_off:
        return say(QT_TRANSLATE_NOOP("Consultations", "called off: {why}")).format(why=line.called_off)
    match line.day.state:
        case DayState.HOLIDAY:
            return line.day.name or say(QT_TRANSLATE_NOOP("Consultations", "day off"))
        case DayState.CLOSED:
            return line.day.name or say(QT_TRANSLATE_NOOP("Consultations", "called off"))
        case DayState.UNKNOWN:
            return say(QT_TRANSLATE_NOOP("Consultations", "holidays not published"))
    if not line.published:
        return say(QT_TRANSLATE_NOOP("Consultations", "no roster"))
    return say(QT_TRANSLATE_NOOP("Consultations", "{free} / {total} left")).format(
        free=line.free, total=line.total
    )


def cell_name(cell: CellView, lawyer: str) -> str:
    """What a screen reader says of a cell: 09:30 示例律师乙 张* 租赁合同 已约."""
    parts = (f"{cell.seat.begins:%H:%M}", lawyer, cell.who, cell.topic, state(cell.state))
    return " ".join(part for part in parts if part)


def objection(found: Objection) -> str:
    return messages.flaw(found.code, found.facts)


def interest(found: Interest) -> str:
    return say(_INTERESTS[found.kind]).format(name=found.name, day=messages.day(found.day))


def sentence(error: AppError) -> str:
    """What happened · what is safe · what to do now; states of bookings in this page's words."""
    status = error.facts.get("status")
    if isinstance(status, BookingStatus) and not isinstance(error, Rejected):
        told = type(error)(error.code, **{**error.facts, "status": state(status.value)})
        return messages.sentence(told)
    return messages.sentence(error)
