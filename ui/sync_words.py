"""How this window and the centre stand to each other, in words: the top bar's chip, the banner under it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.records import dataclass
from app.services.views import SyncState, SyncView
from ui import messages, refusals
from ui.key_table import QT_TRANSLATE_NOOP
from ui.widgets.bars import BannerAct, BannerNews

LONG_WAIT: Final = timedelta(minutes=30)  # from then on somebody is told (ux.md §6)
NEWS: Final = "sync"
# Worst first: what an administrator must mend, a network that is away, what a clerk is asked to choose.
RANKS: Final[dict[SyncState, int]] = {
    SyncState.REVOKED: 86,
    SyncState.RE_ENROL: 84,
    SyncState.SUSPENDED: 82,
    SyncState.NEEDS_ENROLMENT: 80,
    SyncState.TOO_OLD: 78,
    SyncState.OFFLINE: 60,
}
NO_CLERK_RANK: Final = 58
CONFLICTS_RANK: Final = 50
LOOKS: Final[dict[SyncState, tuple[str, str]]] = {
    SyncState.OFF: ("wait", "lan-disconnect"),
    SyncState.CONNECTING: ("wait", "sync"),
    SyncState.ONLINE: ("ok", ""),
    SyncState.OFFLINE: ("warn", ""),
    SyncState.NEEDS_ENROLMENT: ("bad", "key-outline"),
    SyncState.RE_ENROL: ("bad", "key-outline"),
    SyncState.TOO_OLD: ("warn", "download-outline"),
    SyncState.SUSPENDED: ("bad", "pause-circle-outline"),
    SyncState.REVOKED: ("bad", "cancel"),
}
# What happened, as the banner's headline; what is safe and what to do now.
HEADLINES: Final[dict[SyncState, str]] = {
    SyncState.NEEDS_ENROLMENT: QT_TRANSLATE_NOOP("Sync", "This machine is not enrolled at the centre"),
    SyncState.RE_ENROL: QT_TRANSLATE_NOOP("Sync", "The centre knows another story of this machine"),
    SyncState.TOO_OLD: QT_TRANSLATE_NOOP("Sync", "This program is too old for the centre"),
    SyncState.SUSPENDED: QT_TRANSLATE_NOOP("Sync", "The centre has suspended this machine"),
    SyncState.REVOKED: QT_TRANSLATE_NOOP("Sync", "The centre has revoked this machine"),
}
ADVICE: Final[dict[SyncState, str]] = {
    SyncState.NEEDS_ENROLMENT: QT_TRANSLATE_NOOP(
        "Sync",
        "Receiving and printing go on; everything is stored here. An administrator enrols it: “window-clerk"
        " enrol”.",
    ),
    SyncState.RE_ENROL: QT_TRANSLATE_NOOP(
        "Sync",
        "Its data was restored or copied. Everything done is stored here. Stop receiving until an"
        " administrator has enrolled it again: “window-clerk enrol”.",
    ),
    SyncState.TOO_OLD: QT_TRANSLATE_NOOP(
        "Sync", "What is done here still goes up; news of other windows waits for the update of the program."
    ),
    SyncState.SUSPENDED: QT_TRANSLATE_NOOP(
        "Sync", "What is done here still goes up; nothing comes down. Ask the administrator."
    ),
    SyncState.REVOKED: QT_TRANSLATE_NOOP(
        "Sync",
        "What was done is stored here and in the journal. Stop receiving; an administrator brings the journal"
        " to the centre.",
    ),
}
NO_CLERK: Final = "no-clerk"  # enrolled, and no clerk of the centre has signed in here yet
# What keeps the centre away; a code in none of these is no fault of the network, and is named.
NETWORK: Final = frozenset({None, "no-connection", "no-answer", "cut", "no-address", "offline"})
BUSY: Final = frozenset(
    {"busy", "too-many", "http-502", "http-503", "http-504"}
    | {"challenge-used", "challenge-expired", "bad-challenge"}  # a hello that has to be said again
)
UNTRUSTED: Final = frozenset({"certificate", "no-authority", "not-the-centre"})


@dataclass(frozen=True, slots=True)
class ChipWords:
    """What the sync chip shows: a chip state, words, the icon in place of the state's shape, and the tip."""

    state: str
    text: str
    icon: str | None
    tip: str


def _word(text: str) -> str:
    return QCoreApplication.translate("Sync", text)


def waits_long(sync: SyncView, now: datetime) -> bool:
    """Whether the oldest work of this window has waited longer than anybody should leave unsaid."""
    return sync.central and sync.oldest_pending is not None and now - sync.oldest_pending > LONG_WAIT


def chip(sync: SyncView, now: datetime) -> ChipWords:
    """The chip of the top bar; it never says less than what is known."""
    state, icon = LOOKS[sync.state]
    parts = [messages.label(sync.state)]
    if sync.code == NO_CLERK:
        parts = [QCoreApplication.translate("Sync", "Sign in with the network")]
    if sync.state is SyncState.ONLINE:
        if sync.pending or sync.conflicts:
            state, parts = "wait", []
        elif sync.last_contact is not None:
            parts = [f"{parts[0]} {messages.clock_time(sync.last_contact)}"]
    if sync.pending and sync.state is SyncState.REVOKED:  # they wait for nothing any more
        parts.append(QCoreApplication.translate("Sync", "%n not uploaded", None, sync.pending))
    elif sync.pending and sync.central:
        parts.append(QCoreApplication.translate("Sync", "%n waiting", None, sync.pending))
    elif sync.pending:
        parts.append(QCoreApplication.translate("Sync", "%n on this machine", None, sync.pending))
    if sync.conflicts:
        parts.append(QCoreApplication.translate("Sync", "%n to settle", None, sync.conflicts))
        if sync.state is SyncState.ONLINE:
            state, icon = "warn", "source-merge"
    if state == "wait" and waits_long(sync, now):
        state = "warn"
    return ChipWords(state, " · ".join(parts), icon or None, _tip(sync, now))


def _tip(sync: SyncView, now: datetime) -> str:
    lines: list[str] = []
    if not sync.central:
        lines.append(
            QCoreApplication.translate(
                "Sync", "No central server is set up: everything stays on this machine, encrypted."
            )
        )
    if sync.last_contact is not None:
        text = QCoreApplication.translate("Sync", "The centre last answered {moment}")
        lines.append(text.format(moment=messages.moment_of(sync.last_contact)))
    if sync.oldest_pending is not None:
        text = QCoreApplication.translate("Sync", "The oldest has waited {span}")
        lines.append(text.format(span=messages.age(sync.oldest_pending, now)))
    if sync.scans_waiting:
        lines.append(
            QCoreApplication.translate("Sync", "%n scans are on their way", None, sync.scans_waiting)
        )
    if sync.conflicts:
        lines.append(QCoreApplication.translate("Sync", "Alt+Y lists what is to settle"))
    else:
        lines.append(QCoreApplication.translate("Sync", "Alt+U lists what waits"))
    return "\n".join(lines)


def news(
    sync: SyncView, now: datetime, *, retry: BannerAct, waiting: BannerAct, settle: BannerAct
) -> BannerNews | None:
    """What the banner says; None while there is nothing anybody must know or do."""
    if sync.state is SyncState.OFFLINE:
        return BannerNews(
            NEWS,
            RANKS[sync.state],
            "cloud-off-outline",
            _away(sync),
            _meanwhile(sync),
            (retry, waiting),
            _next_try(sync, now),
        )
    if sync.code == NO_CLERK and sync.pending:
        return BannerNews(
            NEWS,
            NO_CLERK_RANK,
            "account-alert-outline",
            QCoreApplication.translate("Sync", "Nobody has signed in here with the network yet"),
            QCoreApplication.translate(
                "Sync", "%n are stored here; they go up once a clerk of the centre has.", None, sync.pending
            ),
            (waiting,),
        )
    if sync.state in HEADLINES:
        icon = LOOKS[sync.state][1]
        acts = (retry, waiting) if sync.pending else (retry,)
        headline, advice = _word(HEADLINES[sync.state]), _word(ADVICE[sync.state])
        return BannerNews(NEWS, RANKS[sync.state], icon, headline, advice, acts)
    if sync.conflicts:
        return BannerNews(
            NEWS,
            CONFLICTS_RANK,
            "source-merge",
            QCoreApplication.translate("Sync", "%n entries to settle", None, sync.conflicts),
            QCoreApplication.translate(
                "Sync", "Two windows changed the same, or the centre sent something back. Nothing is lost."
            ),
            (settle,),
        )
    return None


def _away(sync: SyncView) -> str:
    """网络已断开 10:31 — or whatever else keeps the centre away."""
    if sync.code in BUSY:
        text = QCoreApplication.translate("Sync", "The centre is busy {time}")
    elif sync.code in UNTRUSTED:
        text = QCoreApplication.translate("Sync", "The centre cannot prove who it is {time}")
    elif sync.code in NETWORK:
        text = QCoreApplication.translate("Sync", "The network is gone {time}")
    else:
        text = QCoreApplication.translate("Sync", "Uploading stands still {time}")
    return text.format(time=messages.clock_time(sync.since) if sync.since else "").strip()


def _meanwhile(sync: SyncView) -> str:
    if sync.code not in NETWORK | BUSY | UNTRUSTED:
        text = QCoreApplication.translate(
            "Sync",
            "Receiving and printing go on, all is stored here. The reason: {why}. Tell the technician.",
        )
        return text.format(why=refusals.transport(sync.code or ""))
    if sync.pending:
        return QCoreApplication.translate(
            "Sync",
            "Receiving and printing go on; %n are stored here, encrypted, and go up by themselves later.",
            None,
            sync.pending,
        )
    return QCoreApplication.translate(
        "Sync", "Receiving and printing go on; all is stored here, encrypted, and goes up by itself later."
    )


def _next_try(sync: SyncView, now: datetime) -> str:
    if sync.retry_at is None:
        return ""
    seconds = max(0, round((sync.retry_at - now).total_seconds()))
    if not seconds:
        return QCoreApplication.translate("Sync", "trying now…")
    return QCoreApplication.translate("Sync", "again in %n s", None, seconds)


def outcome_word(state: str) -> tuple[str, str]:
    """The chip of a line of the pending list: state of a chip, word."""
    if state == "refused":
        return "bad", QCoreApplication.translate("Sync", "sent back")
    if state == "acked":
        return "ok", QCoreApplication.translate("Sync", "uploaded")
    return "wait", QCoreApplication.translate("Sync", "waiting")


def case_word(sync_state: str, *, central: bool) -> tuple[str, str, str]:
    """The chip on a case: chip state, word, icon. 待传, 已同步, 冲突."""
    if sync_state == "conflict":
        return "warn", QCoreApplication.translate("Sync", "Conflict"), "source-merge"
    if sync_state == "synced":
        return "ok", QCoreApplication.translate("Sync", "Synced"), ""
    if not central:
        return "wait", QCoreApplication.translate("Sync", "On this machine"), "lan-disconnect"
    return "wait", QCoreApplication.translate("Sync", "Waiting to upload"), "cloud-upload-outline"
