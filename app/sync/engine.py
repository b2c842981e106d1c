"""The conversation with the centre, without a network: hello → push → feed → wait, one question at a time.

Nothing here sends, sleeps or asks the time of the machine: `next` says what to ask, `receive` and `fail` take
what came of it (sync.md 2.11). `wake`, `poke` and `status` may be called from any thread.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from app.clock import Clock, hall_day
from app.errors import StoreUnavailable
from app.services.changes import Changes, Subject
from app.services.views import LinkView, SyncState
from app.sync.requests import Kind, Refusal, Request, Unreachable, Wait
from app.sync.storage import Device, Storage
from app.wire.limits import FEED_CHANGES, PROTO, PUSH_COMMANDS

_log = logging.getLogger(__name__)
POLL_MS: Final = 5_000
FIRST_RETRY_MS: Final = 5_000
LONGEST_RETRY_MS: Final = 60_000
# Somebody has to act first; until then the centre is asked only so often whether it has happened.
PATIENT_MS: Final = 300_000
SESSION_SHARE: Final = 0.8  # of its time, after which a session is begun anew
HOLES: Final = 3  # pages that do not follow on, before the whole hall is fetched again
MISSES: Final = 5  # sums of another moment, before they are left for later
SUMS_SPREAD_MS: Final = 1_800_000  # thirty windows must not ask for sums at once
_QUIET: Final[Changes] = frozenset()
_SHUT: Final = frozenset({SyncState.NEEDS_ENROLMENT, SyncState.RE_ENROL, SyncState.REVOKED})
_MALFORMED: Final = (LookupError, TypeError, ValueError, AttributeError)


class Engine:
    """What this window knows of the centre now; everything durable is in its storage."""

    def __init__(
        self, storage: Storage, clock: Clock, rng: random.Random, *, boot: str, program: str = ""
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._rng = rng
        self._boot = boot
        self._program = program
        self._n = 0
        self._flight: Request | None = None
        self._status = LinkView(SyncState.CONNECTING, clock.now())
        # Until when nothing is asked; how often in a row it came to nothing.
        self._retry_ms: int | None = None
        self._tries = 0
        self._session_ms: int | None = None
        self._may_push = self._may_pull = False
        self._push_limit = PUSH_COMMANDS
        self._scope = self._epoch = ""
        self._head = 0
        self._poll_ms = 0
        self._holes = self._misses = 0
        self._rebuild = False
        self._sums_ms: int | None = None
        self._repaired = False
        self._trimmed_on = ""

    # -- asked from anywhere --------------------------------------------------------------------

    @property
    def status(self) -> LinkView:
        return self._status

    @property
    def scope(self) -> str:
        """The hall whose feed this window reads; empty before the first hello."""
        return self._scope

    def wake(self) -> None:
        """Waiting longer is of no use: something was done, a person says so, or the network is back.

        What waits in the outbox is seen by `next` anyhow; this ends the pause after a failure.
        """
        self._tries = 0
        self._retry_ms = None

    def poke(self, scope: str, seq: int) -> None:
        """The centre says how far the feed is; losing a poke is harmless, the timer asks too."""
        if scope == self._scope and seq > self._head:
            self._head = seq

    # -- the loop -------------------------------------------------------------------------------

    def next(self) -> Request | Wait:
        """What to ask the centre now, or how long there is nothing to ask. One question at a time."""
        now = self._clock.monotonic_ms()
        retry = self._retry_ms
        if self._flight is not None:
            return Wait(POLL_MS)
        if retry is not None and now < retry:
            return Wait(retry - now)
        self._retry_ms = None
        try:
            return self._next(now)
        except StoreUnavailable as trouble:
            _log.warning("the store cannot be read for the centre: %s", trouble)
            self._back_off(SyncState.OFFLINE, trouble.code)
            return Wait(FIRST_RETRY_MS)

    def _next(self, now: int) -> Request | Wait:
        if self._session_ms is None or now >= self._session_ms:
            return self._ask("hello", self._hello())
        if self._may_push and (batch := self._storage.batch(self._push_limit)):
            device = self._storage.device()
            return self._ask(
                "push",
                {
                    "incarnation": device.incarnation,
                    "proto": PROTO,
                    "from_seq": batch[0]["dev_seq"],
                    "commands": batch,
                },
            )
        if not self._may_pull:
            return Wait(max(self._session_ms - now, 0))
        if self._rebuild:
            return self._ask("snapshot", {"scope": self._scope})
        cursor = self._storage.cursor(self._scope)
        if cursor is None or cursor.epoch != self._epoch:
            return self._ask("snapshot", {"scope": self._scope})
        if self._head > cursor.seq or now >= self._poll_ms:
            query = {"scope": self._scope, "epoch": cursor.epoch, "after": cursor.seq}
            return self._ask("feed", {**query, "limit": FEED_CHANGES, "proto": PROTO})
        if self._sums_due(now):
            return self._ask("checksum", {"scope": self._scope})
        if self._storage.show_more():
            return Wait(0)
        until = min(self._poll_ms, self._session_ms, self._sums_ms or self._poll_ms)
        return Wait(max(until - now, 0))

    def _hello(self) -> dict[str, Any]:
        device = self._storage.device()
        return {
            "device_id": device.id,
            "incarnation": device.incarnation,
            "proto": PROTO,
            "last_seq": device.last_seq,
            "counter_no": device.counter_no,
            "program": self._program,
        }

    def _ask(self, kind: Kind, body: Mapping[str, Any]) -> Request:
        self._n += 1
        self._flight = Request(kind, self._boot, self._n, body)
        return self._flight

    # -- what came of it ------------------------------------------------------------------------

    def receive(self, request: Request, reply: Any) -> Changes:
        """Takes a reply; one that is late, repeated or of another process changes nothing.

        What reading the lines of a snapshot raises passes through; say `fail` then, as for no reply at all.
        """
        if not self._expects(request):
            return _QUIET
        try:
            match request.kind:
                case "hello":
                    touched = self._helloed(reply)
                case "push":
                    touched = self._pushed(request, reply)
                case "feed":
                    touched = self._fed(request, reply)
                case "snapshot":
                    touched = self._rebuilt(reply)
                case "checksum":
                    touched = self._compared(reply)
        except StoreUnavailable as trouble:
            _log.warning("what the centre said cannot be kept: %s", trouble)
            self._flight = None
            return self._back_off(SyncState.OFFLINE, trouble.code)
        except _MALFORMED as error:
            _log.warning("the centre's answer to %s was not understood: %r", request.kind, error)
            self._flight = None
            return self._back_off(SyncState.OFFLINE, "not-understood")
        self._flight = None
        return touched

    def fail(self, request: Request, failure: Unreachable | Refusal) -> Changes:
        """Nothing came, or a no: the wait doubles, with a spread so that windows do not march in step."""
        if not self._expects(request):
            return _QUIET
        self._flight = None
        touched = _QUIET
        if request.kind == "push":
            try:
                touched = self._storage.failed(request.body["commands"], failure.code)
            except StoreUnavailable as trouble:
                _log.warning("a try cannot be counted: %s", trouble)
        if isinstance(failure, Unreachable):
            # Whoever comes back may have been set back: hello tells.
            self._session_ms = None
            return touched | self._back_off(SyncState.OFFLINE, failure.code)
        return touched | self._refused(request, failure)

    def _expects(self, request: Request) -> bool:
        flight = self._flight
        return flight is not None and (flight.boot, flight.n) == (request.boot, request.n)

    def _refused(self, request: Request, no: Refusal) -> Changes:
        """What each no of the centre means for this window (the table of app/central/refusals.py)."""
        self._session_ms, kept = None, self._session_ms
        match no.status, no.code:
            case 401, "unknown-device":
                return self._back_off(SyncState.NEEDS_ENROLMENT, no.code)
            case 401, "challenge-used" | "challenge-expired" | "bad-challenge":
                # A hello that came twice or late: the next one has a challenge of its own.
                return self._back_off(SyncState.OFFLINE, no.code)
            case 401, _ if request.kind != "hello" and not self._tries:
                self._tries = 1
                return _QUIET  # a session that is over: hello at once, and only once
            case 401, _:
                return self._back_off(SyncState.RE_ENROL, no.code)
            case 403, "suspended":
                return self._back_off(SyncState.SUSPENDED, no.code)
            case 403, "revoked":
                return self._back_off(SyncState.REVOKED, no.code)
            case 403, "other-hall":
                return self._back_off(SyncState.RE_ENROL, no.code)
            case 409, "rebootstrap":
                self._rebuild = True
                return _QUIET if request.kind == "feed" else self._back_off(SyncState.OFFLINE, no.code)
            case 409, _:
                return self._back_off(SyncState.RE_ENROL, str(no.facts.get("reason") or no.code))
            case 426, _:
                self._may_pull = False
                self._may_push = bool(no.facts.get("drain_allowed")) and request.kind != "push"
                self._session_ms = kept if self._may_push else None
                return self._back_off(SyncState.TOO_OLD, no.code)
            case 422, _ if request.kind == "push":
                # One of them is not as it should be: singly, the others get through and it can be named.
                self._push_limit = 1
                return self._back_off(SyncState.OFFLINE, no.code)
            case _:
                after = no.facts.get("retry_after")
                seconds = after if isinstance(after, int | float) else 0
                return self._back_off(SyncState.OFFLINE, no.code, at_least_ms=int(seconds * 1000))

    # -- replies --------------------------------------------------------------------------------

    def _helloed(self, reply: Mapping[str, Any]) -> Changes:
        now = self._clock.monotonic_ms()
        device = self._storage.device()
        scope = reply["scopes"][0]
        theirs = int(reply["device_last_seq"])
        name, epoch, head = str(scope["scope"]), str(scope["epoch"]), int(scope["head"])
        expires_ms = int(float(reply["expires_in"]) * 1000 * SESSION_SHARE)
        touched = self._compare_numbers(device, theirs)
        if touched is None:
            return self._back_off(SyncState.RE_ENROL, "seq-behind")
        begins = self._scope != name
        self._scope, self._epoch, self._head = name, epoch, head
        cursor = self._storage.cursor(name)
        if cursor is not None and (cursor.epoch != epoch or cursor.seq > head):
            _log.warning("the feed of %s is another one: the hall is fetched anew", name)
            self._rebuild = True
        self._session_ms = now + expires_ms
        self._poll_ms = now
        self._may_push = True
        self._may_pull = not reply.get("drain_only") and reply["status"] != "suspended"
        if begins:
            self._sums_ms = now + int(self._rng.random() * SUMS_SPREAD_MS)
        self._trim()
        if reply.get("drain_only"):
            state = SyncState.TOO_OLD
        else:
            state = SyncState.SUSPENDED if reply["status"] == "suspended" else SyncState.ONLINE
        return touched | self._reached(state)

    def _compare_numbers(self, device: Device, theirs: int) -> Changes | None:
        """Who has how many commands (sync.md 2.8, 2.12); None when this store is the one that went back."""
        if theirs > device.last_seq:
            _log.error("the centre has %d commands of this window, which gave %d", theirs, device.last_seq)
            return None
        ours = self._storage.answered()
        if theirs >= ours:
            return _QUIET
        _log.warning("the centre has %d commands and has answered %d: the rest is sent again", theirs, ours)
        return self._storage.pend_again(theirs)

    def _trim(self) -> None:
        today = hall_day(self._clock.now()).isoformat()
        if self._trimmed_on != today:
            self._storage.trim()
            self._trimmed_on = today

    def _pushed(self, request: Request, reply: Mapping[str, Any]) -> Changes:
        outcomes, want = reply["outcomes"], reply.get("want")
        sent = {command["cmd_id"] for command in request.body["commands"]}
        touched = self._storage.settle([each for each in outcomes if each["cmd_id"] in sent])
        if outcomes:
            self._push_limit = PUSH_COMMANDS
            self._poll_ms = self._clock.monotonic_ms()  # what it did is in the feed
        first = request.body["commands"][0]["dev_seq"]
        if want is not None and int(want) < first:
            kept = self._storage.first_kept()
            if kept is None or kept > int(want):
                _log.error("the centre lacks command %s, which is not kept any more", want)
                return touched | self._back_off(SyncState.RE_ENROL, "history-gone")
            touched |= self._storage.pend_again(int(want) - 1)
        elif not outcomes:
            return touched | self._back_off(SyncState.OFFLINE, "no-progress")
        return touched | self._reached(self._status.state)

    def _fed(self, request: Request, reply: Mapping[str, Any]) -> Changes:
        after, changes = request.body["after"], reply["changes"]
        if (reply["scope"], reply["epoch"]) != (request.body["scope"], request.body["epoch"]):
            raise ValueError("a page of another feed")
        numbers = [change["seq"] for change in changes]
        if numbers != list(range(after + 1, after + 1 + len(numbers))):
            return self._hole(after, numbers)
        self._holes = 0
        touched = self._storage.take(request.body["scope"], request.body["epoch"], changes)
        self._head = int(reply["head"])
        self._poll_ms = self._clock.monotonic_ms() + POLL_MS
        return touched | self._reached(self._status.state)

    def _hole(self, after: int, numbers: list[int]) -> Changes:
        """A page that does not follow on is thrown away and told; the cursor stays (sync.md 2.5)."""
        self._holes += 1
        _log.warning("a page after %d begins with %s: thrown away", after, numbers[:1])
        if self._holes >= HOLES:
            self._holes = 0
            self._rebuild = True
        return self._back_off(SyncState.OFFLINE, "feed-hole")

    def _rebuilt(self, reply: Iterable[Mapping[str, Any]]) -> Changes:
        lines = iter(reply)
        head = next(lines)
        scope, epoch, seq = str(head["scope"]), str(head["epoch"]), int(head["as_of_seq"])
        if scope != self._scope:
            raise ValueError("a snapshot of another hall")
        loaded = self._storage.load(lines)
        if loaded != int(head["count"]):
            _log.warning("a snapshot of %s records has %d", head["count"], loaded)
            return self._back_off(SyncState.OFFLINE, "snapshot-cut")
        touched = self._storage.adopt(scope, epoch, seq)
        self._rebuild = False
        self._epoch, self._head = epoch, seq
        self._sums_ms = self._clock.monotonic_ms()
        self._poll_ms = self._sums_ms
        return touched | self._reached(self._status.state)

    # -- sums -----------------------------------------------------------------------------------

    def _sums_due(self, now: int) -> bool:
        if self._sums_ms is None:
            # Once in an office day; the night is best, and a window that slept does it in the morning.
            if self._storage.checked_on() == hall_day(self._clock.now()).isoformat():
                return False
            self._sums_ms = now + int(self._rng.random() * SUMS_SPREAD_MS)
        return now >= self._sums_ms

    def _compared(self, reply: Mapping[str, Any]) -> Changes:
        """Equal numbers must have equal sums; a divergence is told, audited and mended from a snapshot."""
        epoch, seq, theirs = str(reply["epoch"]), int(reply["seq"]), dict(reply["buckets"])
        cursor = self._storage.cursor(self._scope)
        if cursor is None or (cursor.epoch, cursor.seq) != (epoch, seq):
            self._misses += 1
            self._head = max(self._head, seq)
            if self._misses >= MISSES:
                self._misses = 0
                self._sums_ms = self._clock.monotonic_ms() + SUMS_SPREAD_MS
            return self._reached(self._status.state)
        self._misses = 0
        ours = self._storage.sums()
        bad = sorted(b for b in ours.keys() | theirs.keys() if ours.get(b) != theirs.get(b))
        self._storage.checked(bad)
        self._sums_ms = None
        if bad and not self._repaired:
            _log.warning("%d buckets differ from the centre and are fetched again: %s", len(bad), bad)
            self._repaired = self._rebuild = True
        elif bad:
            _log.error("%d buckets still differ from the centre: %s", len(bad), bad)
            self._repaired = False
        else:
            self._repaired = False
        return self._reached(self._status.state)

    # -- how it stands --------------------------------------------------------------------------

    def _reached(self, state: SyncState) -> Changes:
        """The centre answered."""
        self._tries = 0
        self._retry_ms = None
        before = self._status
        settled = SyncState.ONLINE if state in (SyncState.OFFLINE, SyncState.CONNECTING) else state
        now = self._clock.now()
        since = before.since if before.state is settled else now
        self._status = LinkView(settled, since, now)
        return frozenset({Subject.SYNC}) if before.state is not settled or before.code else _QUIET

    def _back_off(self, state: SyncState, code: str, *, at_least_ms: int = 0) -> Changes:
        usual = min(FIRST_RETRY_MS * 2 ** min(self._tries, 10), LONGEST_RETRY_MS)
        longest = PATIENT_MS if state in _SHUT else usual
        delay = max(int(longest * (0.5 + self._rng.random())), at_least_ms)
        self._tries += 1
        before = self._status
        self._retry_ms = self._clock.monotonic_ms() + delay
        if state in _SHUT:
            self._session_ms = None
            self._may_push = self._may_pull = False
        now = self._clock.now()
        since = before.since if before.state is state else now
        retry_at = now + timedelta(milliseconds=delay)
        self._status = LinkView(state, since, before.last_contact, retry_at, code)
        return frozenset({Subject.SYNC})
