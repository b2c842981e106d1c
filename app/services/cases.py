"""Finding and showing cases (办件): by name, initials, last digits, number, item; a timeline for each."""

from __future__ import annotations

from typing import Any, Final

from app.errors import Conflict
from app.rules.numbering import fold, parse_case_number
from app.rules.search_terms import keeps, query_groups, terms
from app.services.case_views import case_line, case_view
from app.services.house import House
from app.services.views import CaseLine, CaseView

_NEWEST: Final = 50


class CasesService:
    """Reads cases; the only thing it writes is the audit of who looked at a full number."""

    def __init__(self, house: House) -> None:
        self._house = house

    def search(self, text: str, limit: int = _NEWEST) -> tuple[CaseLine, ...]:
        """The newest cases that fit what was typed; without a text simply the newest.

        Empty too when a newer search has overtaken this one.
        """
        if not text.strip():
            with self._house.store.read() as unit:
                return tuple(case_line(row) for row in unit.cases.newest(limit))
        asked = terms(text)
        groups = query_groups(asked)
        if not groups:
            return ()
        rows = self._house.store.searcher.cases(groups, limit) or []
        return tuple(case_line(row) for row in rows if self._really(asked, row))

    def _really(self, asked: Any, row: dict[str, Any]) -> bool:
        names = (row["applicant_name"], row["item_name"])
        if keeps(asked, names, (row["id_number"], row["phone"], row["case_no"])):
            return True
        # Found by the agent or the contact person, whom the line does not show.
        with self._house.store.read() as unit:
            whole = unit.cases.get(row["id"])
        if whole is None:
            return False
        agent = whole["agent"] or {}
        return keeps(
            asked,
            (*names, agent.get("name", ""), whole["applicant"].get("contact", "")),
            (
                row["id_number"],
                row["phone"],
                row["case_no"],
                agent.get("id_number", ""),
                agent.get("phone", ""),
            ),
        )

    def case(self, case_id: str) -> CaseView:
        """A whole case. Conflict("no-such-case")."""
        with self._house.store.read() as unit:
            row = unit.cases.get(case_id)
        if row is None:
            raise Conflict("no-such-case", id=case_id)
        return self._view(row)

    def by_no(self, number: str) -> CaseView | None:
        """The case with this number, typed or scanned; a notice's or the centre's number fits too."""
        parsed = parse_case_number(number)
        plain = fold(number)
        with self._house.store.read() as unit:
            row = unit.cases.by_no(str(parsed) if parsed else plain) or unit.cases.by_central_no(plain)
            if row is None:
                notice = unit.notices.by_number(number.strip())
                row = unit.cases.get(notice["case_id"]) if notice else None
        return None if row is None else self._view(row)

    def reveal(self, case_id: str) -> str:
        """The full document number; who asked and when is audited before it is given."""
        clerk = self._house.desk.signed_in()
        with self._house.store.unit() as unit:
            row = unit.cases.get(case_id)
            if row is None:
                raise Conflict("no-such-case", id=case_id)
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="reveal",
                subject=case_id,
                facts={"case_no": row["case_no"]},
            )
        return str(row["id_number"])

    def _view(self, row: dict[str, Any]) -> CaseView:
        item = self._house.catalogue.item(row["item_code"], row["item_version"])
        with self._house.store.read() as unit:
            return case_view(self._house, unit, unit.cases.get(row["id"]) or row, item)
