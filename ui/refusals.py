"""Why the centre sent something back, and what keeps it away: codes made into what a clerk can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from app.rules.case import Act, CaseStatus
from app.services.views import ConflictView
from ui import messages
from ui.consultation_sentence_table import CONSULTATION_REFUSALS
from ui.field_words import field_name
from ui.key_table import QT_TRANSLATE_NOOP

# Code of a refusal → why, and the next step. What is safe is the same for all of them.
REFUSALS: Final[dict[str, tuple[str, str]]] = {
    **CONSULTATION_REFUSALS,
    "move-not-permitted": (
        QT_TRANSLATE_NOOP(
            "Refusals", "The case was “{status}” at the centre by then; “{act}” cannot follow that."
        ),
        QT_TRANSLATE_NOOP(
            "Refusals",
            "Look at the case as it stands. If the applicant left with paper, call and explain it.",
        ),
    ),
    "number-taken": (
        QT_TRANSLATE_NOOP("Refusals", "The number {number} belongs to another record at the centre."),
        QT_TRANSLATE_NOOP(
            "Refusals",
            "Stop receiving at this window and tell the administrator: two machines may have one code."
            " Call the applicant.",
        ),
    ),
    "unknown-clerk": (
        QT_TRANSLATE_NOOP("Refusals", "The clerk was not, or no longer, on the centre's list at that time."),
        QT_TRANSLATE_NOOP(
            "Refusals", "Ask the administrator about the list; somebody entitled repeats the act."
        ),
    ),
    "clerk-not-at-device": (
        QT_TRANSLATE_NOOP("Refusals", "The clerk had never signed in at this window with the network on."),
        QT_TRANSLATE_NOOP("Refusals", "Sign in here once with the network on, then repeat the act."),
    ),
    "not-permitted": (
        QT_TRANSLATE_NOOP("Refusals", "The clerk's role may not do this."),
        QT_TRANSLATE_NOOP("Refusals", "Somebody entitled to it repeats the act."),
    ),
    "never-changes": (
        QT_TRANSLATE_NOOP("Refusals", "“{field}” never changes once a case is opened."),
        QT_TRANSLATE_NOOP("Refusals", "Tell the technician: this window should not have tried."),
    ),
    "no-such-record": (
        QT_TRANSLATE_NOOP("Refusals", "The centre has no such record."),
        QT_TRANSLATE_NOOP(
            "Refusals", "Tell the administrator: an earlier step of this case may be missing there."
        ),
    ),
    "no-such-conflict": (
        QT_TRANSLATE_NOOP("Refusals", "The centre has no such entry to settle."),
        QT_TRANSLATE_NOOP("Refusals", "Look at the case as it stands; amend it if it is not right."),
    ),
    "already-closed": (
        QT_TRANSLATE_NOOP("Refusals", "Somebody else had settled this entry already."),
        QT_TRANSLATE_NOOP("Refusals", "Look at the case as it stands; amend it if it is not right."),
    ),
    "moved-on": (
        QT_TRANSLATE_NOOP("Refusals", "“{field}” was changed once more before the choice arrived."),
        QT_TRANSLATE_NOOP("Refusals", "Look at the case as it stands; amend it if it is not right."),
    ),
    "malformed-payload": (
        QT_TRANSLATE_NOOP("Refusals", "The centre could not read it: the two programs do not fit together."),
        QT_TRANSLATE_NOOP("Refusals", "Tell the technician. Do not repeat it before the program is new."),
    ),
    "unknown-kind": (
        QT_TRANSLATE_NOOP("Refusals", "The centre does not know this act yet: its program is older."),
        QT_TRANSLATE_NOOP("Refusals", "Tell the technician. Repeat it when the centre is new."),
    ),
}
OTHERWISE: Final = (
    QT_TRANSLATE_NOOP("Refusals", "The centre did not take it."),
    QT_TRANSLATE_NOOP("Refusals", "Look at the case as it stands, and ask the supervisor."),
)
# Why the last try did not go, in a few words; a code nobody has words for is shown in brackets.
TRANSPORT: Final[dict[str, str]] = {
    "no-connection": QT_TRANSLATE_NOOP("Refusals", "the centre cannot be reached"),
    "no-answer": QT_TRANSLATE_NOOP("Refusals", "the centre did not answer in time"),
    "cut": QT_TRANSLATE_NOOP("Refusals", "the connection broke"),
    "certificate": QT_TRANSLATE_NOOP("Refusals", "the centre's certificate does not fit"),
    "no-authority": QT_TRANSLATE_NOOP("Refusals", "the hall's certificate file cannot be read"),
    "not-the-centre": QT_TRANSLATE_NOOP("Refusals", "what answered is not the centre"),
    "stopped": QT_TRANSLATE_NOOP("Refusals", "the program was closing"),
    "busy": QT_TRANSLATE_NOOP("Refusals", "the centre was busy"),
    "http-502": QT_TRANSLATE_NOOP("Refusals", "the centre was busy"),
    "http-503": QT_TRANSLATE_NOOP("Refusals", "the centre was busy"),
    "http-504": QT_TRANSLATE_NOOP("Refusals", "the centre was busy"),
    "not-understood": QT_TRANSLATE_NOOP("Refusals", "the centre's answer was not understood"),
    "no-address": QT_TRANSLATE_NOOP("Refusals", "the centre's address is wrong"),
    "tampered": QT_TRANSLATE_NOOP("Refusals", "the content does not match its seal"),
    "malformed": QT_TRANSLATE_NOOP("Refusals", "the centre could not read it"),
    "disk-full": QT_TRANSLATE_NOOP("Refusals", "the disk is full"),
    "read-only": QT_TRANSLATE_NOOP("Refusals", "the data folder cannot be written"),
    "session-expired": QT_TRANSLATE_NOOP("Refusals", "the session ran out"),
    "unknown-device": QT_TRANSLATE_NOOP("Refusals", "this machine is not enrolled"),
    "revoked": QT_TRANSLATE_NOOP("Refusals", "this machine was revoked"),
    "suspended": QT_TRANSLATE_NOOP("Refusals", "this machine is suspended"),
    "too-old": QT_TRANSLATE_NOOP("Refusals", "this program is too old"),
    "re-enrol": QT_TRANSLATE_NOOP("Refusals", "this machine must be enrolled again"),
}


def transport(code: str) -> str:
    """Why the last try did not go."""
    known = TRANSPORT.get(code)
    if known is not None:
        return QCoreApplication.translate("Refusals", known)
    return QCoreApplication.translate("Refusals", "did not go ({code})").format(code=code)


def why(entry: ConflictView) -> str:
    """The reason in words; the code only at the end, for the technician."""
    code = entry.line.code or ""
    text = QCoreApplication.translate("Refusals", REFUSALS.get(code, OTHERWISE)[0])
    told = messages.fill(text, _facts(entry.facts))
    return told if code in REFUSALS or not code else f"{told} ({code})"


def next_step(entry: ConflictView) -> str:
    """What a person does about it now."""
    return QCoreApplication.translate("Refusals", REFUSALS.get(entry.line.code or "", OTHERWISE)[1])


def _facts(facts: Mapping[str, Any]) -> dict[str, object]:
    """States, acts and fields as words."""
    told: dict[str, object] = dict(facts)
    if told.get("status") in set(CaseStatus):
        told["status"] = CaseStatus(str(told["status"]))
    if told.get("act") in set(Act):
        told["act"] = Act(str(told["act"]))
    if isinstance(told.get("field"), str):
        told["field"] = field_name(str(told["field"]), None)
    return told
