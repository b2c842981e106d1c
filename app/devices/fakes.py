"""Devices for tests and the demo hall: a printer that remembers, a reader with sample cards, a still camera.

They are shipped because a demo hall offers them; a real hall never does (see registry.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import cycle
from typing import Final

from app.devices.ports import IdCard, Presence
from app.errors import DeviceUnavailable
from app.records import dataclass
from app.rules.identity import IdKind

SAMPLE_CARDS: Final = (
    IdCard(
        id_kind=IdKind.RESIDENT_ID,
        id_number="460108199003071238",
        name="赵示例",
        address="海南省海口市美兰区示例路 1 号",
        born_on=date(1990, 3, 7),
        issuer="示例公安局",
        valid_until=date(2036, 3, 7),
    ),
    IdCard(
        id_kind=IdKind.HMT_RESIDENCE,
        id_number="810000199001010019",
        name="欧阳样本",
        address="海南省海口市美兰区样本街 2 号",
        born_on=date(1990, 1, 1),
        issuer="示例公安局",
        valid_until=date(2028, 12, 31),
    ),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One document a RememberingPrinter was given."""

    pdf: bytes
    copies: int
    title: str


class RememberingPrinter:
    """Prints into a list; can be told to fail."""

    def __init__(self) -> None:
        self.printed: list[Printed] = []
        self.trouble: str = ""

    def probe(self) -> Presence:
        return Presence(ok=not self.trouble, reason=self.trouble)

    def print_pdf(self, pdf: bytes, *, copies: int = 1, title: str = "") -> None:
        if copies < 1:
            raise ValueError(f"at least one copy, not {copies}")
        if self.trouble:
            raise DeviceUnavailable(self.trouble, device="printer")
        self.printed.append(Printed(pdf, copies, title))


class SampleCardReader:
    """Reads sample cards one after the other; a reader without cards has none lying on it."""

    def __init__(self, cards: Iterable[IdCard] = SAMPLE_CARDS) -> None:
        self._cards = cycle(tuple(cards))

    def probe(self) -> Presence:
        return Presence(ok=True, reason="sample")

    def read(self) -> IdCard:
        for card in self._cards:
            return card
        raise DeviceUnavailable("no-card", device="card-reader")


class StillCamera:
    """A camera that always sees the same picture."""

    def __init__(self, picture: Callable[[], bytes]) -> None:
        self._picture = picture
        self._on = False

    def probe(self) -> Presence:
        return Presence(ok=True)

    def start(self) -> None:
        self._on = True

    def capture(self) -> bytes:
        if not self._on:
            raise DeviceUnavailable("no-picture-yet", device="camera")
        return self._picture()

    def stop(self) -> None:
        self._on = False
