"""Finding and showing cases (办件): by name, initials, last digits, number, item; a timeline for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app.errors import Conflict, Problem, Rejected
from app.rules.naming import check_phone
from app.rules.numbering import fold, parse_case_number
from app.rules.search_terms import keeps, query_groups, terms
from app.services.case_views import (
    case_line,
    case_view,
    indexed_by,
    item_of,
    tokens_now,
    told_changes,
    waiting_state,
)
from app.services.changes import Subject
from app.services.house import COMMAND_VERSION, House
from app.services.views import CaseLine, CaseView

if TYPE_CHECKING:
    from db.local.decisions import Decision, Reservation

_NEWEST: Final = 50
LONGEST_REMARK: Final = 500


class CasesService:
    """Reads cases; writes what needs no new decision (phone, remark) and who looked at a full number."""

    def __init__(self, house: House) -> None:
        self._house = house

    def search(self, text: str, limit: int = _NEWEST) -> tuple[CaseLine, ...]:
        """The newest cases that fit what was typed; without a text simply the newest.

        Empty too when a newer search has overtaken this one.
        """
        if not text.strip():
            with self._house.store.read() as unit:
                return tuple(case_line(row) for row in unit.cases.newest(limit))
        asked = terms(text)
        groups = query_groups(asked)
        if not groups:
            return ()
        rows = self._house.store.searcher.cases(groups, limit) or []
        return tuple(case_line(row) for row in rows if self._really(asked, row))

    def _really(self, asked: Any, row: dict[str, Any]) -> bool:
        names = (row["applicant_name"], row["item_name"])
        if keeps(asked, names, (row["id_number"], row["phone"], row["case_no"])):
            return True
        # Found by the agent or the contact person, whom the line does not show.
        with self._house.store.read() as unit:
            whole = unit.cases.get(row["id"])
        if whole is None:
            return False
        agent = whole["agent"] or {}
        return keeps(
            asked,
            (*names, agent.get("name", ""), whole["applicant"].get("contact", "")),
            (
                row["id_number"],
                row["phone"],
                row["case_no"],
                agent.get("id_number", ""),
                agent.get("phone", ""),
            ),
        )

    def case(self, case_id: str) -> CaseView:
        """A whole case. Conflict("no-such-case")."""
        with self._house.store.read() as unit:
            row = unit.cases.get(case_id)
        if row is None:
            raise Conflict("no-such-case", id=case_id)
        return self._view(row)

    def by_no(self, number: str) -> CaseView | None:
        """The case with this number, typed or scanned; a notice's or the centre's number fits too."""
        parsed = parse_case_number(number)
        plain = fold(number)
        with self._house.store.read() as unit:
            row = unit.cases.by_no(str(parsed) if parsed else plain) or unit.cases.by_central_no(plain)
            if row is None:
                notice = unit.notices.by_number(number.strip())
                row = unit.cases.get(notice["case_id"]) if notice else None
        return None if row is None else self._view(row)

    def reveal(self, case_id: str) -> str:
        """The full document number; who asked and when is audited before it is given."""
        clerk = self._house.desk.signed_in()
        with self._house.store.unit() as unit:
            row = unit.cases.get(case_id)
            if row is None:
                raise Conflict("no-such-case", id=case_id)
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="reveal",
                subject=case_id,
                facts={"case_no": row["case_no"]},
            )
        return str(row["id_number"])

    def amend(self, case_id: str, *, phone: str | None = None, remark: str | None = None) -> CaseView:
        """Corrects the phone or the remark of a case, whatever its state; None leaves it as it is.

        Journalled and told to the centre like a decision, field by field. Rejected for a text that is too
        long, or when nothing would change; Conflict("no-such-case").
        """
        clerk = self._house.desk.signed_in()
        wanted: dict[str, str] = {}
        problems: list[Problem] = []
        if remark is not None:
            wanted["remark"] = " ".join(remark.split())
            if len(wanted["remark"]) > LONGEST_REMARK:
                facts: dict[str, object] = {"length": len(wanted["remark"]), "limit": LONGEST_REMARK}
                problems.append(Problem("remark", "too-long", facts))
        if phone is not None:
            checked = check_phone(phone) if phone.strip() else None
            wanted["phone"] = checked.value if checked else ""
            problems += [flaw.problem("phone") for flaw in checked.faults] if checked else []
        if problems:
            raise Rejected(problems)

        def build(reserved: Reservation) -> Decision:
            from db.local.cases import Cases
            from db.local.decisions import Decision, Plan
            from db.local.events import Events

            with self._house.store.read() as unit:
                old = unit.cases.get(case_id)
                version = unit.base.version("case", case_id)
            if old is None:
                raise Conflict("no-such-case", id=case_id)
            changes: dict[str, Any] = {name: text for name, text in wanted.items() if old[name] != text}
            if not changes:
                raise Rejected([Problem(name, "unchanged") for name in wanted or ("phone", "remark")])
            if "phone" in changes:
                changes["applicant"] = {**old["applicant"], "phone": changes["phone"]}
            facts = {"fields": sorted(wanted), "clerk_name": clerk.name, "clerk_number": clerk.number}
            row = {**old, **changes}
            plan = Plan()
            plan.do(Cases.update, case_id, old["version"], {**changes, "sync_state": waiting_state(old)})
            (before, known), (now, tok_v) = indexed_by(self._house, old), tokens_now(self._house, row)
            if before != now or known != tok_v:
                plan.do(Cases.reindex, case_id, before, now, tok_v)
            event: dict[str, Any] = {"at": reserved.at, "kind": "amend", "clerk": clerk.id, "facts": facts}
            plan.do(Events.append, case_id, **event, cmd_id=reserved.cmd_id)
            payload = {"changes": told_changes(old, row), "event": event}
            return Decision("case", case_id, payload, plan, base_version=version)

        self._house.store.decide("case.amend", clerk.id, build, cmd_version=COMMAND_VERSION)
        self._house.decided(frozenset({Subject.CASES, Subject.OUTBOX}))
        return self.case(case_id)

    def _view(self, row: dict[str, Any]) -> CaseView:
        item = item_of(self._house, row)
        with self._house.store.read() as unit:
            return case_view(self._house, unit, unit.cases.get(row["id"]) or row, item)
