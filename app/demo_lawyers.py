"""The demo hall's lawyers: sample rosters, bookings and a waiting list, made by the same service."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.rules.catalogue import PartyKind
from app.rules.consultation import Client, Matter
from app.rules.identity import IdKind
from app.rules.roster import Duty, Lawyer, Seat, coming_days

if TYPE_CHECKING:
    from app.bootstrap import Hall


def seed_lawyers(hall: Hall, resources: Path, today: date, tick: Callable[[], None]) -> None:
    """Rosters of the coming mornings; somebody who may change them must be signed in. `tick` lets a minute
    pass between two people.

    In a year whose holidays nobody has published there are no mornings, and so no samples.
    """
    record: Mapping[str, Any] = json.loads((resources / "demo" / "lawyers.json").read_text(encoding="utf-8"))
    service = hall.consultations
    lawyers = {
        entry["id"]: service.roster.save_lawyer(
            Lawyer(entry["id"], entry["name"], entry["firm"], tuple(entry["fields"]), entry["room"])
        )
        for entry in record["lawyers"]
    }
    coming = coming_days(today, record["published_weeks"] * 2, service.rules, hall.calendar)
    days = [each.day for each in coming if each.is_held][: record["published_weeks"]]
    for day in days:
        service.roster.save(day, [Duty(id, lawyers[id].room) for id in record["on_duty"]])
    for number, entry in enumerate(record["bookings"]):
        if entry["week"] < len(days):
            seat = Seat(days[entry["week"]], time.fromisoformat(entry["at"]), entry["lawyer"])
            matter = Matter(entry["topic"], entry["note"], entry.get("opposing", ""))
            tick()
            service.book(seat, _client(entry, 100 + number), matter, aware=True)
    for entry in record["away"]:
        if entry["week"] < len(days):
            away = [time.fromisoformat(at) for at in entry["slots"]]
            service.roster.absent(days[entry["week"]], entry["lawyer"], away)
    for number, entry in enumerate(record["waiting"]):
        if entry["week"] < len(days):
            tick()
            before = entry.get("before")
            service.wait(
                days[entry["week"]],
                _client(entry, 200 + number),
                Matter(entry["topic"]),
                lawyer=entry["lawyer"],
                before=time.fromisoformat(before) if before else None,
            )


def _client(entry: Mapping[str, Any], number: int) -> Client:
    if entry.get("firm"):
        return Client(entry["name"], f"0898-6530{number:04}", PartyKind.ORGANISATION, IdKind.CREDIT_CODE)
    return Client(entry["name"], f"1380000{number:04}")
