"""A small hall for the store's tests: sample rows, and an acceptance as the services make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.clock import Clock, FrozenClock
from db.local.cases import Cases
from db.local.decisions import Decision, Plan, Reservation
from db.local.drafts import Drafts
from db.local.events import Events
from db.local.ids import uuid7
from db.local.notices import Notices
from db.local.parties import Parties
from db.local.recovery import Mend
from db.local.store import Made, Store

KEY = hashlib.sha256(b"a key for tests").digest()
OTHER_KEY = hashlib.sha256(b"another key").digest()
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SERIES = "case:261123"


def opened(folder: Path, clock: Clock | None = None, *, mend: Mend | None = None, **options: Any) -> Store:
    return Store.open(folder, KEY, clock or FrozenClock(MORNING), mend=mend, **options)


def case_row(id: str, case_no: str, **changes: Any) -> dict[str, Any]:
    """A case as the intake service writes it."""
    return {
        "id": id,
        "case_no": case_no,
        "status": "accepted",
        "item_code": "fwzl",
        "item_version": "1",
        "item_name": "房屋租赁登记备案",
        "party_id": "party-1",
        "applicant_name": "张示例",
        "id_kind": "resident_id",
        "id_number": "460108199001011234",
        "phone": "13800000000",
        "applicant": {"name": "张示例"},
        "agent": None,
        "answers": {"who": "owner"},
        "marks": {"m1": {"state": "complete"}},
        "clerk": "clerk-1",
        "opened_at": MORNING,
        "accepted_on": MORNING.date(),
        "promised_by": "2026-11-30",
        "legal_by": "2026-12-14",
        **changes,
    }


def acceptance(
    name: str = "张示例",
    *,
    number: Callable[[Reservation], str] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Callable[[Reservation], Decision]:
    """What the intake service hands to `Store.decide`: case, applicant, notice, timeline, draft gone."""

    def build(reserved: Reservation) -> Decision:
        case_no = number(reserved) if number else f"YC01-261123-001-{reserved.next(SERIES):04}"
        notice_no = f"示例受〔2026〕001-{reserved.next('notice:2026'):05}号"
        id = uuid7(int(reserved.at.timestamp() * 1000))
        row = case_row(id, case_no, applicant_name=name, opened_at=reserved.at, **(changes or {}))
        plan = Plan()
        plan.do(
            Parties.upsert,
            "party-1",
            {"name": name},
            {name, "d1234"},
            kind="person",
            id_kind="resident_id",
            id_number="460108199001011234",
            name=name,
            phone="13800000000",
            seen_at=reserved.at,
            item_code="fwzl",
            item_name="房屋租赁登记备案",
        )
        plan.do(Cases.insert, row, {*name, "d1234", f"c{case_no}"})
        plan.do(
            Notices.insert,
            {
                "id": f"notice-{id}",
                "case_id": id,
                "kind": "acceptance",
                "number": notice_no,
                "copies": 2,
                "pages": 1,
                "pdf_sha256": "0" * 64,
                "content": {"title": "受理通知书"},
                "made_at": reserved.at,
                "made_by": "clerk-1",
            },
        )
        plan.do(Events.append, id, at=reserved.at, kind="accept", clerk="clerk-1", facts={"n": 1})
        plan.do(Drafts.delete, "draft-1")
        return Decision("case", id, {"case_no": case_no, "applicant": name}, plan)

    return build


def accept(store: Store, name: str = "张示例") -> Made:
    return store.decide("case.accept", "clerk-1", acceptance(name))


def case_numbers(store: Store) -> list[str]:
    """Every case number in the store, in the order of taking in."""
    with store.read() as unit:
        return [str(row["case_no"]) for row in reversed(unit.cases.newest(limit=100_000))]
