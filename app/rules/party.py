"""Who applies: a natural person or an organisation, and the agent who may act for them."""

from __future__ import annotations

from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.identity import IdKind


@dataclass(frozen=True, slots=True)
class Party:
    """An applicant (申请人) as typed or read; empty strings are not known yet."""

    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    phone: str = ""
    address: str = ""
    contact: str = ""  # organisation: the contact person
    legal_representative: str = ""  # organisation
    party_id: str = ""  # uuid of the known party; empty for a new one
    read_from_card: bool = False  # False: typed by hand, marked 手工录入

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.id_number or self.phone)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts for the applicant (代办人), with the authority shown."""

    name: str = ""
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    phone: str = ""
    authority: str = ""  # number or description of the power of attorney
