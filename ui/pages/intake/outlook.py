"""Where a visit stands: how many rows are in each state, what stands in the way, which act comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum, StrEnum

from app.records import dataclass
from app.rules.catalogue import Material, ServiceItem, unanswered
from app.rules.checklist import (
    UNMARKED,
    Mark,
    MaterialState,
    MissingReason,
    Tally,
    tally,
)
from app.rules.visit import Draft


class NextAct(StrEnum):
    """The one filled button: the act that most likely comes next."""

    CALL = "call"
    ACCEPT = "accept"
    NOTIFY = "notify"


class Step(IntEnum):
    """The step bar of the item head."""

    ITEM = 0
    SITUATION = 1
    MATERIALS = 2
    DECISION = 3
    DONE = 4


class Headline(StrEnum):
    """What the conclusion says in large letters."""

    NO_ITEM = "no_item"
    UNANSWERED = "unanswered"
    NO_LIST = "no_list"
    UNCHECKED = "unchecked"
    MISSING = "missing"
    DEFERRED = "deferred"
    ALL_CHECKED = "all_checked"


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything the conclusion panel shows, computed from the visit alone."""

    counts: Tally
    headline: Headline
    number: int  # the n of the headline
    next_act: NextAct
    step: Step
    first_unchecked: int | None  # number of the row, as the clerk says it
    first_missing: int | None
    blocked: bool  # a must-have material is missing and may not follow later


def outlook(draft: Draft | None, item: ServiceItem | None, ordered: Sequence[Material]) -> Outlook:
    """Where the visit stands; `ordered` are its materials in table order."""
    if draft is None or item is None:
        return Outlook(Tally(), Headline.NO_ITEM, 0, NextAct.CALL, Step.ITEM, None, None, blocked=False)
    counts = tally(ordered, draft.marks)
    unchecked = _numbers(ordered, draft.marks, MaterialState.UNCHECKED)
    missing = [
        number
        for number in _numbers(ordered, draft.marks, MaterialState.MISSING)
        if ordered[number - 1].must_have
    ]
    open_questions = len(unanswered(item, draft.facts))
    if open_questions:
        headline, number, step = Headline.UNANSWERED, open_questions, Step.SITUATION
    elif missing:
        headline, number, step = Headline.MISSING, len(missing), Step.MATERIALS
    elif unchecked:
        headline, number, step = Headline.UNCHECKED, len(unchecked), Step.MATERIALS
    elif not ordered:
        headline, number, step = Headline.NO_LIST, 0, Step.DECISION
    elif counts.deferred:
        headline, number, step = Headline.DEFERRED, counts.deferred, Step.DECISION
    else:
        headline, number, step = Headline.ALL_CHECKED, counts.total, Step.DECISION
    return Outlook(
        counts,
        headline,
        number,
        NextAct.NOTIFY if missing else NextAct.ACCEPT,
        Step.DECISION if missing and not unchecked and not open_questions else step,
        unchecked[0] if unchecked else None,
        missing[0] if missing else None,
        blocked=any(not ordered[number - 1].deferrable for number in missing),
    )


def _numbers(ordered: Sequence[Material], marks: Mapping[str, Mark], state: MaterialState) -> list[int]:
    return [
        number
        for number, material in enumerate(ordered, start=1)
        if marks.get(material.code, UNMARKED).state is state
    ]


def marked(old: Mark, state: MaterialState, material: Material, due: date | None) -> Mark:
    """The mark after one digit: reasons and days take their defaults, scans and ticks stay.

    `due` is the catalogue's own last day for a deferred material; None when it cannot be known.
    """
    if old.state is state:
        return old
    plain = replace(old, state=state, reason=None, note="", due=None, way="")
    if state is MaterialState.MISSING:
        return replace(plain, reason=MissingReason.NOT_BROUGHT)
    if state is MaterialState.DEFERRED:
        ways = material.deferral.ways if material.deferral is not None else ()
        return replace(plain, due=due, way=ways[0] if ways else "")
    return plain
