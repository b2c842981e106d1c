"""What the window and the kiosk say about trouble with tickets."""

from __future__ import annotations

from typing import Final

from ui.key_table import QT_TRANSLATE_NOOP

QUEUE_ERRORS: Final[dict[str, str]] = {
    "queue-rules": QT_TRANSLATE_NOOP(
        "Errors", "The hall's queue rules have mistakes. Nothing else is touched. Mend rules/queue.json."
    ),
    "hall-closed": QT_TRANSLATE_NOOP(
        "Errors", "No numbers are given now. None was taken. The hall is open from {opens} to {closes}."
    ),
    "no-open-counter": QT_TRANSLATE_NOOP(
        "Errors", "No window is open for this matter now. No number was taken. Please ask at the desk."
    ),
    "already-waiting": QT_TRANSLATE_NOOP(
        "Errors",
        "This person waits with number {number} already. That number is good. No other is needed.",
    ),
    "unknown-business": QT_TRANSLATE_NOOP(
        "Errors", "The hall has no business {business}. Nothing was changed. Choose one of the list."
    ),
    "unknown-counter": QT_TRANSLATE_NOOP(
        "Errors", "The hall has no window {counter}. Nothing was changed. Choose one of the list."
    ),
    "not-served": QT_TRANSLATE_NOOP(
        "Errors",
        "A window serves at least one business. It prefers only what it serves. Nothing was changed.",
    ),
    "ticket-move-not-permitted": QT_TRANSLATE_NOOP(
        "Errors", "This number is past that already. Nothing was changed. Look at the queue: Alt+4."
    ),
    "recall-limit": QT_TRANSLATE_NOOP(
        "Errors", "{number} was called {limit} times and nobody came. The number stays good. Missed: Alt+G."
    ),
    "still-called": QT_TRANSLATE_NOOP(
        "Errors", "{number} is called and may still come. At the window: Enter. Missed: Alt+G. Again: F3."
    ),
    "window-paused": QT_TRANSLATE_NOOP(
        "Errors", "This window is on a break. Nobody was called. Go on with Alt+P."
    ),
    "calls-on-their-way": QT_TRANSLATE_NOOP(
        "Errors", "The network is back and this window's calls go up. Nobody was called. Press F2 again."
    ),
    "nobody-called": QT_TRANSLATE_NOOP(
        "Errors", "Nobody is called to this window. Nothing was changed. Call the next one: F2."
    ),
    "no-such-ticket": QT_TRANSLATE_NOOP(
        "Errors", "Today has no such number here. Nothing was changed. Look at the slip and type it again."
    ),
    "not-a-number": QT_TRANSLATE_NOOP(
        "Errors", "That is no ticket number, such as A037. Nothing was changed. Type it again."
    ),
    "not-yours": QT_TRANSLATE_NOOP(
        "Errors", "{number} is reserved for another window. Nothing was changed. Call the next one: F2."
    ),
    "not-due": QT_TRANSLATE_NOOP(
        "Errors", "{number} is booked for later. Nothing was changed. It is called when its time has come."
    ),
    "missed-too-long": QT_TRANSLATE_NOOP(
        "Errors",
        "{number} was missed over {minutes} minutes ago. Nothing was changed. Take a new number.",
    ),
    "transfer-nowhere": QT_TRANSLATE_NOOP(
        "Errors", "Nothing was chosen to transfer to. The number stays here. Choose a window or a business."
    ),
    "no-proof": QT_TRANSLATE_NOOP(
        "Errors", "Priority needs a proof that was looked at. Nothing was changed. Type which one it was."
    ),
    "no-reason": QT_TRANSLATE_NOOP(
        "Errors", "Taking numbers back needs a reason. Nothing was changed. Type why it is done."
    ),
    "nothing-to-undo": QT_TRANSLATE_NOOP(
        "Errors", "There is nothing to take back any more. All is stored. Look at the queue: Alt+4."
    ),
    "supervisors-only": QT_TRANSLATE_NOOP(
        "Errors", "Only a supervisor may do this. Nothing was changed. Ask the supervisor."
    ),
    "grant-gone": QT_TRANSLATE_NOOP(
        "Errors",
        "This number is not reserved for this window now. Nobody was called. Call the next: F2.",
    ),
}

QUEUE_PROBLEMS: Final[dict[str, str]] = {
    "unknown-format": QT_TRANSLATE_NOOP("Problems", "A format this program does not know"),
    "not-a-letter": QT_TRANSLATE_NOOP("Problems", "Not a letter A–Z: {value}"),
    "out-of-range": QT_TRANSLATE_NOOP("Problems", "Not between {low} and {high}: {value}"),
    "not-yes-or-no": QT_TRANSLATE_NOOP("Problems", "Neither true nor false: {value}"),
    "too-many": QT_TRANSLATE_NOOP("Problems", "More than {most}"),
    "not-a-time": QT_TRANSLATE_NOOP("Problems", "Not a time such as 08:30: {value}"),
    "closes-before-it-opens": QT_TRANSLATE_NOOP("Problems", "Closes before it opens"),
    "not-a-pattern": QT_TRANSLATE_NOOP("Problems", "Not a pattern such as V(letter): {value}"),
    "series-twice": QT_TRANSLATE_NOOP("Problems", "{value} would be given to two kinds of tickets"),
    "arrival-is-last": QT_TRANSLATE_NOOP("Problems", "The order must end with arrival"),
    "not-a-text": QT_TRANSLATE_NOOP("Problems", "Not a text: {value}"),
    "not-a-list-of-texts": QT_TRANSLATE_NOOP("Problems", "Not a list of texts: {value}"),
}

QUEUE_DEVICES: Final[dict[str, str]] = {
    "paper-out": QT_TRANSLATE_NOOP("Devices", "The slip printer is out of paper"),
    "cover-open": QT_TRANSLATE_NOOP("Devices", "The slip printer is open"),
    "printer-fault": QT_TRANSLATE_NOOP("Devices", "The slip printer has a fault"),
    "no-answer": QT_TRANSLATE_NOOP("Devices", "The slip printer does not answer"),
    "not-connected": QT_TRANSLATE_NOOP("Devices", "The slip printer is not connected"),
    "cut-off": QT_TRANSLATE_NOOP("Devices", "The slip printer stopped in the middle"),
    "no-voice": QT_TRANSLATE_NOOP("Devices", "This machine cannot speak"),
    "no-sound-device": QT_TRANSLATE_NOOP("Devices", "No loudspeaker is connected"),
    "sound-refused": QT_TRANSLATE_NOOP("Devices", "The loudspeaker cannot be used"),
}
