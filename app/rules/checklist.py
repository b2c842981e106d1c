"""The checklist: five states of a material, what may be decided on them, what is still owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from app.errors import Problem
from app.records import dataclass
from app.rules.catalogue import Material


class MaterialState(StrEnum):
    """Keys 1 2 3 4 0 of the material table."""

    COMPLETE = "complete"  # 1 齐全
    MISSING = "missing"  # 2 缺
    DEFERRED = "deferred"  # 3 容缺
    EXEMPT = "exempt"  # 4 免提交
    UNCHECKED = "unchecked"  # 0 待核


class MissingReason(StrEnum):
    """Digits 1-5 of the reason chooser; the default is not brought."""

    NOT_BROUGHT = "not_brought"  # 未带
    EXPIRED = "expired"  # 过期
    UNCLEAR = "unclear"  # 不清楚
    NO_SEAL = "no_seal"  # 缺章
    OTHER = "other"  # 其他


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk marked for one material; `scans` are content addresses (sha256 hex) of scanned pages."""

    state: MaterialState = MaterialState.UNCHECKED
    reason: MissingReason | None = None
    note: str = ""
    due: date | None = None  # promised hand-in day of a deferred material
    way: str = ""  # how it will be handed in
    certificate: str | None = None  # number of the certificate that stands in
    scans: tuple[str, ...] = ()
    points_checked: frozenset[int] = frozenset()  # review points ticked, by index


UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many materials are in each state."""

    complete: int = 0
    missing: int = 0
    deferred: int = 0
    exempt: int = 0
    unchecked: int = 0

    @property
    def total(self) -> int:
        return self.complete + self.missing + self.deferred + self.exempt + self.unchecked

    @property
    def checked(self) -> int:
        return self.total - self.unchecked


def tally(materials: Sequence[Material], marks: Mapping[str, Mark]) -> Tally:
    """Counts by state over the materials that apply."""
    counts = dict.fromkeys(MaterialState, 0)
    for material in materials:
        counts[marks.get(material.code, UNMARKED).state] += 1
    return Tally(**{state.value: count for state, count in counts.items()})


def next_unchecked(materials: Sequence[Material], marks: Mapping[str, Mark], start: int = 0) -> int | None:
    """Index of the next row still 待核 at or after `start`, wrapping round; None when none is left."""
    order: list[int] = [*range(start, len(materials)), *range(min(start, len(materials)))]
    for index in order:
        if marks.get(materials[index].code, UNMARKED).state is MaterialState.UNCHECKED:
            return index
    return None


def defer_refusal(material: Material, *, credit_forbids: bool = False) -> str | None:
    """Why a material may not be deferred: a code for the footer's sentence, None when it may.

    Only materials the catalogue lists as deferrable may follow later (domain/process.md §2).
    """
    if not material.deferrable:
        return "defer-not-published" if material.necessity is None else "defer-forbidden"
    return "defer-credit" if credit_forbids else None


def accept_problems(materials: Sequence[Material], marks: Mapping[str, Mark]) -> list[Problem]:
    """Everything that stands against acceptance; empty when the case may be accepted.

    An optional material that was not brought does not stand against it.
    """
    problems: list[Problem] = []
    for material in materials:
        mark = marks.get(material.code, UNMARKED)
        facts: dict[str, object] = {"material": material.name}
        if mark.state is MaterialState.UNCHECKED:
            problems.append(Problem(material.code, "unchecked", facts))
        elif mark.state is MaterialState.MISSING and material.must_have:
            problems.append(Problem(material.code, "missing", facts))
        elif mark.state is MaterialState.DEFERRED:
            refusal = defer_refusal(material)
            if refusal:
                problems.append(Problem(material.code, refusal, facts))
            elif mark.due is None:
                problems.append(Problem(material.code, "defer-no-date", facts))
    return problems


def notify_problems(materials: Sequence[Material], marks: Mapping[str, Mark]) -> list[Problem]:
    """What stands against a one-time notification: a row still 待核 (all of it at once), nothing missing."""
    unchecked = [
        Problem(material.code, "unchecked", {"material": material.name})
        for material in materials
        if marks.get(material.code, UNMARKED).state is MaterialState.UNCHECKED
    ]
    if unchecked:
        return unchecked
    if not owed(materials, marks):
        return [Problem("materials", "nothing-missing")]
    return []


def owed(materials: Sequence[Material], marks: Mapping[str, Mark]) -> tuple[Material, ...]:
    """What the applicant still owes: missing and deferred materials; an optional one only when marked 缺."""
    return tuple(
        material
        for material in materials
        if marks.get(material.code, UNMARKED).state in (MaterialState.MISSING, MaterialState.DEFERRED)
    )


def deferred(materials: Sequence[Material], marks: Mapping[str, Mark]) -> tuple[Material, ...]:
    """The materials accepted against a commitment (容缺)."""
    return tuple(m for m in materials if marks.get(m.code, UNMARKED).state is MaterialState.DEFERRED)
