"""What waits for the centre: nothing is said to be sent that is not."""

from __future__ import annotations

from datetime import datetime

from app.services.house import House
from app.services.views import LinkView, PendingLine, SyncState, SyncView


class OutboxService:
    """Reads the outbox and how the link to the centre stands; without a centre everything stays here."""

    def __init__(self, house: House) -> None:
        self._house = house

    def status(self) -> SyncView:
        """How much waits, and since when; what the link says of itself."""
        link = self._house.sync
        said = LinkView() if link is None else link.status()
        with self._house.store.read() as unit:
            pending, oldest = unit.outbox.count(), unit.outbox.oldest()
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
            rows = unit.outbox.pending()
        return tuple(
            PendingLine(
                dev_seq=row["dev_seq"],
                kind=row["kind"],
                case_no=row["case_no"],
                at=datetime.fromisoformat(row["at_wall"]),
                state=row["state"],
                attempts=row["attempts"],
                last_error=row["last_error"],
            )
            for row in rows
        )

    def retry(self) -> None:
        """Tries the centre now instead of later; returns at once."""
        if self._house.sync is not None:
            self._house.sync.retry()
