"""The notices of a decision: written from its facts, rendered and archived before anything is committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.clock import hall_day
from app.rules.numbering import notice_number, notice_series
from app.services.house import House
from app.services.views import ClerkView, PrintLine

if TYPE_CHECKING:
    from datetime import datetime

    from app.documents.content import NoticeContent, Office
    from db.local.decisions import Plan, Reservation

Row = dict[str, Any]


def office(house: House) -> Office:
    """The issuing body as the settings give it."""
    from app.documents.content import Office

    hall = house.settings.hall
    return Office(
        hall=hall.name,
        issuer=hall.issuer,
        counter=hall.counter,
        phone=hall.phone,
        complaint_phone=hall.complaint_phone,
        address=hall.address,
        review_authority=hall.review_authority,
        court=hall.court,
        demo=hall.demo,
    )


def qr_text(house: House, case_no: str, trace: str) -> str:
    """What the QR code says: the hall's query page, or the number with its trace when there is none."""
    url = house.settings.hall.query_url
    if url is None:
        return f"YCT:{case_no}:{trace}"
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'no': case_no, 't': trace})}"


def make_notices(
    house: House,
    reserved: Reservation,
    plan: Plan,
    case_id: str,
    content: NoticeContent,
    lines: Sequence[PrintLine],
    clerk: ClerkView,
) -> list[Row]:
    """Numbers, renders and archives the notices of a decision, plans their rows and gives them.

    A character no font draws or a broken template raises here, before anything is written.
    """
    from app.documents.content import content_record
    from db.local.ids import uuid7
    from db.local.notices import Notices

    hall = house.settings.hall
    at: datetime = reserved.at
    day: date = hall_day(at)
    made: list[Row] = []
    for line in lines:
        number = notice_number(
            hall.notice_word, day.year, hall.device_code, reserved.next(notice_series(day.year))
        )
        filled = replace(content, number=number, copies=line.copies)
        rendered = house.paper.render(line.kind.value, filled)
        sha256 = house.store.blobs.put(rendered.pdf)
        row: Row = {
            "id": uuid7(int(at.timestamp() * 1000)),
            "case_id": case_id,
            "kind": line.kind.value,
            "number": number,
            "copies": line.copies,
            "pages": rendered.pages,
            "pdf_sha256": sha256,
            "content": content_record(filled),
            "made_at": at,
            "made_by": clerk.id,
        }
        plan.do(Notices.insert, row)
        made.append(row)
    return made
