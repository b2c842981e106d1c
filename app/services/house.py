"""What every task at the window stands on: store, clock, hall, holidays, catalogue, paper, the clerk."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from app.clock import Clock, hall_day
from app.errors import NotAllowed, Problem, Rejected
from app.records import dataclass
from app.rules.catalogue import ServiceItem
from app.rules.clocks import Thresholds
from app.rules.initials import Initials
from app.rules.workdays import HolidayCalendar
from app.services.changes import Changes, Listener
from app.services.views import ClerkView, DraftView, HallView, LinkView, NoticeKind, PrintLine

if TYPE_CHECKING:
    from app.documents.paper import Paper
    from app.settings import Settings
    from db.local.store import Store

COMMAND_VERSION: Final = 2  # of what commands say to the centre
SYSTEM: Final = "system"  # the actor of what happens by law, without a clerk
DECISIONS: Final = (
    "accept", "accept_deferred", "notify", "receive", "hand_in", "refuse", "pause", "deliver",
)  # fmt: skip


class Items(Protocol):
    """Where service items come from."""

    def item(self, code: str, version: str | None = None) -> ServiceItem: ...

    def used(self, code: str) -> None: ...


class SyncLink(Protocol):
    """The way to the centre, as far as services know of it; every method may be called from any thread."""

    def status(self) -> LinkView:
        """How the link stands; asks nobody."""
        ...

    def wake(self) -> None:
        """Something waits for the centre; returns at once."""
        ...

    def retry(self) -> None:
        """A person, or the network, says that waiting longer is of no use; returns at once."""
        ...

    def sign_in(self, number: str, password: str, *, insists: bool = False) -> Mapping[str, Any]:
        """Asks the centre for a clerk: the fields of `SignedIn`. NotAllowed, or Unavailable when away.

        A centre that is known to be away is asked only when one insists, for it costs seconds.
        """
        ...

    def ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """One question to the centre that cannot wait for the outbox, such as whom to call next.

        Unavailable("centre-away") at once while it is known to be away; else within seconds. Conflict: the
        centre's own no, with its code and facts.
        """
        ...

    def fetch(self, sha256: str, *, is_scan: bool = True) -> None:
        """Brings a scan or notice of another window here.

        Unavailable: "scan-not-there" (the centre has not got it yet), "scan-on-its-way" (Subject.SCANS tells
        once it has come), "centre-away".
        """
        ...


class Broadcast:
    """Tells listeners what a committed transaction touched; they may be told on any thread."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._turn = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener; call what is returned to leave."""
        with self._turn:
            self._listeners.append(listener)

        def leave() -> None:
            with self._turn:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def __call__(self, changes: Changes) -> None:
        with self._turn:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(changes)


class Desk:
    """Who works at this window now."""

    def __init__(self) -> None:
        self.clerk: ClerkView | None = None
        self.locked = False

    def signed_in(self) -> ClerkView:
        """The clerk who answers for the next act. NotAllowed: "not-signed-in", "locked-window"."""
        if self.clerk is None:
            raise NotAllowed("not-signed-in")
        if self.locked:
            raise NotAllowed("locked-window", clerk=self.clerk.number)
        return self.clerk


def _policy(folders: tuple[Path, ...]) -> Mapping[str, tuple[PrintLine, ...]]:
    """Which notices each decision prints; the site's file goes before the program's."""
    path = next(found for folder in folders if (found := folder / "rules" / "notices.json").is_file())
    problems: list[Problem] = []
    policy: dict[str, tuple[PrintLine, ...]] = {}
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise Rejected([Problem(str(path), "unreadable", {"why": str(error)})], "notice-policy") from error
    for decision in DECISIONS:
        lines: list[PrintLine] = []
        entries = record.get(decision) if isinstance(record, dict) else None
        if not isinstance(entries, list):
            problems.append(Problem(decision, "not-a-list"))
            continue
        for place, entry in enumerate(entries):
            kind = entry.get("kind") if isinstance(entry, dict) else None
            copies = entry.get("copies") if isinstance(entry, dict) else None
            if kind not in set(NoticeKind) or not isinstance(copies, int) or not 1 <= copies <= 9:
                problems.append(Problem(f"{decision}[{place}]", "not-a-notice", {"value": entry}))
                continue
            lines.append(PrintLine(NoticeKind(kind), copies))
        policy[decision] = tuple(lines)
    if problems:
        raise Rejected(problems, "notice-policy")
    return MappingProxyType(policy)


@dataclass
class House:
    """The things services share; handed to each of them by the bootstrap."""

    store: Store
    clock: Clock
    settings: Settings
    hall: HallView
    calendar: HolidayCalendar
    catalogue: Items
    desk: Desk
    tell: Broadcast
    sync: SyncLink | None = None  # None: no centre is set up
    unattended: bool = False  # a kiosk or a display: nobody signs in here

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where data files are looked for: the hall's own folder, then the program's."""
        site = self.settings.site
        return (site, self.settings.resources) if site is not None else (self.settings.resources,)

    @cached_property
    def initials(self) -> Initials:
        return Initials((self.settings.resources / "names" / "initials.txt").read_text(encoding="utf-8"))

    @cached_property
    def policy(self) -> Mapping[str, tuple[PrintLine, ...]]:
        return _policy(self.folders)

    @cached_property
    def paper(self) -> Paper:
        """What notices are made with; the first use loads fonts and reportlab, so not at the start."""
        from app.documents.fonts import prepare
        from app.documents.paper import Paper

        site = self.settings.site
        templates = site / "notices" if site is not None and (site / "notices").is_dir() else None
        return Paper(prepare(self.settings.cache_folder), templates)

    def decided(self, changes: Changes) -> None:
        """After each decision: whoever shows it is told, and the way to the centre is woken."""
        self.tell(changes)
        if self.sync is not None:
            self.sync.wake()

    def blob(self, sha256: str, *, is_scan: bool = True) -> bytes:
        """A scan or archived notice; one of another window comes from the centre. Errors as `fetch`."""
        self.bring(sha256, is_scan=is_scan)
        return self.store.blobs.read(sha256)

    def bring(self, sha256: str, *, is_scan: bool = True) -> None:
        """Sees to it that the bytes are here, where there is somebody to ask for them."""
        if self.sync is not None and not self.store.blobs.has(sha256):
            self.sync.fetch(sha256, is_scan=is_scan)

    @property
    def thresholds(self) -> Thresholds:
        limits = self.settings.limits
        return Thresholds(amber=limits.amber_days, red=limits.red_days)

    def drafts(self) -> tuple[DraftView, ...]:
        """Unfinished visits of this window, the last saved first; here, for the start asks nothing else."""
        with self.store.read() as unit:
            rows = unit.drafts.list()
        return tuple(
            DraftView(
                id=row["id"],
                title=row["title"],
                item_name=row["item_name"],
                saved_at=datetime.fromisoformat(row["saved_at"]),
                owner=row["owner"],
                case_no=row["case_no"],
            )
            for row in rows
        )

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        return hall_day(self.clock.now())
