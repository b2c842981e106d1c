"""A record as the centre has it: its fields, and who wrote each of them last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from app.central.refusals import Refusal
from app.rules.merge import Written
from app.wire.canonical import canonical

Key = tuple[str, str]  # entity, id
Body = dict[str, Any]
EVERY: Final = "*"  # stands for each field that has no stamp of its own: a new record has one writer


class Record(NamedTuple):
    """One version of a record. `text` is its body in the one spelling; nothing in it is changed."""

    id: str
    version: int
    body: Body
    text: str
    stamps: dict[str, list[Any]]  # field → [version, device, dev_seq]
    deleted: bool = False

    @property
    def written(self) -> dict[str, Written]:
        """Who wrote each field last."""
        stamps = self.stamps
        common = stamps.get(EVERY)
        written = dict.fromkeys(self.body, Written(*common)) if common else {}
        for field, stamp in stamps.items():
            if field != EVERY:
                written[field] = Written(*stamp)
        return written


def spelled(body: Mapping[str, Any]) -> str:
    """A body as it is stored. Refusal("malformed-payload") for characters no database takes."""
    text = canonical(body)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:  # half a surrogate pair, from an escape in the payload
            raise Refusal("malformed-payload", where="characters") from None
    return text


def read_record(id: str, version: int, text: str, stamps: str, deleted: int) -> Record:
    """A record from its row."""
    return Record(id, version, json.loads(text), text, json.loads(stamps), bool(deleted))


def stamped(before: Record | None, taken: Iterable[str] | None, stamp: list[Any]) -> dict[str, list[Any]]:
    """The stamps after a write of these fields; None: all of them."""
    if before is None or taken is None:
        return {EVERY: stamp}
    return {**before.stamps, **dict.fromkeys(taken, stamp)}


def moment(at: datetime) -> str:
    """A moment as records and tables keep it: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat()
