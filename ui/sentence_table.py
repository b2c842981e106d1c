"""What the window says about each trouble: what happened · what is safe · what to do now (ux.md §7)."""

from __future__ import annotations

from typing import Final

from ui.consultation_sentence_table import CONSULTATION_ERRORS, CONSULTATION_PROBLEMS
from ui.key_table import QT_TRANSLATE_NOOP
from ui.queue_sentence_table import QUEUE_DEVICES, QUEUE_ERRORS, QUEUE_PROBLEMS
from ui.sync_sentence_table import SYNC_ERRORS, SYNC_PROBLEMS

# Errors, by code. "code/reason" goes before "code" when the error has that reason among its facts.
ERRORS: Final[dict[str, str]] = {
    **SYNC_ERRORS,
    **CONSULTATION_ERRORS,
    **QUEUE_ERRORS,
    "unforeseen": QT_TRANSLATE_NOOP(
        "Errors",
        "Something unforeseen happened. What was saved is safe. Go on working; if it happens "
        "again, tell the technician the number {id}.",
    ),
    # the store
    "in-use": QT_TRANSLATE_NOOP(
        "Errors",
        "The data of this window is already open in another program. Nothing was changed. Close "
        "the other one, then start again.",
    ),
    "wrong-key": QT_TRANSLATE_NOOP(
        "Errors",
        "The key of this machine does not open the data. The data itself was not touched. Run "
        "“window-clerk doctor”, or restore the key from its backup.",
    ),
    "wrong-key/passphrase": QT_TRANSLATE_NOOP(
        "Errors", "This passphrase does not open the data. Nothing was changed. Type it again."
    ),
    "damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "Part of the data of this window cannot be read. Accepted cases are also in the receipt "
        "journal. Stop accepting here and run “window-clerk doctor”.",
    ),
    "damaged/database-missing": QT_TRANSLATE_NOOP(
        "Errors",
        "The database file is missing from the data folder. The receipt journal is still there. "
        "Restore the last backup: “window-clerk restore”.",
    ),
    "read-only": QT_TRANSLATE_NOOP(
        "Errors",
        "The data folder cannot be written. What was saved is still there. Make the folder "
        "writable, then press the key again.",
    ),
    "disk-full": QT_TRANSLATE_NOOP(
        "Errors",
        "The disk is full; this step was not saved. Everything before it is safe. Free some space, "
        "then press the key again.",
    ),
    "rolled-back": QT_TRANSLATE_NOOP(
        "Errors",
        "The database is older than the receipt journal: an old copy was restored. The journal has "
        "the later acceptances. Run “window-clerk restore --replay” before serving anyone.",
    ),
    "newer-schema": QT_TRANSLATE_NOOP(
        "Errors",
        "The data was written by a newer version of this program. Nothing was changed. Install "
        "that version on this machine.",
    ),
    "clock-set-back": QT_TRANSLATE_NOOP(
        "Errors",
        "The clock of this machine was set back. Nothing was changed. Set the date and time right, "
        "then start again.",
    ),
    "no-key": QT_TRANSLATE_NOOP(
        "Errors",
        "The key of the data was not found. The data was not touched. Run “window-clerk doctor”: "
        "it says where the key is looked for.",
    ),
    "no-key/no-keyring": QT_TRANSLATE_NOOP(
        "Errors",
        "This machine has no keyring service, so the key cannot be fetched. The data was not "
        "touched. Start the keyring, or run “window-clerk init --passphrase”.",
    ),
    "no-key/locked": QT_TRANSLATE_NOOP(
        "Errors",
        "The keyring is locked. The data was not touched. Unlock the keyring of this desktop, then "
        "start again.",
    ),
    "demo-key-outside-demo": QT_TRANSLATE_NOOP(
        "Errors",
        "The demo key may only open a demo hall. Nothing was changed. Choose a keyring or a "
        "passphrase for this hall.",
    ),
    "key-exists": QT_TRANSLATE_NOOP(
        "Errors",
        "This machine already has a key for this hall. It was not replaced. Start the program as usual.",
    ),
    # cases and notices
    "changed-meanwhile": QT_TRANSLATE_NOOP(
        "Errors",
        "This case was changed in the meantime. Nothing of yours was written over it. Look at the "
        "new state and press the key again.",
    ),
    "move-not-permitted": QT_TRANSLATE_NOOP(
        "Errors", "A case that is “{status}” cannot do “{act}”. Nothing was changed. Look at its timeline."
    ),
    "no-such-case": QT_TRANSLATE_NOOP(
        "Errors", "This case is not at this window. Nothing was changed. Search by its number: Ctrl+K."
    ),
    "no-such-notice": QT_TRANSLATE_NOOP(
        "Errors", "This notice is not at this window. Nothing was changed. Open the case again."
    ),
    "no-such-clerk": QT_TRANSLATE_NOOP(
        "Errors", "No clerk has this number here. Nothing was changed. Check the number."
    ),
    "no-such-draft": QT_TRANSLATE_NOOP(
        "Errors",
        "This visit is no longer among the unfinished ones. Nothing else was changed. Begin a new one: F2.",
    ),
    "no-such-item": QT_TRANSLATE_NOOP(
        "Errors", "The catalogue no longer has this item. The visit is kept. Choose the item again."
    ),
    "no-such-unfinished": QT_TRANSLATE_NOOP(
        "Errors", "This unfinished decision was already settled. Nothing was changed."
    ),
    "already-there": QT_TRANSLATE_NOOP(
        "Errors", "This is already stored. It was not written twice. Open what is there."
    ),
    "already-decided": QT_TRANSLATE_NOOP(
        "Errors", "This visit was decided already. It was not recorded twice. Find the case with Ctrl+K."
    ),
    "deemed": QT_TRANSLATE_NOOP(
        "Errors",
        "This case is deemed accepted by law. It stays accepted. Withdraw the application on the "
        "case instead.",
    ),
    "nothing-to-take-back": QT_TRANSLATE_NOOP(
        "Errors", "There is no acceptance to take back here. Nothing was changed. Look at the case's record."
    ),
    "take-back-too-late": QT_TRANSLATE_NOOP(
        "Errors",
        "The ten minutes were over at {until}. The acceptance stays valid. Withdraw the "
        "application on the case instead.",
    ),
    "nothing-owed": QT_TRANSLATE_NOOP(
        "Errors", "This case owes no materials. Nothing was changed. Look at the case's record."
    ),
    "notice-void": QT_TRANSLATE_NOOP(
        "Errors", "Notice {number} is void and is not printed again. It stays on record. Print the newer one."
    ),
    "cannot-write": QT_TRANSLATE_NOOP(
        "Errors", "{path} cannot be written ({why}). The notice is kept here. Choose another place: Ctrl+E."
    ),
    "no-such-scan": QT_TRANSLATE_NOOP(
        "Errors", "This scan is not on this machine. Nothing else was changed. Scan it again: Ctrl+D."
    ),
    "settings": QT_TRANSLATE_NOOP(
        "Errors",
        "The settings file has faults. No data was touched. Run “window-clerk doctor” and mend the "
        "line it names.",
    ),
    "notice-policy": QT_TRANSLATE_NOOP(
        "Errors",
        "The list of notices to print has faults. Nothing was printed. Mend it, then press the key again.",
    ),
    "too-late": QT_TRANSLATE_NOOP(
        "Errors",
        "Ten minutes have passed; the acceptance can no longer be taken back. It stays valid. "
        "Withdraw the application on the case instead.",
    ),
    "calendar-unpublished": QT_TRANSLATE_NOOP(
        "Errors",
        "The holidays of {year} are not published yet, so the day cannot be counted. Nothing else "
        "is affected. Say “not published” to the applicant.",
    ),
    # sessions
    "wrong-password": QT_TRANSLATE_NOOP(
        "Errors", "The number and the password do not go together. The open visit is kept. Type them again."
    ),
    "administrators-only": QT_TRANSLATE_NOOP(
        "Errors", "Only an administrator may do this. Nothing was changed. Ask one to sign in."
    ),
    "inactive": QT_TRANSLATE_NOOP(
        "Errors", "This clerk number is no longer in use. Nothing was changed. Ask the administrator."
    ),
    "locked-out": QT_TRANSLATE_NOOP(
        "Errors",
        "Too many wrong passwords: no sign-in before {until}. The open visit is kept. Another "
        "clerk may take over.",
    ),
    "locked-window": QT_TRANSLATE_NOOP(
        "Errors", "The window is locked. Nothing was changed. Unlock it with the password first."
    ),
    "other-clerk": QT_TRANSLATE_NOOP(
        "Errors", "Clerk {clerk} is signed in here. The open visit is kept. To take over press Alt+H."
    ),
    "too-many-tries": QT_TRANSLATE_NOOP(
        "Errors",
        "Too many wrong passwords: sign-in is closed until {until}. The open visit is kept. "
        "Another clerk may take over.",
    ),
    "not-signed-in": QT_TRANSLATE_NOOP(
        "Errors", "No clerk is signed in. Nothing was changed. Sign in first."
    ),
    "not-your-role": QT_TRANSLATE_NOOP(
        "Errors", "Your role may not do this. Nothing was changed. Ask the supervisor."
    ),
    # what was typed
    "rejected": QT_TRANSLATE_NOOP(
        "Errors", "Some entries must be mended first. Nothing was decided. The first one is marked."
    ),
    "no-glyph": QT_TRANSLATE_NOOP(
        "Errors",
        "A character cannot be printed by any font here. Nothing was printed or decided. Correct "
        "it, or ask the technician for a font.",
    ),
    "template": QT_TRANSLATE_NOOP(
        "Errors",
        "A notice template has faults. Nothing was printed. Run “window-clerk doctor” and mend the "
        "file it names.",
    ),
    "bad-holidays": QT_TRANSLATE_NOOP(
        "Errors",
        "The holiday data has faults. Nothing was changed. Run “window-clerk doctor” and mend the "
        "file it names.",
    ),
    "bad-catalogue": QT_TRANSLATE_NOOP(
        "Errors",
        "The catalogue file has faults. Nothing of it was taken over. Run “window-clerk catalogue "
        "check” on it.",
    ),
    "font-damaged": QT_TRANSLATE_NOOP(
        "Errors", "A font file of the program is damaged. Your data is safe. Install the program again."
    ),
    "font-cache": QT_TRANSLATE_NOOP(
        "Errors",
        "The fonts cannot be unpacked into {folder}. Your data is safe. Make the folder writable, "
        "then start again.",
    ),
    # devices
    "no-card": QT_TRANSLATE_NOOP(
        "Errors",
        "No ID card was read. Nothing else changed. Lay the card flat and press F5 again, or type "
        "it in: Alt+E.",
    ),
    "no-picture-yet": QT_TRANSLATE_NOOP(
        "Errors", "The camera has no picture yet. Nothing was stored. Press Ctrl+D again."
    ),
    "no-queue": QT_TRANSLATE_NOOP(
        "Errors",
        "No printer is set up on this machine. The decision is stored. Save as PDF with Ctrl+E, "
        "print later with Ctrl+P.",
    ),
    "queue-not-found": QT_TRANSLATE_NOOP(
        "Errors",
        "The printer “{queue}” is not known to this machine. The decision is stored. Choose "
        "another in the settings, or save as PDF: Ctrl+E.",
    ),
    "print-server-gone": QT_TRANSLATE_NOOP(
        "Errors",
        "The print service does not answer. The decision is stored. Print again with Ctrl+P, or "
        "save as PDF: Ctrl+E.",
    ),
    "print-refused": QT_TRANSLATE_NOOP(
        "Errors",
        "The printer did not take the notice. The decision is stored. Print again with Ctrl+P, or "
        "save as PDF: Ctrl+E.",
    ),
    "folder-not-writable": QT_TRANSLATE_NOOP(
        "Errors",
        "The folder {folder} cannot be written. The decision is stored. Choose another folder: Ctrl+E.",
    ),
    "out-of-memory": QT_TRANSLATE_NOOP(
        "Errors",
        "There is not enough memory to print this. The decision is stored. Close other programs, "
        "then Ctrl+P.",
    ),
}

# Problems of a field or a row, by code: one short sentence beside the field.
PROBLEMS: Final[dict[str, str]] = {
    **SYNC_PROBLEMS,
    **QUEUE_PROBLEMS,
    **CONSULTATION_PROBLEMS,
    "empty": QT_TRANSLATE_NOOP("Problems", "Still empty"),
    "missing": QT_TRANSLATE_NOOP("Problems", "{material} is missing and must be there"),
    "unchecked": QT_TRANSLATE_NOOP("Problems", "{material} is still to be checked"),
    "nothing-missing": QT_TRANSLATE_NOOP("Problems", "Nothing is missing: accept with F9"),
    "defer-forbidden": QT_TRANSLATE_NOOP("Problems", "{material} may not follow later (the catalogue)"),
    "defer-not-published": QT_TRANSLATE_NOOP(
        "Problems", "Whether {material} may follow later is not published, so it may not"
    ),
    "defer-credit": QT_TRANSLATE_NOOP("Problems", "{material} may not follow later (credit)"),
    "defer-no-date": QT_TRANSLATE_NOOP("Problems", "{material}: choose the day it will be handed in"),
    "asked-only-once": QT_TRANSLATE_NOOP(
        "Problems", "{material} was not in the one-time notice: it cannot be asked for now"
    ),
    "calendar-unpublished": QT_TRANSLATE_NOOP(
        "Problems", "{material}: the holidays of {year} are not published, the day cannot be checked"
    ),
    "defer-past": QT_TRANSLATE_NOOP("Problems", "{material}: the hand-in day has passed"),
    "defer-too-late": QT_TRANSLATE_NOOP("Problems", "{material}: hand-in by {latest} at the latest"),
    "kind-of-document": QT_TRANSLATE_NOOP(
        "Problems", "This document does not go with this kind of applicant"
    ),
    "not-a-choice": QT_TRANSLATE_NOOP("Problems", "Choose one of those listed"),
    "not-a-list": QT_TRANSLATE_NOOP("Problems", "A list is needed here"),
    "not-a-notice": QT_TRANSLATE_NOOP("Problems", "There is no such notice"),
    "not-a-number": QT_TRANSLATE_NOOP("Problems", "Letters and digits only"),
    "not-a-number-of-days": QT_TRANSLATE_NOOP("Problems", "Write the days as a number, 1 to 999"),
    "not-for-this-applicant": QT_TRANSLATE_NOOP("Problems", "This item is not for this kind of applicant"),
    "nothing-received": QT_TRANSLATE_NOOP("Problems", "No paper was received yet: mark what was handed in"),
    "password-length": QT_TRANSLATE_NOOP("Problems", "At least {shortest} characters"),
    "scan-empty": QT_TRANSLATE_NOOP("Problems", "The file is empty"),
    "scan-too-big": QT_TRANSLATE_NOOP("Problems", "The file is too big: {size} bytes, at most {limit}"),
    "scan-unknown-kind": QT_TRANSLATE_NOOP("Problems", "{name} is not a picture or PDF"),
    "scan-damaged": QT_TRANSLATE_NOOP("Problems", "{name} is damaged or cut off: scan it again"),
    "scan-too-many-pixels": QT_TRANSLATE_NOOP("Problems", "The picture is too large to be kept"),
    "scan-too-many-pages": QT_TRANSLATE_NOOP("Problems", "{pages} pages; at most {limit}"),
    "scan-locked": QT_TRANSLATE_NOOP("Problems", "The PDF has a password: bring one without"),
    "scan-lost": QT_TRANSLATE_NOOP(
        "Problems", "A scan of this material is not on the disk any more: scan it again"
    ),
    "unreadable": QT_TRANSLATE_NOOP("Problems", "The file cannot be read"),
    "no-item": QT_TRANSLATE_NOOP("Problems", "No item is chosen"),
    "no-applicant": QT_TRANSLATE_NOOP("Problems", "No applicant is entered"),
    "unanswered": QT_TRANSLATE_NOOP("Problems", "A question of the situation is still open"),
    "party-not-allowed": QT_TRANSLATE_NOOP("Problems", "This item is not for this kind of applicant"),
    "impossible-date": QT_TRANSLATE_NOOP("Problems", "There is no such day: {date}"),
    "future-birth": QT_TRANSLATE_NOOP("Problems", "The birthday lies in the future: {date}"),
    "very-old": QT_TRANSLATE_NOOP("Problems", "Born {date}: please look at the card again"),
    "wrong-character": QT_TRANSLATE_NOOP("Problems", "“{character}” cannot stand at place {place}"),
    "wrong-length": QT_TRANSLATE_NOOP("Problems", "{length} characters; it needs {expected}"),
    "wrong-shape": QT_TRANSLATE_NOOP("Problems", "This is not how such a number is written"),
    "wrong-area": QT_TRANSLATE_NOOP("Problems", "{area} is not the area of such a card"),
    "check-digit": QT_TRANSLATE_NOOP("Problems", "The check digit does not fit: one digit is mistyped"),
    "credit-check": QT_TRANSLATE_NOOP(
        "Problems", "The check character does not fit; early codes may differ. Compare with the licence"
    ),
    "area-not-digits": QT_TRANSLATE_NOOP(
        "Problems", "The area part {area} has letters. Compare with the licence"
    ),
    "upgraded-15": QT_TRANSLATE_NOOP("Problems", "15 digits were made 18: compare with the card"),
    "other-kind": QT_TRANSLATE_NOOP("Problems", "This is a number of another document: {kind}"),
    "control-character": QT_TRANSLATE_NOOP(
        "Problems", "An invisible character ({character}) came in: type it again"
    ),
    "too-long": QT_TRANSLATE_NOOP("Problems", "{length} characters; at most {limit}"),
    "too-short": QT_TRANSLATE_NOOP("Problems", "At least {shortest} characters"),
    "private-use-character": QT_TRANSLATE_NOOP(
        "Problems", "{character} is a private character nobody else can read: type the real one"
    ),
    "broken-character": QT_TRANSLATE_NOOP("Problems", "A broken character came in: type it again"),
    "emoji": QT_TRANSLATE_NOOP("Problems", "A picture character cannot be part of a name"),
    "digit-in-name": QT_TRANSLATE_NOOP("Problems", "A digit cannot be part of a name"),
    "not-in-names": QT_TRANSLATE_NOOP("Problems", "{character} cannot be part of a name"),
    "no-letter": QT_TRANSLATE_NOOP("Problems", "The name has no letter"),
    "radical-in-name": QT_TRANSLATE_NOOP("Problems", "A radical was typed; “{meant}” is meant?"),
    "phone-length": QT_TRANSLATE_NOOP("Problems", "{length} digits; a mobile number has {expected}"),
    "area-code-missing": QT_TRANSLATE_NOOP("Problems", "A landline number needs its area code"),
    "not-a-phone": QT_TRANSLATE_NOOP("Problems", "This is not a telephone number"),
    "no-glyph": QT_TRANSLATE_NOOP(
        "Problems", "{character} ({code_point}) cannot be printed by any font here"
    ),
    "private-use": QT_TRANSLATE_NOOP(
        "Problems", "{character} ({code_point}) is a private character nobody else can read"
    ),
}

# Why a device cannot be used, in a few words for the top bar.
DEVICES: Final[dict[str, str]] = {
    **QUEUE_DEVICES,
    "": QT_TRANSLATE_NOOP("Devices", "ready"),
    "sample": QT_TRANSLATE_NOOP("Devices", "sample"),
    "not-set-up": QT_TRANSLATE_NOOP("Devices", "not connected"),
    "no-queue": QT_TRANSLATE_NOOP("Devices", "not connected"),
    "queue-not-found": QT_TRANSLATE_NOOP("Devices", "not found"),
    "print-server-gone": QT_TRANSLATE_NOOP("Devices", "no answer"),
    "folder-not-writable": QT_TRANSLATE_NOOP("Devices", "folder closed"),
    "queue-rejecting": QT_TRANSLATE_NOOP("Devices", "takes no jobs"),
    "queue-gone": QT_TRANSLATE_NOOP("Devices", "queue gone"),
    "printer-error": QT_TRANSLATE_NOOP("Devices", "out of order"),
    "printer-stopped": QT_TRANSLATE_NOOP("Devices", "stopped"),
    "printer-unreachable": QT_TRANSLATE_NOOP("Devices", "no answer"),
    "print-refused": QT_TRANSLATE_NOOP("Devices", "refused"),
    "media-jam": QT_TRANSLATE_NOOP("Devices", "paper jam"),
    "cover-open": QT_TRANSLATE_NOOP("Devices", "cover open"),
    "door-open": QT_TRANSLATE_NOOP("Devices", "cover open"),
    "interlock-open": QT_TRANSLATE_NOOP("Devices", "cover open"),
    "toner-empty": QT_TRANSLATE_NOOP("Devices", "out of toner"),
    "marker-supply-empty": QT_TRANSLATE_NOOP("Devices", "out of toner"),
    "shutdown": QT_TRANSLATE_NOOP("Devices", "switched off"),
    "out-of-memory": QT_TRANSLATE_NOOP("Devices", "out of memory"),
    "no-camera": QT_TRANSLATE_NOOP("Devices", "not connected"),
    "device-lost": QT_TRANSLATE_NOOP("Devices", "unplugged"),
    "port-not-open": QT_TRANSLATE_NOOP("Devices", "cannot be opened"),
    "picture-not-kept": QT_TRANSLATE_NOOP("Devices", "picture not kept"),
    "missing-library": QT_TRANSLATE_NOOP("Devices", "driver missing"),
    "print-job-failed": QT_TRANSLATE_NOOP("Devices", "job not printed"),
    "no-card": QT_TRANSLATE_NOOP("Devices", "no card"),
    "no-picture-yet": QT_TRANSLATE_NOOP("Devices", "no picture yet"),
    "out-of-paper": QT_TRANSLATE_NOOP("Devices", "out of paper"),
    "media-empty": QT_TRANSLATE_NOOP("Devices", "out of paper"),
    "media-needed": QT_TRANSLATE_NOOP("Devices", "out of paper"),
    "paused": QT_TRANSLATE_NOOP("Devices", "paused"),
    "offline": QT_TRANSLATE_NOOP("Devices", "switched off"),
}

# A device that cannot be used now, by device; {why} is a word of DEVICES.
DEVICE_SENTENCES: Final[dict[str, str]] = {
    "printer": QT_TRANSLATE_NOOP(
        "Errors",
        "The printer: {why}. The decision is stored. Print again with Ctrl+P, or save as PDF: Ctrl+E.",
    ),
    "card-reader": QT_TRANSLATE_NOOP(
        "Errors", "The card reader: {why}. Nothing else changed. Type the applicant in by hand: Alt+E."
    ),
    "camera": QT_TRANSLATE_NOOP(
        "Errors", "The camera: {why}. Nothing was stored. Take the pages from files, or drop them on the row."
    ),
    "scanner": QT_TRANSLATE_NOOP(
        "Errors", "The scanner: {why}. Nothing else changed. Type the number, or plug it in again."
    ),
}
