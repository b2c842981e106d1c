"""What waits for the centre: nothing is said to be sent that is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from app.services.house import House
from app.services.views import LinkView, PendingLine, SyncState, SyncView

if TYPE_CHECKING:
    from db.local.unit import Unit


# That this window is open or pauses: nobody's matter, so that it counts as nothing that waits.
COUNTER_SET: Final = "counter.set"


class OutboxService:
    """Reads the outbox and how the link to the centre stands; without a centre everything stays here."""

    def __init__(self, house: House) -> None:
        self._house = house

    def status(self) -> SyncView:
        """How much waits, and since when; what the link says of itself."""
        link = self._house.sync
        said = LinkView() if link is None else link.status()
        with self._house.store.read() as unit:
            pending, oldest = unit.outbox.count(COUNTER_SET), unit.outbox.oldest()
            conflicts, scans = unit.inbox.count(), unit.uploads.count()
        return SyncView(
            central=link is not None,
            pending=pending,
            oldest_pending=datetime.fromisoformat(oldest) if oldest else None,
            state=said.state if link is not None else SyncState.OFF,
            since=said.since,
            last_contact=said.last_contact,
            retry_at=said.retry_at,
            code=said.code,
            conflicts=conflicts,
            scans_waiting=scans,
        )

    def pending(self) -> tuple[PendingLine, ...]:
        """What waits, in the order it was done."""
        with self._house.store.read() as unit:
            return tuple(_line(unit, row) for row in unit.outbox.pending() if row["kind"] != COUNTER_SET)

    def retry(self) -> None:
        """Tries the centre now instead of later; returns at once."""
        if self._house.sync is not None:
            self._house.sync.retry()


def _line(unit: Unit, row: Mapping[str, Any]) -> PendingLine:
    """One command with the case it is about; settling an entry is about the case of that entry."""
    entry = unit.inbox.get(row["entity_id"]) if row["entity"] == "conflict" else None
    case = unit.cases.get(entry["entity_id"] if entry else row["entity_id"]) if row["entity_id"] else None
    return PendingLine(
        dev_seq=row["dev_seq"],
        kind=row["kind"],
        case_no=case["case_no"] if case else (entry["case_no"] if entry else row["case_no"]),
        at=datetime.fromisoformat(row["at_wall"]),
        state=row["state"],
        attempts=row["attempts"],
        last_error=row["last_error"],
        applicant=case["applicant_name"] if case else "",
        item_name=case["item_name"] if case else "",
    )
