"""What the window says about its centre: what happened · what is safe · what to do now (ux.md §7)."""

from __future__ import annotations

from typing import Final

from ui.key_table import QT_TRANSLATE_NOOP

SYNC_ERRORS: Final[dict[str, str]] = {
    "no-such-conflict": QT_TRANSLATE_NOOP(
        "Errors",
        "This entry is not at this window any more. Nothing was changed. Look at the list again: Alt+Y.",
    ),
    "already-closed": QT_TRANSLATE_NOOP(
        "Errors",
        "Somebody else has settled this entry. Nothing was written over. Look at the case's record.",
    ),
    "no-such-record": QT_TRANSLATE_NOOP(
        "Errors", "This record is not at this window. Nothing was changed. Look at the list again."
    ),
    "centre-away": QT_TRANSLATE_NOOP(
        "Errors", "The centre does not answer. What was done is stored here. Try again with Alt+R."
    ),
    "centre-away/certificate": QT_TRANSLATE_NOOP(
        "Errors",
        "The certificate of the centre is not to be trusted: its address leads elsewhere, or the hall's"
        " authority is missing. Nothing was sent. Ask the administrator.",
    ),
    "centre-away/no-authority": QT_TRANSLATE_NOOP(
        "Errors",
        "The file of the hall's certificate authority cannot be read. Nothing was sent. Mend [central] ca in"
        " site.toml.",
    ),
    "centre-away/not-the-centre": QT_TRANSLATE_NOOP(
        "Errors",
        "Something else than the centre answers at its address. Nothing was sent. Check the address, and"
        " whether the network asks for a sign-in of its own.",
    ),
    "rolled-back/same-code": QT_TRANSLATE_NOOP(
        "Errors",
        "A new device needs a code of its own: {device_code} was this machine's already. Nothing was changed."
        " Choose another one.",
    ),
    "scan-on-its-way": QT_TRANSLATE_NOOP(
        "Errors",
        "This page was scanned at another window and is on its way. Nothing is lost. Open it again later.",
    ),
    "scan-not-there": QT_TRANSLATE_NOOP(
        "Errors",
        "The window that scanned this page has not uploaded it yet. Nothing is lost. Open it again later.",
    ),
    # clerks of the centre
    "never-verified": QT_TRANSLATE_NOOP(
        "Errors",
        "The centre cannot be reached, and this clerk has not signed in here before. The open visit is kept."
        " Sign in once with the network on, or let another clerk sign in.",
    ),
    "sign-in-expired": QT_TRANSLATE_NOOP(
        "Errors",
        "The centre cannot be reached, and the time for signing in without it is over. The open visit is"
        " kept. Sign in once with the network on, or let another clerk sign in.",
    ),
    "suspended": QT_TRANSLATE_NOOP(
        "Errors", "The centre has suspended this clerk number. Nothing was changed. Ask the administrator."
    ),
    "central-clerks": QT_TRANSLATE_NOOP(
        "Errors", "Clerks and passwords are kept at the centre. Nothing was changed. Ask the administrator."
    ),
    # enrolment
    "already-enrolled": QT_TRANSLATE_NOOP(
        "Errors",
        "This machine is enrolled at {hall} already, as {device_code}. Nothing was changed. Go on working.",
    ),
    "enrolment-refused": QT_TRANSLATE_NOOP(
        "Errors",
        "The centre did not take this code. Nothing was changed. Ask the administrator for"
        " a new one ({reason}).",
    ),
    "other-hall": QT_TRANSLATE_NOOP(
        "Errors",
        "This code belongs to another hall. Nothing was changed. Ask the administrator for one of yours.",
    ),
    "no-journal": QT_TRANSLATE_NOOP(
        "Errors", "No receipt journal was found there. Nothing was changed. Choose the journal's folder."
    ),
}

SYNC_PROBLEMS: Final[dict[str, str]] = {
    "no-choice": QT_TRANSLATE_NOOP("Problems", "A row is still to choose"),
    "no-such-field": QT_TRANSLATE_NOOP("Problems", "This field is not part of the entry"),
    "unchanged": QT_TRANSLATE_NOOP("Problems", "Nothing was changed"),
}
