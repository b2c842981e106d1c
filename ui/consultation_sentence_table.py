"""What the window says about lawyers, mornings and bookings that cannot be; spread into ui/sentence_table."""

from __future__ import annotations

from typing import Final

from ui.key_table import QT_TRANSLATE_NOOP

# What waits for the centre, and what a case's record says of its consultation.
CONSULTATION_COMMANDS: Final[dict[str, str]] = {
    "case.consultation": QT_TRANSLATE_NOOP("Labels", "Lawyer consultation"),
    "consultation.book": QT_TRANSLATE_NOOP("Labels", "Book a lawyer"),
    "consultation.fill": QT_TRANSLATE_NOOP("Labels", "Fill in from the waiting list"),
    "consultation.move": QT_TRANSLATE_NOOP("Labels", "Move a consultation"),
    "consultation.cancel": QT_TRANSLATE_NOOP("Labels", "Cancel a consultation"),
    "consultation.accept_offer": QT_TRANSLATE_NOOP("Labels", "Take the place kept"),
    "consultation.decline_offer": QT_TRANSLATE_NOOP("Labels", "Decline the place kept"),
    "consultation.check_in": QT_TRANSLATE_NOOP("Labels", "Check in for a consultation"),
    "consultation.start": QT_TRANSLATE_NOOP("Labels", "Begin a consultation"),
    "consultation.finish": QT_TRANSLATE_NOOP("Labels", "Finish a consultation"),
    "consultation.no_show": QT_TRANSLATE_NOOP("Labels", "Did not come to a consultation"),
    "consultation.reinstate": QT_TRANSLATE_NOOP("Labels", "Came to a consultation after all"),
    "consultation.wait": QT_TRANSLATE_NOOP("Labels", "Onto the waiting list"),
    "consultation.leave": QT_TRANSLATE_NOOP("Labels", "Off the waiting list"),
    "consultation.lawyer": QT_TRANSLATE_NOOP("Labels", "A lawyer's details"),
    "consultation.publish": QT_TRANSLATE_NOOP("Labels", "Publish a roster"),
    "consultation.roster": QT_TRANSLATE_NOOP("Labels", "Change a roster"),
    "consultation.absence": QT_TRANSLATE_NOOP("Labels", "A lawyer is away"),
    "consultation.back": QT_TRANSLATE_NOOP("Labels", "A lawyer is back"),
    "consultation.substitute": QT_TRANSLATE_NOOP("Labels", "A stand-in for a lawyer"),
    "consultation.call_off": QT_TRANSLATE_NOOP("Labels", "Call a morning off"),
    "consultation.close_day": QT_TRANSLATE_NOOP("Labels", "Close a morning"),
}
BOOKING_STATES: Final[dict[str, str]] = {
    "tentative": QT_TRANSLATE_NOOP("Labels", "To be confirmed"),
    "booked": QT_TRANSLATE_NOOP("Labels", "Booked"),
    "offered": QT_TRANSLATE_NOOP("Labels", "Awaiting an answer"),
    "checked_in": QT_TRANSLATE_NOOP("Labels", "Here"),
    "started": QT_TRANSLATE_NOOP("Labels", "In consultation"),
    "finished": QT_TRANSLATE_NOOP("Labels", "Finished"),
    "no_show": QT_TRANSLATE_NOOP("Labels", "Did not come"),
    "cancelled": QT_TRANSLATE_NOOP("Labels", "Cancelled"),
    "moved": QT_TRANSLATE_NOOP("Labels", "Moved"),
    "displaced": QT_TRANSLATE_NOOP("Labels", "To be moved"),
}
# Why the centre sent something about a consultation back, and the next step.
_CALL: Final = QT_TRANSLATE_NOOP(
    "Refusals", "Call the person, offer another place, then write down here what was agreed."
)
CONSULTATION_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "seat-taken": (
        QT_TRANSLATE_NOOP("Refusals", "Another window had the lawyer at {begins}. Slip: {slip_no}."),
        _CALL,
    ),
    "seat-gone": (
        QT_TRANSLATE_NOOP(
            "Refusals", "The lawyer at {begins} was taken off the roster meanwhile. Slip: {slip_no}."
        ),
        _CALL,
    ),
    "booked-that-day": (
        QT_TRANSLATE_NOOP("Refusals", "This person had a consultation on that day already."),
        _CALL,
    ),
    "booking-move-not-permitted": (
        QT_TRANSLATE_NOOP("Refusals", "The consultation had been changed at another window by then."),
        QT_TRANSLATE_NOOP("Refusals", "Look at the grid as it stands; if somebody waits, call them."),
    ),
    "waits-already": (
        QT_TRANSLATE_NOOP("Refusals", "This person was on the waiting list already."),
        QT_TRANSLATE_NOOP("Refusals", "Nothing more needs to be done; close the entry with a note."),
    ),
    "not-waiting": (
        QT_TRANSLATE_NOOP("Refusals", "This person no longer waited at the centre."),
        QT_TRANSLATE_NOOP("Refusals", "Look at the waiting list as it stands."),
    ),
    "hold-gone": (
        QT_TRANSLATE_NOOP("Refusals", "The place was no longer kept for this window."),
        QT_TRANSLATE_NOOP("Refusals", "Nothing more needs to be done; close the entry with a note."),
    ),
    "people-still-here": (
        QT_TRANSLATE_NOOP("Refusals", "{count} people were still being advised when the day was closed."),
        QT_TRANSLATE_NOOP("Refusals", "Finish them, then close the day once more."),
    ),
}
CONSULTATION_ERRORS: Final[dict[str, str]] = {
    "seat-taken": QT_TRANSLATE_NOOP(
        "Errors",
        "{begins} has just been taken. The person's details are still here. The nearest "
        "free place is {nearest_begins} {nearest_lawyer}: Enter takes it.",
    ),
    "conflict-of-interest": QT_TRANSLATE_NOOP(
        "Errors",
        "This lawyer has advised the other side ({day}). Nothing was booked. Choose another lawyer, or Enter "
        "books all the same.",
    ),
    "no-roster": QT_TRANSLATE_NOOP(
        "Errors", "Nobody has made a roster for {day}. Nothing was booked. Choose another Wednesday."
    ),
    "not-held": QT_TRANSLATE_NOOP(
        "Errors",
        "No consultations on {day}: a day off, or its holidays are not published. Nothing was changed. "
        "Choose another day.",
    ),
    "not-on-duty": QT_TRANSLATE_NOOP(
        "Errors", "This lawyer is not on duty on {day}. Nothing was changed. Look at the roster."
    ),
    "on-duty-already": QT_TRANSLATE_NOOP(
        "Errors", "This lawyer sits there already on {day}. Nothing was changed. Choose another one."
    ),
    "no-such-lawyer": QT_TRANSLATE_NOOP(
        "Errors", "This lawyer is not known here. Nothing was changed. Choose another one."
    ),
    "supervisors-only": QT_TRANSLATE_NOOP(
        "Errors", "Only a supervisor changes the roster. Nothing was changed. Ask your supervisor to do it."
    ),
    "no-such-booking": QT_TRANSLATE_NOOP(
        "Errors", "This booking is not known here. Nothing was changed. Look again in the morning's grid."
    ),
    "no-such-waiting": QT_TRANSLATE_NOOP(
        "Errors", "This entry of the waiting list is not known here. Nothing was changed. Look again."
    ),
    "no-such-record": QT_TRANSLATE_NOOP(
        "Errors", "This record is not known here. Nothing was changed. Look again."
    ),
    "booking-move-not-permitted": QT_TRANSLATE_NOOP(
        "Errors", "This booking is “{status}” by now. Nothing was changed. Look at it again, then decide."
    ),
    "waits-already": QT_TRANSLATE_NOOP(
        "Errors",
        "This person is in the waiting list already. The place is kept. Nothing more needs to be done.",
    ),
    "not-waiting": QT_TRANSLATE_NOOP(
        "Errors", "This person no longer waits. Nothing was changed. Look at the list again."
    ),
    "not-today": QT_TRANSLATE_NOOP(
        "Errors", "This consultation is on {day}. Nothing was changed. Check in on that day."
    ),
    "not-begun": QT_TRANSLATE_NOOP(
        "Errors", "The slot begins at {begins}. Nothing was changed. Wait until then."
    ),
    "day-not-over": QT_TRANSLATE_NOOP(
        "Errors", "The morning ends at {ends}. Nothing was changed. Close it afterwards."
    ),
    "people-still-here": QT_TRANSLATE_NOOP(
        "Errors",
        "{count} people are still being advised. Nothing was changed. Finish them first, then close the day.",
    ),
    "no-slip": QT_TRANSLATE_NOOP(
        "Errors",
        "There is no slip for a booking that is “{status}”. Nothing was printed. Choose another one.",
    ),
    "hold-gone": QT_TRANSLATE_NOOP(
        "Errors",
        "The place kept for this window was used meanwhile. Nothing was booked. Choose another place.",
    ),
    "bad-consultations": QT_TRANSLATE_NOOP(
        "Errors",
        "The hall's file of consultation rules has faults. No booking was changed. Let the administrator "
        "mend consultations.json.",
    ),
}

CONSULTATION_PROBLEMS: Final[dict[str, str]] = {
    "roster-not-published": QT_TRANSLATE_NOOP("Problems", "The roster of {day} is not published yet"),
    "no-such-seat": QT_TRANSLATE_NOOP("Problems", "The lawyer is not there at {begins}"),
    "past-cut-off": QT_TRANSLATE_NOOP(
        "Problems", "{begins} can be booked until {minutes} minutes before: it is too late"
    ),
    "booked-that-day": QT_TRANSLATE_NOOP(
        "Problems", "This person has a booking that day at {begins} (limit {limit})"
    ),
    "missed-before": QT_TRANSLATE_NOOP("Problems", "Did not come {count} times in the last {days} days"),
    "twice": QT_TRANSLATE_NOOP("Problems", "Named twice"),
}
