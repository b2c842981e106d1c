"""What waits for the centre: nothing is said to be sent that is not."""

from __future__ import annotations

from datetime import datetime

from app.services.house import House
from app.services.views import PendingLine, SyncView


class OutboxService:
    """Reads the outbox; this build has no centre, so everything stays here and says so."""

    def __init__(self, house: House) -> None:
        self._house = house

    def status(self) -> SyncView:
        """How much waits, and since when."""
        with self._house.store.read() as unit:
            pending, oldest = unit.outbox.count(), unit.outbox.oldest()
        return SyncView(
            central=False,
            pending=pending,
            oldest_pending=datetime.fromisoformat(oldest) if oldest else None,
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
            )
            for row in rows
        )
