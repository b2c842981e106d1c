"""The window's way to the centre: commands up, changes down, scans beside them, and clerks who sign in.

Made after the desk is usable. Three threads: one for commands and changes, one that hears pokes, one for
scans. Everything of the centre that services know is `SyncLink` (app/services/house.py).
"""

from __future__ import annotations

import logging
import os
import random
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from app.credentials import KeyStore
from app.errors import Conflict, NotAllowed, StoreUnavailable
from app.services.changes import Changes, Subject
from app.services.house import House
from app.services.views import LinkView, SyncState
from app.settings import CentralSettings
from app.sync.blobs import ScanPost
from app.sync.client import HURRY, CentreAway, CentreRefused, Client
from app.sync.engine import Engine
from app.sync.requests import Refusal, Request, Unreachable, Wait
from app.sync.signing import DeviceKey, Line
from app.sync.storage import Storage
from app.sync.worker import Loop
from app.wire.limits import PROTO

log = logging.getLogger(__name__)

T = TypeVar("T")

SIGN_IN_S: Final = 3.0
_FAREWELL_S: Final = 5.0  # for the threads to end
_SHORTEST_WAIT_MS: Final = 10
_ASLEEP_S: Final = 60.0  # until somebody wakes it
_LISTEN_AGAIN_S: Final = 5.0
_FINAL: Final = frozenset({"wrong-password", "locked-out", "inactive"})  # what the centre says of a clerk
_SAYS_HELLO_AGAIN: Final = frozenset({"session-expired", "bad-session"})


class Link:
    """A `SyncLink`, and what starts and ends its threads."""

    def __init__(
        self,
        house: House,
        central: CentralSettings,
        keys: Callable[[], KeyStore],
        *,
        program: str = "",
        rng: random.Random | None = None,
    ) -> None:
        """`keys` is asked on the link's own thread: a keyring may take its time."""
        if central.url is None:
            raise ValueError("no centre is set")
        self._house, self._store, self._clock, self._tell = house, house.store, house.clock, house.tell
        self._central, self._keys, self._program = central, keys, program
        self._rng = rng or random.Random()
        self._key: DeviceKey | None = None
        self._line: Line | None = None
        self._client: Client | None = None
        self._engine: Engine | None = None
        self._knows_clerk = False
        self._begun_once = threading.Event()
        self._view = LinkView(SyncState.CONNECTING, since=self._clock.now())
        self._scans = ScanPost(
            self._store,
            self._clock,
            self._tell,
            client=lambda: self._client,
            online=lambda: self._view.state is SyncState.ONLINE,
            busy=lambda: self._commands.is_busy,
            rng=random.Random(self._rng.random()),
        )
        self._commands = Loop("sync", self._step)
        self._listening = Loop("pokes", self._listen)
        self._carrying = Loop("scans", self._scans.step)
        self._scans.wake = self._carrying.wake
        self._loops = (self._commands, self._listening, self._carrying)

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def stop(self, limit_s: float = _FAREWELL_S) -> bool:
        """Ends the threads; a request that hangs is cut. False when one of them took longer than that."""
        for loop in self._loops:
            loop.end()
        self._scans.stop()
        client = self._client
        if client is not None:
            client.abort()
        ended = [loop.join(limit_s) for loop in self._loops]
        if not all(ended):
            log.warning("the way to the centre did not end in %s s", limit_s)
        elif client is not None:
            client.close()
        return all(ended)

    # -- SyncLink ------------------------------------------------------------------------------------

    def status(self) -> LinkView:
        return self._view

    def wake(self) -> None:
        # The engine sees by itself what waits; a pause after a failure is not ended by one more decision.
        self._commands.wake()

    def retry(self) -> None:
        engine = self._engine
        if engine is not None:
            engine.wake()
        self._commands.wake()
        self._carrying.wake()

    def ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        client, state = self._client, self._view.state
        if client is None or state is not SyncState.ONLINE:
            raise CentreAway("offline")
        try:
            return client.post(path, body, patience=HURRY)
        except CentreRefused as refused:
            if refused.status == 409:
                raise Conflict(refused.code, **refused.facts) from refused
            raise CentreAway(refused.code) from refused

    def fetch(self, sha256: str, *, is_scan: bool = True) -> None:
        self._scans.fetch(sha256, is_scan=is_scan)

    def sign_in(self, number: str, password: str, *, insists: bool = False) -> Mapping[str, Any]:
        """Asks the centre, for three seconds; not while it is known to be away, unless one insists."""
        if insists:
            self._begun_once.wait(SIGN_IN_S)  # right after the start the key may still be on its way
        line, key = self._line, self._key
        state = self._view.state
        if line is None or key is None or (state is SyncState.OFFLINE and not insists):
            self.retry()
            raise CentreAway("offline")
        # A session of its own: the commands' line is not held up, and is not cut when time is over.
        own = Line(line.device_id, key)
        own.session = line.session
        client = Client(self._central.url or "", own, ca=self._central.ca, program=self._program)
        try:
            told = _within(SIGN_IN_S, client, lambda: self._told(client, own, number, password))
        except CentreRefused as refused:
            if refused.code in _FINAL:
                raise NotAllowed(refused.code, **_moments(refused.facts)) from refused
            if refused.status == 422:
                raise NotAllowed("wrong-password") from refused  # nothing a clerk can have typed
            raise CentreAway(refused.code) from refused
        finally:
            client.close()
        if not isinstance(told.get("verifier"), str):
            raise CentreAway("not-the-centre")
        return told

    # -- the commands' thread ------------------------------------------------------------------------

    def _step(self) -> float:
        engine = self._engine or self._begun()
        self._begun_once.set()
        if engine is None or self._client is None:
            return _ASLEEP_S
        if not self._has_clerk():
            self._state(SyncState.CONNECTING, "no-clerk")
            return _ASLEEP_S
        step = engine.next()
        if isinstance(step, Wait):
            self._show(engine)
            return max(step.ms, _SHORTEST_WAIT_MS) / 1000
        changes = self._ask(engine, self._client, step)
        self._show(engine)
        if changes:
            self._tell(changes)
        if Subject.OUTBOX in changes:
            self._carrying.wake()  # what was answered may have scans
        return 0.0

    def _begun(self) -> Engine | None:
        """The engine of an enrolled device with its key; None, and a state that says so, otherwise."""
        with self._store.read() as unit:
            enrolment = unit.state.enrolment()
            device_id = unit.state.get("device_id") or ""
        if enrolment is None:
            self._state(SyncState.NEEDS_ENROLMENT)
            return None
        try:
            self._key = DeviceKey.of(self._keys(), enrolled=True)
        except StoreUnavailable as trouble:
            log.warning("the key of this device cannot be used: %s", trouble)
            self._state(SyncState.NEEDS_ENROLMENT, trouble.code)
            return None
        self._line = Line(device_id, self._key)
        self._client = Client(self._central.url or "", self._line, ca=self._central.ca, program=self._program)
        self._engine = Engine(
            Storage(self._house, between=self._go_on),
            self._clock,
            self._rng,
            boot=os.urandom(8).hex(),
            program=self._program,
        )
        return self._engine

    def _go_on(self) -> None:
        """A whole hall may be on its way in: the window must not wait for it when it closes."""
        if self._commands.ends:
            raise CentreAway("stopped")

    def _has_clerk(self) -> bool:
        """Whether a clerk of the centre has signed in here; before that it would refuse whatever was done."""
        if not self._knows_clerk and not self._house.unattended:
            with self._store.read() as unit:
                self._knows_clerk = any(row["verified_until"] for row in unit.clerks.list())
        return self._knows_clerk or self._house.unattended

    def _ask(self, engine: Engine, client: Client, request: Request) -> Changes:
        """One question and what its answer changed here; a failure is the engine's to weigh."""
        try:
            return engine.receive(request, answer(client, request))
        except CentreRefused as refused:
            return engine.fail(request, Refusal(refused.status, refused.code, refused.facts))
        except CentreAway as away:
            return engine.fail(request, Unreachable(away.reason))

    def _show(self, engine: Engine) -> None:
        """How the link stands now; the others look whether there is something for them."""
        before, self._view = self._view, engine.status
        if before.state is not self._view.state:
            self._listening.wake()
            self._carrying.wake()

    def _state(self, state: SyncState, code: str | None = None) -> None:
        """A state before there is an engine."""
        if (self._view.state, self._view.code) != (state, code):
            self._view = LinkView(state, since=self._clock.now(), code=code)
            self._tell(frozenset({Subject.SYNC, Subject.OUTBOX}))

    # -- the listening thread --------------------------------------------------------------------------

    def _listen(self) -> float:
        """Hears pokes until the line ends; the engine asks by itself now and then, so none is needed."""
        client, engine = self._client, self._engine
        if client is None or engine is None or self._view.state is not SyncState.ONLINE:
            return _ASLEEP_S
        try:
            for scope, seq in client.pokes(engine.scope):
                engine.poke(scope, seq)
                self._commands.wake()
        except (CentreAway, CentreRefused) as silent:
            log.info("no pokes: %s", silent)
        return _LISTEN_AGAIN_S * self._rng.uniform(0.5, 1.5)

    # -- clerks ----------------------------------------------------------------------------------------

    def _told(self, client: Client, own: Line, number: str, password: str) -> dict[str, Any]:
        """A sign-in with the session there is, else with a new one."""
        body = {"number": number, "password": password}
        if own.session:
            try:
                return client.post("/auth/v1/sign-in", body, patience=HURRY)
            except CentreRefused as refused:
                if refused.code not in _SAYS_HELLO_AGAIN:
                    raise
        with self._store.read() as unit:
            incarnation = int(unit.state.get("incarnation") or 1)
        client.hello(
            {
                "device_id": own.device_id,
                "incarnation": incarnation,
                "proto": PROTO,
                "last_seq": 0,
                "program": self._program,
            }
        )
        return client.post("/auth/v1/sign-in", body, patience=HURRY)


def answer(client: Client, request: Request) -> Any:
    """The reply to one of the engine's questions, in the shape it wants it. CentreAway, CentreRefused."""
    match request.kind:
        case "hello":
            return client.hello(request.body)
        case "push":
            return client.post("/sync/v1/push", request.body)
        case "feed":
            return client.get("/sync/v1/feed", request.body)
        case "snapshot":
            return client.lines("/sync/v1/snapshot", request.body)
        case "checksum":
            return client.get("/sync/v1/checksum", request.body)


def _within(seconds: float, client: Client, call: Callable[[], T]) -> T:
    """What `call` gives, or CentreAway when the time is over: also when a name is looked up in vain."""
    given: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            given.append(call())
        except BaseException as error:  # noqa: BLE001 (handed over to the thread that waits)
            failed.append(error)

    thread = threading.Thread(target=run, name="sign-in", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        client.abort()
        raise CentreAway("no-answer")
    if failed:
        raise failed[0]
    return given[0]


def _moments(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for a sentence: until when as a moment."""
    told = dict(facts)
    if isinstance(until := told.get("until"), str):
        told["until"] = datetime.fromisoformat(until)
    return told
