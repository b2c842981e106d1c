"""A case's rows as the frozen values the window shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from app.clock import hall_day
from app.errors import Conflict
from app.rules.case import CaseStatus, RefusalGround
from app.rules.catalogue import Facts, PartyKind, ServiceItem, TimeLimit, limits_for
from app.rules.clocks import CaseTimes, Pause, clocks_of
from app.rules.identity import IdKind, mask_id
from app.rules.initials import Initials
from app.rules.merge import Fields, flatten
from app.rules.naming import mask_phone
from app.rules.party import Party
from app.rules.search_terms import TOKENS_VERSION, Findable, index_tokens, item_spellings
from app.rules.visit import agent_from, marks_from, party_from
from app.services.house import House
from app.services.views import CaseLine, CaseView, ClockView, EventView, NoticeKind, NoticeView

if TYPE_CHECKING:
    from db.local.unit import Unit

Row = Mapping[str, Any]
BY_NAME: Final = 0  # `tok_v` of a case that is found by its item's name alone: no catalogue here has the item
# What a window keeps of a case for itself; everything else is the centre's too.
_OURS: Final = frozenset({"rid", "party_id", "version", "sync_state", "tok_v", "tok_check", "central_no"})
# Of the applicant's record: the phone has a field of its own, the id is this window's.
_BESIDES: Final = frozenset({"phone", "party_id"})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def stand_in(row: Row) -> ServiceItem:
    """The item of a case as far as the case itself knows it: its name, and no limits."""
    unpublished = TimeLimit(None)
    return ServiceItem(
        code=row["item_code"],
        version=row["item_version"],
        name=row["item_name"],
        department=None,
        basic_code=None,
        implementation_code=None,
        level=None,
        case_type=None,
        legal_basis=None,
        legal_limit=unpublished,
        promised_limit=unpublished,
        fee=None,
        questions=(),
        materials=(),
        materials_complete=False,
        conditions=(),
        result=None,
        result_validity=None,
        special_steps=(),
        needs_permit=None,
        applicants=(),
        sources=(),
    )


def item_of(house: House, row: Row) -> ServiceItem:
    """The item a case was taken under.

    Another window may have taken it under a version this catalogue never had: then today's version under the
    case's own name, and when there is none either, what the case knows of it.
    """
    try:
        return house.catalogue.item(row["item_code"], row["item_version"])
    except Conflict:
        pass
    try:
        today = house.catalogue.item(row["item_code"])
    except Conflict:
        return stand_in(row)
    return replace(today, version=row["item_version"], name=row["item_name"])


def told(row: Row) -> Fields:
    """A case as the centre has it: flat, without what is this window's own. `row` in plain values."""
    fields = flatten({name: value for name, value in row.items() if name not in _OURS})
    if "applicant" in row:
        fields["applicant"] = {k: v for k, v in row["applicant"].items() if k not in _BESIDES}
    return fields


def told_changes(before: Row, after: Row) -> Fields:
    """The fields a decision changes, both rows in plain values; a mark that is gone is None."""
    old, new = told(before), told(after)
    changes = {name: value for name, value in new.items() if name not in old or old[name] != value}
    gone = {name: None for name in old if name not in new and "/" in name and old[name] is not None}
    return changes | gone


def waiting_state(row: Row) -> str:
    """How a case stands after one more decision here: it waits for the centre, an open conflict stays."""
    return "conflict" if row.get("sync_state") == "conflict" else "local"


def times_of(row: Row) -> CaseTimes:
    """When things happened to a case, from its row."""
    extra = row["extra"]
    return CaseTimes(
        received_on=_day(row["received_on"]),
        notified_on=_day(extra.get("notified_on")),
        accepted_on=_day(row["accepted_on"]),
        accepted_at=_moment(extra.get("accepted_at")),
        deemed=bool(row["deemed"]),
        deferred_by=_day(row["deferred_by"]),
        pauses=tuple(
            Pause(date.fromisoformat(each["since"]), _day(each["until"]), each["reason"], each["notice"])
            for each in extra.get("pauses", ())
        ),
    )


def facts_of(row: Row) -> Facts:
    """What the conditions of the item are decided on."""
    kind = PartyKind(row["applicant"].get("kind", PartyKind.PERSON))
    return Facts(row["answers"], kind, row["agent"] is not None)


def clock_view(house: House, row: Row, item: ServiceItem) -> ClockView:
    """The clocks of a case as they stand now."""
    legal, promised = limits_for(item, facts_of(row))
    times = times_of(row)
    # The supplement limit that was printed on the notice holds, whatever the setting is today.
    given = _day(row["supplement_by"])
    supplement_days = (given - times.notified_on).days if given and times.notified_on else None
    clocks = clocks_of(
        CaseStatus(row["status"]),
        times,
        promised,
        legal,
        house.calendar,
        house.today(),
        supplement_days=supplement_days,
        thresholds=house.thresholds,
    )
    return ClockView(
        received_on=clocks.received_on,
        notify_by=clocks.notify_by,
        accepted_on=clocks.accepted_on,
        promised_by=clocks.promised_by,
        legal_by=clocks.legal_by,
        paused_since=clocks.paused_since,
        pause_reason=clocks.pause_reason,
        days_left=clocks.days_left,
        light=clocks.light.value,
        deemed=clocks.deemed,
        unpublished_year=clocks.unpublished_year,
        supplement_by=clocks.supplement_by,
        deferred_by=clocks.deferred_by,
        left_in=clocks.left_in,
    )


def notice_view(row: Row, void: Sequence[str] = ()) -> NoticeView:
    """One notice of a case."""
    return NoticeView(
        id=row["id"],
        kind=NoticeKind(row["kind"]),
        number=row["number"],
        copies=row["copies"],
        pages=row["pages"],
        pdf_sha256=row["pdf_sha256"],
        made_at=datetime.fromisoformat(row["made_at"]),
        printed_at=_moment(row["printed_at"]),
        reprints=row["reprints"],
        void=row["id"] in void,
        counter=str((row["content"].get("office") or {}).get("counter") or ""),
    )


def case_view(house: House, unit: Unit, row: Row, item: ServiceItem) -> CaseView:
    """A whole case; inside one reading of the store."""
    void = row["extra"].get("void_notices", ())
    return CaseView(
        id=row["id"],
        case_no=row["case_no"],
        status=CaseStatus(row["status"]),
        applicant=party_from(row["applicant"]),
        agent=agent_from(row["agent"]),
        item=item,
        answers=row["answers"],
        marks=marks_from(row["marks"]),
        clocks=clock_view(house, row, item),
        notices=tuple(notice_view(each, void) for each in unit.notices.of_case(row["id"])),
        events=tuple(
            EventView(datetime.fromisoformat(each["at"]), each["kind"], each["clerk"], each["facts"])
            for each in unit.events.of_case(row["id"])
        ),
        counter=row["counter_no"],
        clerk=row["clerk"],
        version=row["version"],
        sync_state=row["sync_state"],
        central_no=row["central_no"],
        ground=RefusalGround(row["ground"]) if row["ground"] else None,
        authority=row["authority"],
        reason=row["reason"],
        remark=row["remark"],
        take_back_until=_moment(row["take_back_until"]),
    )


def case_line(row: Row) -> CaseLine:
    """One hit or row of a list, masked."""
    return CaseLine(
        id=row["id"],
        case_no=row["case_no"],
        applicant=row["applicant_name"],
        id_masked=mask_id(row["id_number"], IdKind(row["id_kind"])),
        phone_masked=mask_phone(row["phone"]),
        item_name=row["item_name"],
        status=CaseStatus(row["status"]),
        opened_on=hall_day(datetime.fromisoformat(row["opened_at"])),
        sync_state=row["sync_state"],
    )


def case_tokens(row: Row, item: ServiceItem, initials: Initials) -> frozenset[str]:
    """What a case is found by, from the columns of its row."""
    applicant = party_from(row["applicant"])
    agent = agent_from(row["agent"])
    organisation = applicant.kind is PartyKind.ORGANISATION
    persons = [applicant.contact if organisation else applicant.name, agent.name if agent else ""]
    readings = [text for known in item.readings if known.text == item.name for text in known.pinyin]
    return index_tokens(
        Findable(
            names=tuple(name for name in persons if name),
            organisations=(applicant.name,) if organisation else (),
            numbers=tuple(n for n in (row["id_number"], agent.id_number if agent else "") if n),
            phones=tuple(p for p in (row["phone"], agent.phone if agent else "") if p),
            item_name=item.name,
            item_spellings=item_spellings(item.code, item.name, readings, initials),
            case_no=row["case_no"],
        ),
        initials,
    )


def indexed_by(house: House, row: Row) -> tuple[frozenset[str], int]:
    """The tokens a stored case was indexed with, and their `tok_v`."""
    if row["tok_v"] == BY_NAME:
        return case_tokens(row, stand_in(row), house.initials), BY_NAME
    item = house.catalogue.item(row["item_code"], row["item_version"])
    return case_tokens(row, item, house.initials), TOKENS_VERSION


def tokens_now(house: House, row: Row) -> tuple[frozenset[str], int]:
    """The tokens a case should be found by now, and their `tok_v`."""
    try:
        item = house.catalogue.item(row["item_code"], row["item_version"])
    except Conflict:
        return case_tokens(row, stand_in(row), house.initials), BY_NAME
    return case_tokens(row, item, house.initials), TOKENS_VERSION


def party_tokens(party: Party, initials: Initials) -> frozenset[str]:
    """What a known applicant is found by."""
    organisation = party.kind is PartyKind.ORGANISATION
    persons = (party.contact, party.legal_representative) if organisation else (party.name,)
    return index_tokens(
        Findable(
            names=tuple(name for name in persons if name),
            organisations=(party.name,) if organisation else (),
            numbers=(party.id_number,),
            phones=(party.phone,) if party.phone else (),
        ),
        initials,
    )
