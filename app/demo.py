"""A demo hall: sample clerks, persons and cases, made by the same services a real hall works with.

The cases are decided under a clock standing on earlier working days: numbers, limits and notices are real.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.bootstrap import Hall, open_hall, store_folder
from app.clock import HALL_ZONE, Clock, FrozenClock, SystemClock, hall_day
from app.rules.case import RefusalGround
from app.rules.catalogue import PartyKind, ServiceItem, TimeLimit
from app.rules.checklist import Mark, MaterialState, MissingReason
from app.rules.clocks import limit_end
from app.rules.identity import IdKind
from app.rules.party import Party
from app.rules.visit import Draft
from app.rules.workdays import CalendarUnpublished, HolidayCalendar
from app.settings import Settings

CLERK_NUMBER: Final = "07"
PASSWORD: Final = "demo-1234"  # noqa: S105 (a demo hall says it aloud)


def open_demo_hall(folder: Path, clock: Clock | None = None, *, sign_in: bool = True) -> Hall:
    """The demo hall in `folder`, made on the first use, with its clerk signed in."""
    return open_demo(Settings.demo(folder), clock, sign_in=sign_in)


def open_demo(settings: Settings, clock: Clock | None = None, *, sign_in: bool = True) -> Hall:
    """As `open_demo_hall`, for settings that were read already."""
    if not settings.hall.demo:
        raise ValueError("sample cases are made in a demo hall only")
    clock = clock or SystemClock()
    if _begun(settings).exists():  # half a demo hall, left by a seeding that was cut off
        shutil.rmtree(store_folder(settings), ignore_errors=True)
    hall = open_hall(settings, clock)
    if not hall.session.has_clerks:
        hall.close()
        _seed(settings, clock)
        hall = open_hall(settings, clock)
    if sign_in:
        hall.session.stand_in(CLERK_NUMBER)
    return hall


def _begun(settings: Settings) -> Path:
    return settings.data / "demo.seeding"


def _seed(settings: Settings, clock: Clock) -> None:
    """Fills a hall that nobody works in yet."""
    _begun(settings).touch()
    record = json.loads((settings.resources / "demo" / "hall.json").read_text(encoding="utf-8"))
    still = FrozenClock(clock.now())
    hall = open_hall(settings, still)
    try:
        _Seeding(hall, still, record, hall_day(clock.now())).run()
    finally:
        hall.close()
    _begun(settings).unlink()


def _working_day_before(day: date, count: int, calendar: HolidayCalendar) -> date:
    """The working day so many before `day`; in a year nobody has published, simply so many days."""
    while count:
        day -= timedelta(days=1)
        try:
            count -= calendar.is_working_day(day)
        except CalendarUnpublished:
            count -= 1
    return day


class _Seeding:
    """Plays the sample days through the services."""

    def __init__(self, hall: Hall, clock: FrozenClock, record: Mapping[str, Any], today: date) -> None:
        self._hall = hall
        self._clock = clock
        self._record = record
        self._today = today
        self._parties = {name: _party(entry) for name, entry in record["parties"].items()}

    def run(self) -> None:
        first = max(case["working_days_ago"] for case in self._record["cases"]) + 1
        self._at(first, "08:00")
        self._clerks()
        self._certificates()
        for case in self._record["cases"]:
            self._at(case["working_days_ago"], case["at"])
            # Each morning the limits that passed overnight are looked at, as at a real window.
            self._hall.intake.sweep()
            self._case(case)
        self._at(1, "16:30")
        self._sign_in(self._record["clerks"][0]["number"])
        from app.demo_lawyers import seed_lawyers  # a demo hall that is there already needs none of it

        seed_lawyers(
            self._hall,
            self._hall.settings.resources,
            self._today,
            lambda: self._clock.advance(timedelta(minutes=1)),
        )
        for visit in self._record["visits"]:
            self._at(visit["working_days_ago"], visit["at"])
            self._sign_in(visit["clerk"])
            self._hall.intake.save(self._visit(visit))
        self._hall.session.sign_out()

    def _at(self, working_days_ago: int, at: str) -> None:
        day = _working_day_before(self._today, working_days_ago, self._hall.calendar)
        self._clock.set(datetime.combine(day, time.fromisoformat(at), HALL_ZONE))

    def _sign_in(self, number: str) -> None:
        current = self._hall.session.current
        if current is None or current.number != number:
            self._hall.session.sign_in(number, PASSWORD)

    def _clerks(self) -> None:
        for index, clerk in enumerate(self._record["clerks"]):
            self._hall.session.add_clerk(clerk["number"], clerk["name"], PASSWORD, clerk["role"])
            if index == 0:
                self._sign_in(clerk["number"])

    def _certificates(self) -> None:
        with self._hall.store.unit() as unit:
            for index, entry in enumerate(self._record["certificates"]):
                holder = self._parties[entry["holder"]]
                kept = {key: value for key, value in entry.items() if key != "holder"}
                unit.certificates.put(
                    {
                        "id": f"demo-{index}",
                        "holder_id": holder.id_number,
                        "holder_name": holder.name,
                        **kept,
                    }
                )

    def _visit(self, entry: Mapping[str, Any]) -> Draft:
        clerk = self._hall.session.current
        item = self._hall.catalogue.item(entry["item"])
        fresh = self._hall.intake.new_draft(clerk.id if clerk else "")
        draft = replace(fresh, applicant=self._parties[entry["party"]])
        return draft.with_item(item, entry.get("answers", {}))

    def _marked(self, draft: Draft, item: ServiceItem, entry: Mapping[str, Any]) -> Draft:
        held = {
            certificate.type: certificate
            for certificate in self._hall.parties.certificates(draft.applicant.id_number)
        }
        for material in draft.materials(item):
            mark = Mark(MaterialState.COMPLETE)
            if material.code in entry.get("missing", ()):
                mark = Mark(MaterialState.MISSING, MissingReason.NOT_BROUGHT)
            elif material.code in entry.get("deferred", ()):
                mark = self._deferred(draft, item, material.code)
            elif material.certificate in held:
                mark = Mark(MaterialState.EXEMPT, certificate=held[material.certificate].number)
            draft = draft.with_mark(material.code, mark)
        return draft

    def _deferred(self, draft: Draft, item: ServiceItem, code: str) -> Mark:
        material = next(each for each in draft.materials(item) if each.code == code)
        if material.deferral is None or material.deferral.days is None:
            raise ValueError(f"the sample case cannot defer {code}")
        limit = TimeLimit(material.deferral.days, material.deferral.unit)
        day = hall_day(self._clock.now())
        try:
            due = limit_end(limit, day, None, self._hall.calendar)
        except CalendarUnpublished:
            due = day + timedelta(days=material.deferral.days)
        ways = material.deferral.ways
        return Mark(MaterialState.DEFERRED, due=due, way=ways[0] if ways else "")

    def _case(self, entry: Mapping[str, Any]) -> None:
        self._sign_in(entry["clerk"])
        item = self._hall.catalogue.item(entry["item"])
        draft = self._marked(self._visit(entry), item, entry)
        intake = self._hall.intake
        match entry["act"]:
            case "accept":
                made = intake.accept(draft)
            case "notify":
                made = intake.notify(draft)
            case "receive":
                made = intake.receive(draft)
            case "refuse":
                ground = RefusalGround(entry["ground"])
                made = intake.refuse(draft, ground, entry["authority"], entry["reason"])
            case other:
                raise ValueError(f"no such act in the sample data: {other}")
        for notice in made.notices:
            self._hall.notices.printed(notice.id)
        for step in entry.get("then", ()):
            self._clock.advance(timedelta(minutes=step["minutes"]))
            self._follow(made.case.id, step)

    def _follow(self, case_id: str, step: Mapping[str, Any]) -> None:
        intake = self._hall.intake
        match step["act"]:
            case "conclude":
                intake.conclude(case_id, granted=step["granted"], result=step["result"])
            case "deliver":
                intake.deliver(case_id, way=step["way"])
            case "pause":
                intake.pause(case_id, step["step"], step["days"], step["reason"])
            case other:
                raise ValueError(f"no such act in the sample data: {other}")


def _party(entry: Mapping[str, Any]) -> Party:
    return Party(
        kind=PartyKind(entry.get("kind", PartyKind.PERSON)),
        name=entry["name"],
        id_kind=IdKind(entry.get("id_kind", IdKind.RESIDENT_ID)),
        id_number=entry["id_number"],
        phone=entry["phone"],
        address=entry.get("address", ""),
        contact=entry.get("contact", ""),
        legal_representative=entry.get("legal_representative", ""),
    )
