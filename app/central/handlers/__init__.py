"""What each kind of command does at the centre; a kind is a function of context, command and payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import app.central.handlers.cases as cases
import app.central.handlers.conflicts as conflicts
import app.central.handlers.consultations as consultations
import app.central.handlers.queue as queue
import app.central.handlers.rosters as rosters
from app.central.batch import Touches
from app.central.context import Answer, Context
from app.wire.messages import Command

Payload = dict[str, Any]
Handler = Callable[[Context, Command, Payload], Answer]
Touching = Callable[[Command, Payload], Touches]
Upcast = Callable[[Payload], Payload]
Keeping = Callable[[Context, Command, Payload, str], None]

NEWEST_VERSION: Final = 2  # of any kind's payload; one without an upcast has not changed since
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {**cases.HANDLERS, **conflicts.HANDLERS, **consultations.HANDLERS, **rosters.HANDLERS, **queue.HANDLERS}
)
# What a command will ask for beside its own record, so that a push reads it at once. Never a duty.
TOUCHES: Final[Mapping[str, Touching]] = MappingProxyType({**cases.TOUCHES})
# What stays of a command that was refused, given the entry that says so.
REFUSED: Final[Mapping[str, Keeping]] = MappingProxyType({**cases.REFUSED})
# A kind's payload of a version in the next one's words; windows never rewrite what they have signed.
UPCASTS: Final[Mapping[tuple[str, int], Upcast]] = MappingProxyType({**cases.UPCASTS})
