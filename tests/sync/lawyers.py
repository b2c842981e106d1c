"""Windows of one hall that book lawyers, with a centre that comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import Unavailable
from app.rules.roster import Duty, Seat
from app.services.consultations import ConsultationService
from app.services.views import LinkView
from tests.services.consulting import LAWYERS
from tests.sync.ends import Cut, End, Ends

WEDNESDAY = date(2026, 12, 2)


@dataclass
class Line:
    """The way to the centre as services see it; a test carries the questions over itself."""

    end: End

    def status(self) -> LinkView:
        return self.end.status()

    def wake(self) -> None:
        self.end.engine.wake()

    def retry(self) -> None:
        self.end.engine.wake()

    def sign_in(self, number: str, password: str, *, insists: bool = False) -> Mapping[str, Any]:
        raise Unavailable("centre-away", number=number, length=len(password), insists=insists)

    def ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        raise Unavailable("centre-away", path=path, fields=len(body))

    def fetch(self, sha256: str, *, is_scan: bool = True) -> None:
        raise Unavailable("centre-away", sha256=sha256, is_scan=is_scan)


class Counter:
    """One window with its service."""

    def __init__(self, ends: Ends, code: str) -> None:
        self.end = ends.window(code)
        self.end.hall.house.sync = Line(self.end)
        self.service: ConsultationService = self.end.hall.consultations

    def cut(self) -> None:
        """The line is down."""

        def broken(_request: object) -> None:
            raise Cut

        self.end.fault = broken

    def heal(self) -> None:
        self.end.fault = None

    def talk(self) -> None:
        self.end.wait(seconds=60)
        self.end.engine.wake()
        self.end.talk()

    def held(self) -> list[str]:
        """The seats it may confirm by itself."""
        with self.end.hall.store.read() as unit:
            return sorted(unit.consultations.held_grants())

    def rows(self) -> dict[str, dict[str, Any]]:
        """Bookings and waiting people as this window shows them."""
        with self.end.hall.store.read() as unit:
            listed = [
                *unit.consultations.bookings("2026-01-01", "2027-12-31"),
                *unit.consultations.waiting("2026-01-01", "2027-12-31"),
            ]
        return {row["id"]: row["body"] for row in listed}

    def entries(self) -> list[str]:
        """The codes of what is open in the inbox."""
        with self.end.hall.store.read() as unit:
            return sorted(str(row["code"]) for row in unit.inbox.open())


def opened(ends: Ends, *codes: str) -> list[Counter]:
    """Windows that know the lawyers and the roster of the Wednesday."""
    counters = [Counter(ends, code) for code in codes]
    first = counters[0]
    for lawyer in LAWYERS:
        first.service.roster.save_lawyer(lawyer)
    first.service.roster.save(WEDNESDAY, [Duty(lawyer.id) for lawyer in LAWYERS])
    together(counters)
    return counters


def together(counters: list[Counter], rounds: int = 2) -> None:
    """Everybody speaks with the centre until all have heard of all."""
    for _ in range(rounds):
        for counter in counters:
            counter.heal()
            counter.talk()


def seat(at: str = "09:30", lawyer: str = "l2") -> Seat:
    from datetime import time

    return Seat(WEDNESDAY, time.fromisoformat(at), lawyer)
