"""Electronic certificates (电子证照) known at this window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from db.local.engine import Connection
from db.local.rows import Columns, Row, plain

CERTIFICATE: Final = Columns(
    "certificate", "id type number holder_id holder_name issued_on expires_on issuer"
)


class Certificates:
    """The table `certificate`; `holder_id` is the number of the holder's identity document."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def put(self, row: Mapping[str, Any]) -> None:
        """Stores a certificate; the same type and number replaces what was known."""
        values = CERTIFICATE.values(row)
        CERTIFICATE.insert(self._sql, values, "INSERT OR REPLACE")

    def of_holder(self, holder_id: str) -> list[Row]:
        """What a person or organisation holds, by type and number, expired ones too."""
        found = self._sql.execute(
            f"SELECT {CERTIFICATE.listed} FROM certificate WHERE holder_id = ? ORDER BY type, number",
            (holder_id,),
        )
        return [CERTIFICATE.read(values) for values in found]

    def expiring(self, until: date | str, limit: int = 200) -> list[Row]:
        """Certificates that end on or before a day, the first to end first."""
        found = self._sql.execute(
            f"SELECT {CERTIFICATE.listed} FROM certificate WHERE expires_on <= ? ORDER BY expires_on LIMIT ?",
            (plain(until), limit),
        )
        return [CERTIFICATE.read(values) for values in found]
