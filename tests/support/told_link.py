"""The way to a centre as a test tells it to be: the port that services know, and nothing behind it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.bootstrap import Hall
from app.errors import Unavailable
from app.services.changes import Subject
from app.services.views import LinkView, SyncState

Row = dict[str, Any]


class ToldLink:
    """Stands as it is told; remembers how often a person asked it to try now."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._view = LinkView(SyncState.ONLINE, since=hall.clock.now(), last_contact=hall.clock.now())
        self.retries = 0
        hall.house.sync = self

    def status(self) -> LinkView:
        return self._view

    def wake(self) -> None:
        """Nobody is there to be woken."""

    def retry(self) -> None:
        self.retries += 1

    def ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unavailable("centre-away", reason="offline")

    def fetch(self, sha256: str, *, is_scan: bool = True) -> None:
        raise Unavailable("centre-away", reason="offline")

    def sign_in(self, number: str, password: str, *, insists: bool = False) -> Mapping[str, Any]:
        raise Unavailable("centre-away", reason="offline")

    def stands(self, state: SyncState, *, retry_in: int | None = None, code: str | None = None) -> None:
        """From now on the link is in this state."""
        now = self._hall.clock.now()
        retry_at = None if retry_in is None else now + timedelta(seconds=retry_in)
        self._view = LinkView(state, now, self._view.last_contact, retry_at, code)
        self._hall.house.tell(frozenset({Subject.SYNC}))


def comes_down(
    hall: Hall,
    *,
    case_id: str | None,
    case_no: str,
    at: datetime,
    mine: Row,
    theirs: Row | None = None,
    theirs_by: Row | None = None,
    kind: str = "fields",
    command_kind: str = "case.amend",
    code: str | None = None,
    facts: Row | None = None,
    device_code: str | None = None,
) -> str:
    """An open entry as the puller writes it into the inbox; the case says that it has one."""
    id = str(uuid.uuid4())
    with hall.store.unit() as unit:
        unit.inbox.put(
            {
                "id": id,
                "kind": kind,
                "cmd_id": id,
                "command_kind": command_kind,
                "entity": "case",
                "entity_id": case_id,
                "case_no": case_no,
                "mine": mine,
                "theirs": theirs or {},
                "theirs_by": theirs_by or {},
                "base": {},
                "code": code,
                "facts": facts or {},
                "state": "open",
                "at": at,
                "device_code": device_code or hall.hall.device_code,
                "counter_no": hall.hall.counter_no if device_code is None else "",
                "clerk": hall.house.desk.signed_in().id,
                "choices": {},
                "note": "",
                "version": 1,
            }
        )
        case = unit.cases.get(case_id) if case_id else None
        if case is not None:
            unit.cases.update(case["id"], case["version"], {"sync_state": "conflict"})
    hall.house.tell(frozenset({Subject.ATTENTION, Subject.CASES}))
    return id
