"""Service items as the catalogue states them: situations, materials, limits; what no source gives is None.

A situation is a list of questions; a declarative condition over their answers decides which materials apply.
Parsing and validating catalogue files is in `catalogue_file`; searching them in `catalogue_search`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from app.records import dataclass


class TimeUnit(StrEnum):
    """Units of a time limit (W 工作日 / N 自然日 / H 小时, domain/process.md §4)."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A legal or promised limit; amount 0: done on the spot (即办件), None: not published (未公布)."""

    amount: int | None
    unit: TimeUnit = TimeUnit.WORKING_DAY
    text: str | None = None  # the source's own words, when a number does not say all of it (3个月)


class Necessity(StrEnum):
    """必要性: whether an item can be accepted without the material."""

    REQUIRED = "required"
    DEFERRABLE = "deferrable"  # 可容缺: may follow later against a signed commitment
    OPTIONAL = "optional"


class Form(StrEnum):
    ORIGINAL = "original"  # 原件
    COPY = "copy"  # 复印件
    ORIGINAL_AND_COPY = "original_and_copy"
    ELECTRONIC = "electronic"  # 电子
    PAPER_AND_ELECTRONIC = "paper_and_electronic"


class Source(StrEnum):
    APPLICANT = "applicant"  # 申请人自备
    GOVERNMENT = "government"  # 政府部门核发
    COUNTER = "counter"  # 窗口生成
    THIRD_PARTY = "third_party"


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class CaseType(StrEnum):
    ON_THE_SPOT = "on_the_spot"  # 即办件
    COMMITTED = "committed"  # 承诺件


@dataclass(frozen=True, slots=True)
class Answered:
    """True when the question has one of these answers."""

    question: str
    among: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class ApplicantIs:
    """True when the applicant is of this kind; agent=True when somebody acts for the applicant."""

    kind: PartyKind | None = None
    agent: bool | None = None


Condition = Answered | AllOf | AnyOf | Not | ApplicantIs


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the situation guide (情形引导), asked only when its condition holds."""

    code: str
    text: str
    choices: tuple[Choice, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Deferral:
    """How long and how a deferred material may follow (容缺补正期限与方式); days None = not published.

    `when`: the situations in which deferring is allowed at all; otherwise the material is simply required.
    """

    days: int | None
    unit: TimeUnit = TimeUnit.WORKING_DAY
    ways: tuple[str, ...] = ()
    basis: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """One material of an item's list; None means the source does not say."""

    code: str
    name: str
    necessity: (
        Necessity | None
    )  # None: neither published as deferrable nor as optional -> treated as required
    form: Form | None = None
    copies: int | None = None
    source: Source | None = None
    certificate: str | None = None  # type of the applicant's e-certificate that can stand in for it (免提交)
    when: Condition | None = None
    condition_text: str | None = None  # the source's own words for `when`
    review_points: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()  # possible reasons for rejection
    deferral: Deferral | None = None
    sample: str | None = None
    how_to_get: str | None = None
    note: str | None = None

    @property
    def deferrable(self) -> bool:
        return self.necessity is Necessity.DEFERRABLE

    @property
    def must_have(self) -> bool:
        """Whether acceptance needs it, now or against a commitment."""
        return self.necessity is not Necessity.OPTIONAL


@dataclass(frozen=True, slots=True)
class SituationLimit:
    """Limits that hold instead of the item's own in some situations; None leaves the item's own."""

    when: Condition
    legal: TimeLimit | None = None
    promised: TimeLimit | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a searchable text (name, alias, department) is read: one syllable per Chinese character."""

    text: str
    pinyin: tuple[str, ...]  # alternatives, syllables parted by one space; ü is written v


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service item (事项) as one version of the catalogue states it."""

    code: str
    version: str
    name: str
    department: str | None
    basic_code: str | None  # 基本编码, 12
    implementation_code: str | None  # 实施编码, 31
    level: str | None  # 行使层级
    case_type: CaseType | None
    legal_basis: str | None
    legal_limit: TimeLimit
    promised_limit: TimeLimit
    fee: str | None
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    materials_complete: bool  # False: the source's list is partial
    conditions: tuple[str, ...]  # 申请条件, shown to the clerk
    result: str | None
    result_validity: str | None
    special_steps: tuple[str, ...]  # 特殊环节 that stop the clock
    needs_permit: bool | None  # whether XKF's licence procedure applies; None: the source does not say
    applicants: tuple[PartyKind, ...]
    sources: tuple[str, ...]
    note: str | None = None
    place: str | None = None  # where the source's facts hold, when not this hall
    sample_text: str | None = None
    aliases: tuple[str, ...] = ()
    limits: tuple[SituationLimit, ...] = ()  # see limits_for
    readings: tuple[Reading, ...] = ()

    def material(self, code: str) -> Material:
        """The material with this code; KeyError when the item has none."""
        for material in self.materials:
            if material.code == code:
                return material
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are decided on: the answers given, the kind of applicant, whether an agent acts."""

    answers: Mapping[str, str]
    party: PartyKind = PartyKind.PERSON
    agent: bool = False


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether a condition is true; no condition is always true, an unanswered question is not answered so."""
    match condition:
        case None:
            return True
        case Answered(question, among):
            return facts.answers.get(question) in among
        case AllOf(parts):
            return all(holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case ApplicantIs(kind, agent):
            return (kind is None or kind is facts.party) and (agent is None or agent is facts.agent)


def questions_for(item: ServiceItem, facts: Facts) -> tuple[Question, ...]:
    """The questions to ask now, in the catalogue's order; one hidden by its condition is unanswered."""
    asked: list[Question] = []
    seen: dict[str, str] = {}
    for question in item.questions:
        if holds(question.when, Facts(seen, facts.party, facts.agent)):
            asked.append(question)
            if question.code in facts.answers:
                seen[question.code] = facts.answers[question.code]
    return tuple(asked)


def unanswered(item: ServiceItem, facts: Facts) -> tuple[Question, ...]:
    """Questions asked but without a valid answer."""
    return tuple(
        question
        for question in questions_for(item, facts)
        if facts.answers.get(question.code) not in {choice.code for choice in question.choices}
    )


def _live(item: ServiceItem, facts: Facts) -> Facts:
    """The facts without answers to questions that are not asked."""
    asked = {question.code for question in questions_for(item, facts)}
    return Facts(
        {code: answer for code, answer in facts.answers.items() if code in asked}, facts.party, facts.agent
    )


def materials_for(item: ServiceItem, facts: Facts) -> tuple[Material, ...]:
    """The materials this applicant really owes, in the catalogue's order.

    A material that may be deferred only in other situations comes back as required.
    """
    live = _live(item, facts)
    owed: list[Material] = []
    for material in item.materials:
        if not holds(material.when, live):
            continue
        if material.deferral is not None and not holds(material.deferral.when, live):
            owed.append(replace(material, necessity=Necessity.REQUIRED, deferral=None))
        else:
            owed.append(material)
    return tuple(owed)


def limits_for(item: ServiceItem, facts: Facts) -> tuple[TimeLimit, TimeLimit]:
    """The legal and the promised limit for this applicant: the first fitting situation's, else the item's."""
    live = _live(item, facts)
    for situation in item.limits:
        if holds(situation.when, live):
            return situation.legal or item.legal_limit, situation.promised or item.promised_limit
    return item.legal_limit, item.promised_limit
