"""Consultations as an iCalendar file (RFC 5545) that a lawyer's or a citizen's own calendar takes in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.records import dataclass

ZONE: Final = "Asia/Shanghai"  # the zone's name in the tz database; China keeps one time
PRODUCT: Final = "-//Window Clerk//Lawyer consultations//ZH"
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry; `uid` is the same for every export of it, `sequence` grows with each change."""

    uid: str
    begins: datetime  # aware
    ends: datetime
    summary: str
    location: str
    description: str
    status: Status
    changed_at: datetime
    sequence: int = 0


def calendar_file(name: str, appointments: Iterable[Appointment]) -> bytes:
    """The file's bytes: local times with the zone's definition beside them, so that no reader guesses."""
    import icalendar

    zone = ZoneInfo(ZONE)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    for each in appointments:
        event = icalendar.Event()
        event.add("uid", each.uid)
        event.add("dtstamp", each.changed_at.astimezone(UTC))
        event.add("dtstart", each.begins.astimezone(zone))
        event.add("dtend", each.ends.astimezone(zone))
        event.add("summary", each.summary)
        if each.location:
            event.add("location", each.location)
        if each.description:
            event.add("description", each.description)
        event.add("status", each.status)
        event.add("sequence", each.sequence)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
