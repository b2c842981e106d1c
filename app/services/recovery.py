"""Decisions a crash cut off between the journal and the database: a person keeps or discards each of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.errors import Problem, Rejected
from app.services.changes import Subject
from app.services.house import House
from app.services.views import UnfinishedLine

if TYPE_CHECKING:
    from db.local.decisions import Envelope


class RecoveryService:
    """Nothing that was decided is lost silently, and nothing is done twice."""

    def __init__(self, house: House) -> None:
        self._house = house

    def unfinished(self) -> tuple[UnfinishedLine, ...]:
        """What was decided and never became a case, oldest first; its numbers are used either way."""
        found = self._house.store.unfinished()
        with self._house.store.read() as unit:
            known = [unit.cases.get(envelope.entity_id) for envelope in found]
        return tuple(_line(envelope, row) for envelope, row in zip(found, known, strict=True))

    def keep(self, cmd_id: str) -> None:
        """Does it now, with the numbers and the moment it was decided with; its notices are in the archive.

        Conflict("no-such-unfinished"), or what stands against it now: then it can only be discarded.
        """
        self._house.desk.signed_in()
        self._house.store.keep(cmd_id)
        self._house.decided(frozenset({Subject.CASES, Subject.DRAFTS, Subject.NOTICES, Subject.OUTBOX}))

    def discard(self, cmd_id: str, reason: str) -> None:
        """Drops it for good; who and why is audited. The visit it came from is still among the unfinished."""
        clerk = self._house.desk.signed_in()
        why = " ".join(reason.split())
        if not why:
            raise Rejected([Problem("reason", "empty")])
        self._house.store.discard(cmd_id, clerk.id, why)
        self._house.tell(frozenset({Subject.CASES, Subject.OUTBOX}))


def _line(envelope: Envelope, known: dict[str, Any] | None) -> UnfinishedLine:
    payload = json.loads(envelope.payload)
    # A command names only what it changes; of an older program, the whole case.
    case = {**(known or {}), **payload.get("changes", {}), **payload.get("case", {})}
    return UnfinishedLine(
        cmd_id=envelope.cmd_id,
        kind=envelope.kind,
        case_no=case.get("case_no"),
        applicant=(case.get("applicant") or {}).get("name", ""),
        at=datetime.fromisoformat(envelope.at),
    )
