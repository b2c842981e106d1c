"""The notices of cases: archived PDFs, what was printed, and every reprint marked 补打 and logged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from app.errors import Conflict, Problem, Rejected, Unavailable
from app.services.changes import Subject
from app.services.house import House


class NoticesService:
    """Gives notices to the printer and the preview; the first print is the archived file, byte for byte."""

    def __init__(self, house: House) -> None:
        self._house = house

    def pdf(self, notice_id: str) -> bytes:
        """The archived PDF as it was made. Conflict("no-such-notice").

        Unavailable (scan-not-there, scan-on-its-way, centre-away) for one of another window that is not here.
        """
        return self._house.blob(self._row(notice_id)["pdf_sha256"], is_scan=False)

    def printed(self, notice_id: str) -> None:
        """The first print came out of a printer."""
        clerk = self._house.desk.signed_in()
        self._row(notice_id)
        with self._house.store.unit() as unit:
            unit.notices.mark_printed(notice_id, self._house.now(), clerk.id)
        self._house.tell(frozenset({Subject.NOTICES}))

    def reprint(self, notice_id: str, reason: str = "") -> bytes:
        """The notice once more, marked 补打 with its count; who, when and why is logged before it is given.

        Conflict("notice-void") when its acceptance was taken back: such a paper must not go out again.
        """
        clerk = self._house.desk.signed_in()
        row = self._row(notice_id)
        why = " ".join(reason.split())
        if len(why) > 200:
            raise Rejected([Problem("reason", "too-long", {"length": len(why), "limit": 200})])
        with self._house.store.read() as unit:
            case = unit.cases.get(row["case_id"])
        if case is not None and notice_id in case["extra"].get("void_notices", ()):
            raise Conflict("notice-void", number=row["number"])
        count = row["reprints"] + 1
        # Made before it is counted: an archive that cannot be read leaves no reprint nobody got.
        pdf = self._house.paper.reprinted(self._house.blob(row["pdf_sha256"], is_scan=False), count)
        with self._house.store.unit() as unit:
            counted = unit.notices.add_reprint(notice_id, self._house.now(), clerk.id, why)
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="reprint",
                subject=notice_id,
                facts={"number": row["number"], "count": counted, "reason": why},
            )
        self._house.tell(frozenset({Subject.NOTICES}))
        return pdf

    def export(self, notice_id: str, path: Path) -> None:
        """Writes the archived PDF to a file, whole or not at all; audited, for it leaves the store."""
        clerk = self._house.desk.signed_in()
        row = self._row(notice_id)
        data = self._house.blob(row["pdf_sha256"], is_scan=False)
        temporary = path.with_name(f".{path.name}.new")
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise Unavailable("cannot-write", path=str(path), why=error.strerror or str(error)) from error
        with self._house.store.unit() as unit:
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="export",
                subject=notice_id,
                facts={"number": row["number"]},
            )

    def _row(self, notice_id: str) -> dict[str, Any]:
        with self._house.store.read() as unit:
            row = unit.notices.get(notice_id)
        if row is None:
            raise Conflict("no-such-notice", id=notice_id)
        return row
