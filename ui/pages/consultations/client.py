"""Whom a consultation is for: the person at the window, or a name and a number typed in one line."""

from __future__ import annotations

import re
from typing import Final

from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation import Client
from app.rules.identity import fold_width
from app.rules.party import Party

_TYPED: Final = re.compile(r"^(?P<name>.*?)[\s,，;；]*(?P<phone>\+?\d[\d\s\-转]{5,})?\s*$")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is served now, with what leads to the topic and where the consultation is noted."""

    client: Client
    item_code: str | None = None
    item_name: str = ""
    case_id: str = ""
    case_no: str = ""


def client_of(party: Party) -> Client:
    """The applicant of a visit as somebody who wants advice."""
    return Client(party.name, party.phone, party.kind, party.id_kind, party.id_number)


def typed(text: str, kind: PartyKind) -> Client:
    """「王示例 13800000000」: the name, and the number behind it; either may be missing yet."""
    found = _TYPED.match("".join(fold_width(character) for character in text.strip()))
    if found is None:
        return Client(text.strip(), kind=kind)
    phone = (found["phone"] or "").strip()
    return Client(found["name"].strip(), phone, kind)
