"""The table of all keys (ux.md §3): the default key, the word in the footer, where it is handled."""

from __future__ import annotations

from typing import Final

from app.records import dataclass


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a sentence for the translation; Qt's own of this name says it returns any object."""
    return text


WINDOW: Final = "window"  # everywhere in the main window
LIST: Final = "list"  # in the material table or another list; handled where the focus is


@dataclass(frozen=True, slots=True)
class Spec:
    """One row of the table; `short` is the word in the footer, empty = not shown there."""

    id: str
    keys: str
    label: str
    short: str = ""
    icon: str = ""
    scope: str = WINDOW
    commits: bool = False  # finishes half-typed Chinese first
    holds: bool = False  # acts while held
    command: bool = True  # offered by name in Ctrl+K
    falls: bool = False  # the focus gets it first; the window only what nobody took
    rebindable: bool = True


WORKSPACES: Final = (
    ("intake", "Alt+1", QT_TRANSLATE_NOOP("Actions", "Intake"), "tray-arrow-down"),
    ("cases", "Alt+2", QT_TRANSLATE_NOOP("Actions", "Cases"), "folder-text-outline"),
    ("bundles", "Alt+3", QT_TRANSLATE_NOOP("Actions", "Bundles"), "source-branch"),
    ("queue", "Alt+4", QT_TRANSLATE_NOOP("Actions", "Queue"), "bullhorn-outline"),
    ("expiry", "Alt+5", QT_TRANSLATE_NOOP("Actions", "Expiry"), "calendar-alert"),
    ("consultations", "Alt+6", QT_TRANSLATE_NOOP("Actions", "Lawyer"), "scale-balance"),
    ("policy", "Alt+7", QT_TRANSLATE_NOOP("Actions", "Policy"), "lightbulb-on-outline"),
    ("knowledge", "Alt+8", QT_TRANSLATE_NOOP("Actions", "Knowledge"), "book-open-page-variant-outline"),
    ("dashboard", "Alt+9", QT_TRANSLATE_NOOP("Actions", "Statistics"), "chart-bar"),
)

TABLE: Final[tuple[Spec, ...]] = (
    Spec(
        "ask",
        "F1",
        QT_TRANSLATE_NOOP("Actions", "Ask the knowledge base"),
        QT_TRANSLATE_NOOP("Actions", "Knowledge"),
        "book-open-page-variant-outline",
    ),
    Spec(
        "next",
        "F2",
        QT_TRANSLATE_NOOP("Actions", "Serve the next person"),
        QT_TRANSLATE_NOOP("Actions", "Next"),
        "bullhorn",
    ),
    Spec(
        "recall",
        "F3",
        QT_TRANSLATE_NOOP("Actions", "Recall"),
        QT_TRANSLATE_NOOP("Actions", "Recall"),
        "volume-high",
    ),
    Spec(
        "read_card",
        "F5",
        QT_TRANSLATE_NOOP("Actions", "Read the ID card"),
        QT_TRANSLATE_NOOP("Actions", "Read card"),
        "card-account-details-outline",
    ),
    Spec(
        "next_panel",
        "F6",
        QT_TRANSLATE_NOOP("Actions", "Next panel"),
        QT_TRANSLATE_NOOP("Actions", "Panel"),
        command=False,
    ),
    Spec("previous_panel", "Shift+F6", QT_TRANSLATE_NOOP("Actions", "Previous panel"), command=False),
    Spec(
        "situations",
        "F7",
        QT_TRANSLATE_NOOP("Actions", "Situation guide"),
        QT_TRANSLATE_NOOP("Actions", "Situations"),
        "directions-fork",
    ),
    Spec(
        "notify",
        "F8",
        QT_TRANSLATE_NOOP("Actions", "One-time notification"),
        QT_TRANSLATE_NOOP("Actions", "Notify"),
        "message-alert-outline",
        commits=True,
    ),
    Spec(
        "accept",
        "F9",
        QT_TRANSLATE_NOOP("Actions", "Accept and print"),
        QT_TRANSLATE_NOOP("Actions", "Accept"),
        "check-decagram-outline",
        commits=True,
    ),
    Spec("full_screen", "F11", QT_TRANSLATE_NOOP("Actions", "Full screen"), icon="fullscreen"),
    Spec(
        "save",
        "Ctrl+S",
        QT_TRANSLATE_NOOP("Actions", "Set aside, free the window"),
        QT_TRANSLATE_NOOP("Actions", "Set aside"),
        "content-save-outline",
        commits=True,
    ),
    Spec(
        "print",
        "Ctrl+P",
        QT_TRANSLATE_NOOP("Actions", "Print"),
        QT_TRANSLATE_NOOP("Actions", "Print"),
        "printer-outline",
    ),
    Spec(
        "lock",
        "F12",
        QT_TRANSLATE_NOOP("Actions", "Lock"),
        QT_TRANSLATE_NOOP("Actions", "Lock"),
        "lock-outline",
    ),
    Spec(
        "find_anything",
        "Ctrl+K",
        QT_TRANSLATE_NOOP("Actions", "Find anything or run a command"),
        icon="magnify",
        command=False,
    ),
    Spec("undo", "Ctrl+Z", QT_TRANSLATE_NOOP("Actions", "Undo the last act"), icon="undo-variant"),
    Spec("find", "Ctrl+F", QT_TRANSLATE_NOOP("Actions", "Find in this list"), icon="text-box-search-outline"),
    Spec(
        "book_lawyer",
        "Ctrl+L",
        QT_TRANSLATE_NOOP("Actions", "Book a lawyer for this person"),
        icon="scale-balance",
    ),
    Spec("scan", "Ctrl+D", QT_TRANSLATE_NOOP("Actions", "Scan this material"), icon="camera-outline"),
    Spec("export", "Ctrl+E", QT_TRANSLATE_NOOP("Actions", "Save as a file"), icon="file-export-outline"),
    Spec("other_case", "Ctrl+Tab", QT_TRANSLATE_NOOP("Actions", "Other open case"), icon="swap-horizontal"),
    Spec(
        "back",
        "Esc",
        QT_TRANSLATE_NOOP("Actions", "Back one level"),
        command=False,
        falls=True,
        rebindable=False,
    ),
    Spec("missed", "Alt+G", QT_TRANSLATE_NOOP("Actions", "Missed"), icon="account-clock-outline"),
    Spec("transfer", "Alt+T", QT_TRANSLATE_NOOP("Actions", "Transfer"), icon="arrow-right-bottom"),
    Spec(
        "pause",
        "Alt+P",
        QT_TRANSLATE_NOOP("Actions", "Pause or resume the window"),
        icon="hand-back-right-outline",
    ),
    Spec(
        "hold_ticket",
        "Alt+Q",
        QT_TRANSLATE_NOOP("Actions", "Put the number aside"),
        icon="account-clock-outline",
    ),
    Spec("call_number", "Alt+N", QT_TRANSLATE_NOOP("Actions", "Call a certain number"), icon="account-voice"),
    Spec(
        "reveal",
        "Alt+V",
        QT_TRANSLATE_NOOP("Actions", "Show the full ID number while held"),
        icon="eye-outline",
        holds=True,
        command=False,
    ),
    Spec(
        "hand_over",
        "Alt+H",
        QT_TRANSLATE_NOOP("Actions", "Hand over to another clerk"),
        icon="account-switch-outline",
    ),
    Spec("refuse", "Alt+B", QT_TRANSLATE_NOOP("Actions", "Refuse to accept…"), icon="close-octagon-outline"),
    Spec("take_back", "Alt+Z", QT_TRANSLATE_NOOP("Actions", "Take back the acceptance"), icon="history"),
    Spec(
        "message_only",
        "Alt+S",
        QT_TRANSLATE_NOOP("Actions", "Send a message only, print nothing"),
        icon="cellphone-message",
    ),
    Spec("retry_sync", "Alt+R", QT_TRANSLATE_NOOP("Actions", "Upload now"), icon="sync"),
    Spec(
        "pending",
        "Alt+U",
        QT_TRANSLATE_NOOP("Actions", "List of what is waiting to upload"),
        icon="cloud-upload-outline",
    ),
    Spec(
        "attention",
        "Alt+Y",
        QT_TRANSLATE_NOOP("Actions", "What is to settle: conflicts and what was sent back"),
        icon="source-merge",
    ),
    Spec("amend", "Alt+O", QT_TRANSLATE_NOOP("Actions", "Correct phone or remark"), icon="pencil-outline"),
    Spec(
        "applicant_screen",
        "Alt+M",
        QT_TRANSLATE_NOOP("Actions", "Applicant screen: send or take back"),
        icon="monitor-account",
    ),
    Spec(
        "non_standard",
        "Alt+X",
        QT_TRANSLATE_NOOP("Actions", "Register a non-standard item"),
        icon="file-plus-outline",
    ),
    Spec(
        "applicant_drawer",
        "Alt+I",
        QT_TRANSLATE_NOOP("Actions", "Applicant and situations"),
        icon="account-outline",
    ),
    Spec(
        "type_in",
        "Alt+E",
        QT_TRANSLATE_NOOP("Actions", "Type the applicant in by hand"),
        icon="pencil-outline",
    ),
    Spec(
        "by_department", "Alt+D", QT_TRANSLATE_NOOP("Actions", "Find the item by department"), icon="domain"
    ),
    Spec("remind", "Alt+C", QT_TRANSLATE_NOOP("Actions", "Remind the department"), icon="bell-ring-outline"),
    Spec(
        "hand_in",
        "Alt+J",
        QT_TRANSLATE_NOOP("Actions", "Register a material handed in later"),
        icon="inbox-outline",
    ),
    Spec(
        "wait_list",
        "Alt+W",
        QT_TRANSLATE_NOOP("Actions", "Put on the waiting list"),
        icon="calendar-clock-outline",
    ),
    Spec("agent", "Alt+A", QT_TRANSLATE_NOOP("Actions", "Agent and authority"), icon="account-tie-outline"),
    Spec("keys", "Alt+K", QT_TRANSLATE_NOOP("Actions", "All keys"), icon="keyboard-outline"),
    *(Spec(f"go_{name}", keys, label, icon=icon, rebindable=False) for name, keys, label, icon in WORKSPACES),
    Spec("settings", "Alt+0", QT_TRANSLATE_NOOP("Actions", "Settings"), icon="cog-outline", rebindable=False),
    Spec(
        "mark_complete",
        "1",
        QT_TRANSLATE_NOOP("Actions", "Complete"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "mark_missing",
        "2",
        QT_TRANSLATE_NOOP("Actions", "Missing"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "mark_deferred",
        "3",
        QT_TRANSLATE_NOOP("Actions", "Deferred"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "mark_exempt",
        "4",
        QT_TRANSLATE_NOOP("Actions", "Not required"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "mark_unchecked",
        "0",
        QT_TRANSLATE_NOOP("Actions", "To check"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "sample",
        "Space",
        QT_TRANSLATE_NOOP("Actions", "Sample and review points, large"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
    Spec(
        "detail",
        "Enter",
        QT_TRANSLATE_NOOP("Actions", "Reason or deadline of this row"),
        scope=LIST,
        command=False,
        rebindable=False,
    ),
)

# Input methods and desktops own these (ux.md §3); a rebinding to one of them is refused.
RESERVED: Final = frozenset(
    {"F4", "F10", "Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+;", "Ctrl+,", "Ctrl+`", "Ctrl+Alt+P"}
    | {f"Ctrl+{digit}" for digit in range(10)}
    | {f"Ctrl+Shift+{letter}" for letter in "FBEKMZ"}
    | {f"{mod}+F{number}" for mod in ("Ctrl", "Alt") for number in range(1, 5)}
)
