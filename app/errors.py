"""What can go wrong at a window, by whose fault it is; codes and facts only (sentences: ui/messages.py).

AppError                      code + facts
├─ Rejected                   the clerk can mend it: problems (field, code), nothing was written
├─ NotAllowed                 this clerk may not do this
├─ Conflict                   the world moved on: reload and look
└─ Unavailable                the environment: keep working, try later
   ├─ DeviceUnavailable       which device, why
   └─ StoreUnavailable        disk full, read-only, wrong key, damaged, in use, rolled back
Everything else is a bug.
"""

from __future__ import annotations

from dataclasses import field as attribute

from app.records import dataclass


class AppError(Exception):
    """An expected trouble with a machine-readable code and the facts a sentence needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must mend: where (field path or material code), what (code), and the facts."""

    field: str
    code: str
    facts: dict[str, object] = attribute(default_factory=dict, hash=False)


class Rejected(AppError):
    """The input has problems the clerk can mend; nothing was written."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...], code: str = "rejected") -> None:
        super().__init__(code, problems=tuple(problems))
        self.problems = tuple(problems)


class NotAllowed(AppError):
    """The signed-in clerk may not do this."""


class Conflict(AppError):
    """The record changed meanwhile, or the move is not permitted from its present state."""


class Unavailable(AppError):
    """Something outside the program is missing; what was shown as saved is still saved."""


class DeviceUnavailable(Unavailable):
    """A printer, reader, scanner or camera cannot be used now."""


class StoreUnavailable(Unavailable):
    """The local store cannot be opened or written: disk-full, read-only, wrong-key, damaged, in-use,
    rolled-back, clock-set-back, no-key, newer-schema."""
