"""What a window asks of its devices: one to three verbs each, and whether they are there at all.

A missing device is a state with a reason, never an exception at start. `probe` may take as long as a
look at the system takes; the verbs raise DeviceUnavailable with the same reasons. Nothing here is
called on the thread that draws: a device may keep one waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Protocol, runtime_checkable

from app.records import dataclass
from app.rules.identity import IdKind


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a device can be used now; the reason is a code, its sentence lives in ui/messages.py."""

    ok: bool
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class IdCard:
    """What an identity card says when it is read; empty or None = the card does not carry it."""

    id_kind: IdKind
    id_number: str
    name: str
    address: str = ""
    born_on: date | None = None
    issuer: str = ""
    valid_until: date | None = None  # None: 长期, or not on this card


@runtime_checkable
class Device(Protocol):
    """Anything that may be absent."""

    def probe(self) -> Presence:
        """Whether it can be used now."""
        ...


@runtime_checkable
class Printer(Device, Protocol):
    """Puts notices on paper."""

    def print_pdf(self, pdf: bytes, *, copies: int = 1, title: str = "") -> None:
        """Print the document; returns when it is in the printer's hands, raises DeviceUnavailable if not."""
        ...


@runtime_checkable
class IdCardReader(Device, Protocol):
    """Reads the identity card that lies on it (F5)."""

    def read(self) -> IdCard:
        """The card lying there now; raises DeviceUnavailable ("no-card" when there is none)."""
        ...


@runtime_checkable
class Camera(Device, Protocol):
    """Photographs a paper that lies under it (Ctrl+D)."""

    def start(self) -> None:
        """Switch it on; raises DeviceUnavailable when there is none."""
        ...

    def capture(self) -> bytes:
        """What it sees now, as a JPEG; raises DeviceUnavailable before the first picture."""
        ...

    def stop(self) -> None:
        """Switch it off; harmless when it is off."""
        ...
