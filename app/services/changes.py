"""What a committed transaction touched, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Subject(StrEnum):
    DRAFTS = "drafts"
    CASES = "cases"
    NOTICES = "notices"
    CATALOGUE = "catalogue"
    SESSION = "session"
    OUTBOX = "outbox"
    SCANS = "scans"
    CONSULTATIONS = "consultations"
    QUEUE = "queue"  # tickets and windows
    ATTENTION = "attention"  # the conflict inbox
    SYNC = "sync"  # how this window and the centre stand to each other


Changes = frozenset[Subject]
Listener = Callable[[Changes], None]
