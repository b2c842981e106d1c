"""A morning of made-up calls for a demo hall's display; the screen says that they are samples."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.clock import Clock, hall_day
from app.rules import ticket as rules
from app.rules.board import CENTRE, board_of
from app.rules.queue_file import read_rules
from app.rules.queue_order import Counter, next_ticket
from app.rules.ticket import Ticket, TicketClass, TicketState, ticket_number
from app.settings import Settings
from ui.screens.hall_display import HallDisplay

STEP_MS: Final = 9000
_NAMES: Final = "张李王吴陈周符林黄郑"
_BEGIN: Final = 26


class SampleBoards(QObject):
    """Plays a queue by the hall's own rules, and shows its board."""

    def __init__(self, display: HallDisplay, settings: Settings, clock: Clock) -> None:
        super().__init__(display)
        folders = (settings.site, settings.resources) if settings.site else (settings.resources,)
        self._rules = read_rules(folders)
        self._display, self._clock = display, clock
        self._chance = random.Random(37)
        self._tickets: dict[str, Ticket] = {}
        self._counts: dict[str, int] = {}
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.step)

    def start(self) -> None:
        """A hall that has been open for a while."""
        for _ in range(_BEGIN):
            self._take(timedelta(minutes=self._chance.uniform(1, 25)))
        for _ in range(4):
            self._call(timedelta(minutes=self._chance.uniform(1, 9)))
        self.step()
        self._timer.start()

    def step(self) -> None:
        """Somebody comes, somebody is called, somebody is done or has not come."""
        self._take(timedelta())
        self._settle()
        self._call(timedelta())
        self._display.show_board(
            board_of(
                list(self._tickets.values()),
                self._rules,
                self._rules.counters,
                self._clock.now(),
                source=CENTRE,
            )
        )

    def _take(self, ago: timedelta) -> None:
        letter = self._chance.choice("AAAABBCCDE")
        kind = TicketClass.BOOKED if self._chance.random() < 0.15 else TicketClass.ORDINARY
        letters = self._rules.letters_of(kind, letter)
        count = self._counts[letters] = self._counts.get(letters, 0) + 1
        at = self._clock.now() - ago
        number = ticket_number(letters, count)
        self._tickets[number] = Ticket(
            id=number,
            day=hall_day(at),
            number=number,
            business=letter,
            kind=kind,
            taken_at=at,
            place_at=at,
            title=f"{self._chance.choice(_NAMES)}*",
            due_from=at if kind is TicketClass.BOOKED else None,
        )

    def _call(self, ago: timedelta) -> None:
        at = self._clock.now() - ago
        counter = self._free()
        if counter is None:
            return
        found = next_ticket(self._tickets.values(), self._rules, counter, self._clock.now())
        if found is not None:
            called = rules.called(found, counter.no, at)
            self._tickets[found.id] = rules.arrived(called, at) if ago else called

    def _free(self) -> Counter | None:
        busy = {each.counter for each in self._tickets.values() if each.state in rules.AT_WINDOW}
        return next((each for each in self._rules.counters if each.no not in busy), None)

    def _settle(self) -> None:
        now = self._clock.now()
        at_window = [each for each in self._tickets.values() if each.state in rules.AT_WINDOW]
        for each in at_window:
            if each.state is TicketState.CALLED:
                came = self._chance.random() < 0.85
                moved = rules.arrived(each, now) if came else rules.missed(each, now, "nobody-came")
                self._tickets[each.id] = moved
        if len(at_window) > 4:
            oldest = min(at_window, key=lambda each: each.last_call_at or each.taken_at)
            if self._tickets[oldest.id].state is TicketState.SERVING:
                self._tickets[oldest.id] = replace(rules.finished(self._tickets[oldest.id], now))
