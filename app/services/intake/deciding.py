"""The decisions on a visit: accept, notify, receive, refuse, take back, each with its notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.clock import hall_day
from app.errors import Conflict, Problem, Rejected
from app.rules.case import Act, CaseStatus, RefusalGround
from app.rules.catalogue import ServiceItem, limits_for
from app.rules.checklist import (
    UNMARKED,
    Mark,
    MaterialState,
    accept_problems,
    deferred,
    notify_problems,
    owed,
    tally,
)
from app.rules.clocks import TAKE_BACK, CaseTimes, may_take_back, supplement_by
from app.rules.visit import Draft, marks_from
from app.services.house import House
from app.services.intake.checks import answer_problems, checked_visit, deferral_problems
from app.services.intake.following import Following
from app.services.intake.paperwork import office
from app.services.intake.writing import Dates, Step, Writing, as_date, dates, deferred_by, visit_of
from app.services.views import Confirmation, Decided, DeferredLine, PrintLine

if TYPE_CHECKING:
    from app.documents.content import NoticeContent

Row = dict[str, Any]


class Deciding(Following):
    """Decides on visits; what follows on a decided case is in `Following`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._writing = Writing(house)

    # -- accepting ------------------------------------------------------------------------------

    def confirm(self, draft: Draft) -> Confirmation:
        """What accepting would do; Rejected with everything that stands against it."""
        self._house.desk.signed_in()
        normal, item, old = self._acceptable(draft)
        at = self._house.now()
        legal, promised = limits_for(item, normal.facts)
        counted = self._accept_dates(normal, item, old, at)
        materials = normal.materials(item)
        return Confirmation(
            item=item,
            applicant=normal.applicant,
            tally=tally(materials, normal.marks),
            deferred=tuple(
                DeferredLine(material.code, material.name, mark.due, mark.way)
                for material in deferred(materials, normal.marks)
                if (mark := normal.mark(material.code)).due is not None
            ),
            promised=promised,
            legal=legal,
            promised_by=counted.promised_by,
            legal_by=counted.legal_by,
            unpublished_year=counted.unpublished_year,
            prints=self._accept_lines(normal, item, old),
            case_no=normal.case_no,
        )

    def accept(self, draft: Draft) -> Decided:
        """受理, or 容缺受理 when materials follow later; on an accepted case, what was owed comes in."""
        clerk = self._house.desk.signed_in()
        normal, item, old = self._acceptable(draft)
        handing_in = old is not None and old["status"] == CaseStatus.ACCEPTED
        lines = self._accept_lines(normal, item, old)

        def step(old: Row | None, at: datetime) -> Step:
            follows = [material.code for material in deferred(normal.materials(item), normal.marks)]
            due = deferred_by(normal, item)
            if handing_in:
                return Step(
                    {"deferred_by": due}, {"still_deferred": follows}, self._only_owed(old, normal, item)
                )
            today = hall_day(at)
            counted = self._accept_dates(normal, item, old, at)
            received = old["received_on"] if old and old["received_on"] else today
            return Step(
                {
                    **counted.columns(),
                    "received_on": received,
                    "accepted_on": today,
                    "deferred_by": due,
                    "take_back_until": at + TAKE_BACK,
                    "extra": {
                        "accepted_at": at,
                        "before_accept": old["status"] if old else CaseStatus.DRAFT,
                    },
                },
                {"deferred": follows} if follows else {},
            )

        act = Act.HAND_IN if handing_in else Act.ACCEPT
        return self._writing.decide_visit(normal, item, act, lines, clerk, step)

    def take_back(self, case_id: str) -> Draft:
        """撤回受理 within ten minutes: the case keeps its number and is a visit again, its notices are void.

        Conflict: "take-back-too-late", "move-not-permitted", "deemed" (by law), "nothing-to-take-back".
        """
        clerk = self._house.desk.signed_in()
        row = self._writing.row(case_id)
        draft = replace(visit_of(row), owner=clerk.id)

        def before(old: Row) -> CaseStatus:
            if old["status"] != CaseStatus.ACCEPTED:
                raise Conflict("move-not-permitted", status=old["status"], act=Act.TAKE_BACK)
            if old["deemed"]:
                raise Conflict("deemed", case_no=old["case_no"])
            accepted_at = old["extra"].get("accepted_at")
            if not old["take_back_until"] or accepted_at is None:
                raise Conflict("nothing-to-take-back", case_no=old["case_no"])
            if not may_take_back(datetime.fromisoformat(accepted_at), self._house.now()):
                raise Conflict("take-back-too-late", until=datetime.fromisoformat(old["take_back_until"]))
            # A case that was received or being corrected before goes on with those clocks.
            return CaseStatus(old["extra"].get("before_accept", CaseStatus.DRAFT))

        def step(old: Row, at: datetime) -> Step:
            del at
            with self._house.store.read() as unit:
                notices = [notice["id"] for notice in unit.notices.of_case(case_id)]
            columns: Row = dict.fromkeys(
                ("accepted_on", "promised_by", "legal_by", "deferred_by", "take_back_until")
            )
            fresh = old["extra"].get("before_accept") == CaseStatus.DRAFT
            if fresh:
                columns |= {"received_on": None, "notify_by": None}
            made = self._made_at(notices, old["extra"]["accepted_at"])
            void = [*old["extra"].get("void_notices", []), *made]
            columns["extra"] = {"accepted_at": None, "void_notices": void}
            return Step(columns, {"void_notices": made})

        self._writing.decide_case(case_id, Act.TAKE_BACK, clerk, step, status_after=before, draft=draft)
        return draft

    # -- telling what is missing, taking in, refusing -------------------------------------------------

    def preview_notify(self, draft: Draft) -> bytes:
        """The one-time notification as it would print, marked 预览 and without a number."""
        from app.documents.content import NoticeContent, item_facts, material_lines

        clerk = self._house.desk.signed_in()
        normal, item, old = self._notifiable(draft)
        at = self._house.now()
        line = self._lines(self._notify_policy(old))[0]
        content = NoticeContent(
            office=office(self._house),
            applicant=normal.applicant,
            item=item_facts(item, normal.facts),
            case_no=normal.case_no or "",
            clerk_number=clerk.number,
            clerk_name=clerk.name,
            made_at=at,
            agent=normal.agent,
            materials=material_lines(normal.materials(item), normal.marks),
            applied_on=hall_day(at),
            supplement_by=self._supplement_by(old, at),
            copies=line.copies,
            remark=normal.remark,
        )
        write = self._notify_write(old, normal, item)
        shown = write(content) if write else content
        return self._house.paper.render(line.kind.value, shown, mark="preview").pdf

    def notify(self, draft: Draft) -> Decided:
        """一次性告知/补正: everything missing, told once; on a later visit what came in is receipted."""
        clerk = self._house.desk.signed_in()
        normal, item, old = self._notifiable(draft)
        act = Act.HAND_IN if old is not None and old["status"] == CaseStatus.CORRECTING else Act.NOTIFY
        missing = [material.code for material in owed(normal.materials(item), normal.marks)]

        def step(old: Row | None, at: datetime) -> Step:
            if act is Act.HAND_IN:
                return Step({}, {"still_owed": missing}, self._notify_write(old, normal, item))
            today = hall_day(at)
            received = old["received_on"] if old and old["received_on"] else today.isoformat()
            until = self._supplement_by(old, at)
            return Step(
                {
                    "received_on": received,
                    "supplement_by": until,
                    "notify_by": None,
                    "extra": {"notified_on": today, "asked_for": missing},
                },
                {"asked_for": missing},
            )

        lines = self._lines(self._notify_policy(old))
        return self._writing.decide_visit(normal, item, act, lines, clerk, step)

    def receive(self, draft: Draft) -> Decided:
        """收件: taken in for later examination; the five days to say what is missing begin."""
        clerk = self._house.desk.signed_in()
        normal, item = self._checked(draft)
        states = {normal.mark(material.code).state for material in normal.materials(item)}
        if normal.materials(item) and not states & {MaterialState.COMPLETE, MaterialState.EXEMPT}:
            raise Rejected([Problem("materials", "nothing-received")])

        def step(old: Row | None, at: datetime) -> Step:
            del old
            today = hall_day(at)
            legal, promised = limits_for(item, normal.facts)
            counted = dates(self._house, CaseTimes(received_on=today), promised, legal, today)
            return Step({**counted.columns(), "received_on": today})

        return self._writing.decide_visit(normal, item, Act.RECEIVE, self._lines("receive"), clerk, step)

    def refuse(self, draft: Draft, ground: RefusalGround, authority: str = "", reason: str = "") -> Decided:
        """不予受理, on one of its two legal grounds; whoever is not competent says who is."""
        from app.documents.content import Refusal

        clerk = self._house.desk.signed_in()
        normal, item = self._checked(draft, answered=False)
        ground = RefusalGround(ground)
        told, why = " ".join(authority.split()), " ".join(reason.split())
        if ground is RefusalGround.NOT_OUR_AUTHORITY and not told:
            raise Rejected([Problem("authority", "empty")])

        def step(old: Row | None, at: datetime) -> Step:
            received = old["received_on"] if old and old["received_on"] else hall_day(at).isoformat()
            return Step(
                {
                    "received_on": received,
                    "notify_by": None,
                    "ground": ground,
                    "authority": told or None,
                    "reason": why or None,
                },
                {"ground": ground.value},
                lambda content: replace(content, refusal=Refusal(ground, why, told or None)),
            )

        return self._writing.decide_visit(normal, item, Act.REFUSE, self._lines("refuse"), clerk, step)

    # -- parts ----------------------------------------------------------------------------------

    def _lines(self, decision: str) -> tuple[PrintLine, ...]:
        return self._house.policy[decision]

    def _checked(self, draft: Draft, *, answered: bool = True) -> tuple[Draft, ServiceItem]:
        """The visit in its normal form with its item; Rejected with everything to mend."""
        today = self._house.today()
        item = (
            self._house.catalogue.item(draft.item_code, draft.item_version)
            if draft.item_code is not None
            else None
        )
        normal, problems = checked_visit(draft, item, today)
        if item is not None and answered:
            problems += answer_problems(normal, item)
        if item is not None:
            problems += self._scan_problems(normal)
        if problems or item is None:
            raise Rejected(problems)
        return normal, item

    def _scan_problems(self, draft: Draft) -> list[Problem]:
        blobs = self._house.store.blobs
        return [
            Problem(code, "scan-lost", {"sha256": sha256})
            for code, mark in draft.marks.items()
            for sha256 in mark.scans
            if not blobs.has(sha256)
        ]

    def _acceptable(self, draft: Draft) -> tuple[Draft, ServiceItem, Row | None]:
        normal, item = self._checked(draft)
        old = self._writing.earlier(normal)
        materials = normal.materials(item)
        problems = accept_problems(materials, normal.marks)
        kept: Mapping[str, Mark] = marks_from(old["marks"]) if old else {}
        today = self._house.today()
        problems += deferral_problems(materials, normal.marks, today, self._house.calendar, kept=kept)
        if problems:
            raise Rejected(problems)
        return normal, item, old

    def _notifiable(self, draft: Draft) -> tuple[Draft, ServiceItem, Row | None]:
        normal, item = self._checked(draft)
        old = self._writing.earlier(normal)
        materials = normal.materials(item)
        problems = notify_problems(materials, normal.marks)
        if not problems and old is not None and old["status"] == CaseStatus.CORRECTING:
            asked = frozenset(old["extra"].get("asked_for", ()))
            # The law lets the office ask once: what was not asked for then cannot be asked for now.
            problems = [
                Problem(material.code, "asked-only-once", {"material": material.name})
                for material in owed(materials, normal.marks)
                if material.code not in asked
            ]
        if problems:
            raise Rejected(problems)
        return normal, item, old

    def _accept_lines(self, draft: Draft, item: ServiceItem, old: Row | None) -> tuple[PrintLine, ...]:
        if old is not None and old["status"] == CaseStatus.ACCEPTED:
            return self._lines("hand_in")
        return self._lines("accept_deferred" if deferred(draft.materials(item), draft.marks) else "accept")

    def _accept_dates(self, draft: Draft, item: ServiceItem, old: Row | None, at: datetime) -> Dates:
        legal, promised = limits_for(item, draft.facts)
        received = as_date(old["received_on"]) if old and old["received_on"] else hall_day(at)
        times = CaseTimes(received_on=received, accepted_on=hall_day(at), accepted_at=at)
        if old is not None and old["status"] == CaseStatus.ACCEPTED:
            from app.services.case_views import times_of

            times = times_of(old)
        return dates(self._house, times, promised, legal, hall_day(at))

    def _supplement_by(self, old: Row | None, at: datetime) -> Any:
        if old is not None and old["supplement_by"]:
            return datetime.fromisoformat(old["supplement_by"]).date()
        return supplement_by(hall_day(at), self._house.settings.limits.supplement_days)

    def _notify_policy(self, old: Row | None) -> str:
        return "hand_in" if old is not None and old["status"] == CaseStatus.CORRECTING else "notify"

    def _notify_write(
        self, old: Row | None, draft: Draft, item: ServiceItem
    ) -> Callable[[NoticeContent], NoticeContent] | None:
        if old is None or old["status"] != CaseStatus.CORRECTING:
            return None
        return self._only_owed(old, draft, item)

    def _only_owed(
        self, old: Row | None, draft: Draft, item: ServiceItem
    ) -> Callable[[NoticeContent], NoticeContent] | None:
        """A supplement's receipt lists what was owed, not what came with the first visit."""
        if old is None:
            return None
        from app.documents.content import material_lines

        materials = draft.materials(item)
        before = marks_from(old["marks"])
        listed = tuple(
            material
            for material in materials
            if before.get(material.code, UNMARKED).state in (MaterialState.MISSING, MaterialState.DEFERRED)
        )
        lines = material_lines(listed, MappingProxyType(dict(draft.marks)))
        return lambda content: replace(content, materials=lines)

    def _made_at(self, notices: list[str], accepted_at: str) -> list[str]:
        """The notices that were made with an acceptance."""
        moment = datetime.fromisoformat(accepted_at)
        made = []
        with self._house.store.read() as unit:
            for notice_id in notices:
                row = unit.notices.get(notice_id)
                if row is not None and datetime.fromisoformat(row["made_at"]) == moment:
                    made.append(notice_id)
        return made
