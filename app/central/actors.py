"""Whether the person a command names may have given it (sync.md 2.13): asked again at the centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from app.central.refusals import Refusal
from app.wire.messages import Command

SYSTEM: Final = "system"  # what happens by law, without a clerk
BY_LAW: Final = frozenset({"case.deem_accepted", "case.lapse"})
# What a kiosk does, at which nobody signs in; and the end of a ticket's day.
BY_DEVICE: Final = frozenset({"ticket.take", "ticket.void", "ticket.lapse"})
EVERYBODY: Final = frozenset({"clerk", "reviewer", "supervisor", "administrator"})
# Kinds that not everybody at a window may use; a kind that is not here is everybody's.
_SUPERVISING: Final = frozenset({"supervisor", "administrator"})
_ROSTER: Final = ("lawyer", "publish", "roster", "absence", "back", "substitute", "call_off")
PERMITTED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {f"consultation.{act}": _SUPERVISING for act in _ROSTER}
)


def check_actor(command: Command, clerk: Mapping[str, Any] | None, *, signed_in_here: bool) -> None:
    """Refusal: unknown-clerk, clerk-not-at-device, not-permitted."""
    if command.actor == SYSTEM:
        if command.kind not in BY_LAW | BY_DEVICE:
            raise Refusal("not-permitted", actor=SYSTEM, kind=command.kind)
        return
    if clerk is None or _gone(clerk, command.at):
        raise Refusal("unknown-clerk", clerk=command.actor)
    if not signed_in_here:
        raise Refusal("clerk-not-at-device", clerk=command.actor)
    if clerk["role"] not in PERMITTED.get(command.kind, EVERYBODY):
        raise Refusal("not-permitted", role=clerk["role"], kind=command.kind)


def _gone(clerk: Mapping[str, Any], at: datetime) -> bool:
    """Whether a clerk was taken off the list before the command; what was done earlier still counts."""
    deactivated = clerk["deactivated_at"]
    return deactivated is not None and datetime.fromisoformat(deactivated) <= at
