"""Calls one after the other: what is said, what stands large on the screen and for how long, what waits.

Voice and card go together: the next call comes when the card has stood long enough and nothing is being said.
So two calls close together are two whole announcements, in order (ux.md §10).
"""

from __future__ import annotations

from collections import deque
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from app.records import dataclass
from app.rules.board import Board, CallLine
from app.rules.ticket import parse_ticket_number

LEAST_MS: Final = 10_000  # a card stands at least so long
FRESH: Final = timedelta(seconds=90)  # an older call is shown when the screen comes on, not announced
MANY: Final = 2  # with more waiting, each is said once
ROWS: Final = 3
_DIGITS: Final = "零一二三四五六七八九"
_CALLED: Final = "called"


def read_out(number: str) -> str:
    """A ticket's number as it is read in a hall: letters, then digit by digit. `3-VA007` → 三 V A 零零七."""
    parts = []
    for char in number:
        if char.isdigit():
            parts.append(_DIGITS[int(char)])
        elif char.isascii() and char.isalpha():
            parts.append(f" {char.upper()} ")
    return " ".join("".join(parts).split())


def counter_read_out(counter: str) -> str:
    """A window's number as a number: 3 → 三, 12 → 十二, 20 → 二十; anything else as it stands."""
    if not counter.isdigit() or not 0 < int(counter) < 100:
        return read_out(counter) if counter.isascii() else counter
    tens, ones = divmod(int(counter), 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def sentence(number: str, counter: str) -> str:
    """«请 A 零三七 号，到 三 号窗口». A number nobody can read out is said as it is written."""
    said = read_out(number) if parse_ticket_number(number) else number
    return f"请 {said} 号，到 {counter_read_out(counter)} 号窗口。"


@dataclass
class Stage:
    """What is called now and what comes after it; milliseconds are monotonic ones."""

    least_ms: int = LEAST_MS
    current: CallLine | None = None
    waiting: deque[CallLine] = field(default_factory=deque)
    _since_ms: int = 0
    _seen: dict[str, datetime] = field(default_factory=dict)
    _board: Board | None = None

    def see(self, board: Board) -> None:
        """A newer board: new calls wait for their turn, calls that were taken back are forgotten."""
        self._board = board
        live = {line.key: line for line in board.calls if line.state == _CALLED}
        self.waiting = deque(line for line in self.waiting if line.key in live)
        for line in sorted(live.values(), key=lambda each: each.at):
            if line.key in self._seen:
                continue
            self._seen[line.key] = line.at
            # A screen that was just switched on does not cry out what was called long ago.
            if board.as_of - line.at <= FRESH:
                # A recall of somebody who still waits for his turn is one call, not two.
                self.waiting = deque(each for each in self.waiting if each.ticket != line.ticket)
                self.waiting.append(line)
        oldest = board.as_of - timedelta(days=1)
        self._seen = {key: at for key, at in self._seen.items() if at > oldest}
        if self.current is not None:
            self.current = next((line for line in board.calls if line.key == self.current.key), self.current)

    def advance(self, now_ms: int, *, speaking: bool) -> CallLine | None:
        """The call whose turn it is now; None while the present one stands."""
        due = self.current is None or now_ms - self._since_ms >= self.least_ms
        if not self.waiting or speaking or not due:
            return None
        self.current, self._since_ms = self.waiting.popleft(), now_ms
        return self.current

    @property
    def repeats(self) -> int:
        """How often a call is said: twice, once when others wait."""
        return 1 if len(self.waiting) > MANY else 2

    @property
    def big(self) -> CallLine | None:
        """The large card: the call whose turn it is; before any, the newest on the board."""
        if self.current is not None or self._board is None:
            return self.current
        return next(iter(self._board.calls), None)

    @property
    def rows(self) -> tuple[CallLine, ...]:
        """The other newest calls, also those that wait to be announced: on the screen at once."""
        if self._board is None:
            return ()
        big = self.big
        return tuple(line for line in self._board.calls if big is None or line.ticket != big.ticket)[:ROWS]
