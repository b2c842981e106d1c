"""Records in the words of an older protocol, for windows that are not up to date yet (sync.md 2.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.wire.limits import PROTO

Body = dict[str, Any]
Downcast = Callable[[Body], Body]
# (entity, proto) → its body of proto+1 in the words of proto. A field an old window does not know may stay:
# it keeps it and does not show it. Only what changed its meaning belongs here.
DOWNCASTS: Final[Mapping[tuple[str, int], Downcast]] = MappingProxyType({})


def downcast(
    entity: str,
    body: Body,
    proto: int,
    *,
    newest: int = PROTO,
    table: Mapping[tuple[str, int], Downcast] = DOWNCASTS,
) -> Body:
    """A body step by step from the newest protocol down to this one."""
    for step in range(newest - 1, proto - 1, -1):
        change = table.get((entity, step))
        if change is not None:
            body = change(body)
    return body
