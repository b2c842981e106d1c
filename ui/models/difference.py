"""What changed between two lists of a hall, so that a view keeps its selection and scroll position."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from app.records import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """Old rows [start, start + removed) give way to new rows [start, start + inserted)."""

    start: int
    removed: int
    inserted: int


def splice(old: Sequence[Hashable], new: Sequence[Hashable]) -> Splice:
    """The one replacement that turns `old` into `new`; common ends stay untouched."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Splice(start, len(old) - start - end, len(new) - start - end)
