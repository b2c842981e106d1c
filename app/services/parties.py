"""Applicants who were here before: found in one line, with their last answers and their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from app.clock import hall_day
from app.rules.identity import IdKind, mask_id
from app.rules.naming import mask_phone
from app.rules.search_terms import keeps, query_groups, terms
from app.rules.visit import party_from
from app.services.house import House
from app.services.views import CertificateView, PartyLine


class PartiesService:
    """Reads known applicants; they are remembered by decisions."""

    def __init__(self, house: House) -> None:
        self._house = house

    def find(self, text: str, limit: int = 8) -> tuple[PartyLine, ...]:
        """Known applicants by name, initials, last digits of ID or phone; the last remembered first."""
        asked = terms(text)
        groups = query_groups(asked)
        if not groups:
            return ()
        rows = self._house.store.searcher.parties(groups, limit) or []
        return tuple(_line(row) for row in rows if _really(asked, row))

    def known(self, id_kind: IdKind, id_number: str) -> PartyLine | None:
        """The applicant with this document; None for a new one."""
        with self._house.store.read() as unit:
            row = unit.parties.known(IdKind(id_kind).value, id_number)
        return None if row is None else _line(row)

    def last_answers(self, party_id: str, item_code: str) -> Mapping[str, str]:
        """What was answered the last time for this item (沿用上次); empty when there was no last time."""
        with self._house.store.read() as unit:
            return MappingProxyType(unit.cases.last_answers(party_id, item_code) or {})

    def revealed(self, visit_id: str) -> None:
        """Writes down that the full number of a visit's applicant is looked at; ask before showing it."""
        clerk = self._house.desk.signed_in()
        with self._house.store.unit() as unit:
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="reveal",
                subject=visit_id,
                facts={"visit": visit_id},
            )

    def certificates(self, id_number: str) -> tuple[CertificateView, ...]:
        """The certificates known here of this document's holder, expired ones too."""
        with self._house.store.read() as unit:
            rows = unit.certificates.of_holder(id_number)
        return tuple(
            CertificateView(
                type=row["type"],
                number=row["number"],
                holder_id=row["holder_id"],
                issued_on=_day(row["issued_on"]),
                expires_on=_day(row["expires_on"]),
                issuer=row["issuer"],
            )
            for row in rows
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _really(asked: Any, row: dict[str, Any]) -> bool:
    record = row["record"]
    names = (row["name"], record.get("contact", ""), record.get("legal_representative", ""))
    return keeps(asked, names, (row["id_number"], row["phone"]))


def _line(row: dict[str, Any]) -> PartyLine:
    party = replace(party_from(row["record"]), party_id=row["id"])
    return PartyLine(
        party=party,
        id_masked=mask_id(party.id_number, party.id_kind),
        phone_masked=mask_phone(party.phone),
        last_visit=hall_day(datetime.fromisoformat(row["last_seen_at"])) if row["visits"] else None,
        last_item=row["last_item_name"],
        visits=row["visits"],
    )
