"""The intake desk: visits are kept at every pause of typing, and decided once.

How decisions are made is loaded with the first of them, not with the window.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.errors import Conflict
from app.rules.case import RefusalGround
from app.rules.visit import Draft, draft_from, draft_record
from app.services.changes import Subject
from app.services.house import House
from app.services.views import CaseView, Confirmation, Decided, DraftView

if TYPE_CHECKING:
    from app.services.intake.deciding import Deciding


class IntakeService:
    """A visit from its first key to its decision, and what follows on a decided case."""

    def __init__(self, house: House) -> None:
        self._house = house

    @cached_property
    def _deciding(self) -> Deciding:
        from app.services.intake.deciding import Deciding

        return Deciding(self._house)

    # -- visits ---------------------------------------------------------------------------------

    def new_draft(self, owner: str = "") -> Draft:
        """An empty visit; nothing is stored until it is saved."""
        from db.local.ids import uuid7

        at = self._house.now()
        return Draft(id=uuid7(int(at.timestamp() * 1000)), opened_at=at, owner=owner)

    def save(self, draft: Draft) -> None:
        """Keeps the visit as it is now. Conflict("already-decided") when it has become a case."""
        item_name = self._item_name(draft)
        with self._house.store.unit() as unit:
            if draft.case_no is None and unit.cases.get(draft.id) is not None:
                raise Conflict("already-decided", id=draft.id)
            unit.drafts.put(
                draft.id,
                draft_record(draft),
                title=draft.applicant.name,
                owner=draft.owner,
                saved_at=self._house.now(),
                item_code=draft.item_code,
                item_name=item_name,
                case_no=draft.case_no,
            )
        self._house.tell(frozenset({Subject.DRAFTS}))

    def drafts(self) -> tuple[DraftView, ...]:
        """Unfinished visits of this window, the last saved first."""
        return self._house.drafts()

    def open(self, draft_id: str) -> Draft:
        """An unfinished visit. Conflict("no-such-draft")."""
        with self._house.store.read() as unit:
            row = unit.drafts.get(draft_id)
        if row is None:
            raise Conflict("no-such-draft", id=draft_id)
        return draft_from(row["record"])

    def discard(self, draft_id: str) -> None:
        """Throws an unfinished visit away; one that was not there is gone already."""
        with self._house.store.unit() as unit:
            unit.drafts.delete(draft_id)
        self._house.tell(frozenset({Subject.DRAFTS}))

    def _item_name(self, draft: Draft) -> str | None:
        if draft.item_code is None:
            return None
        return self._house.catalogue.item(draft.item_code, draft.item_version).name

    # -- decisions ------------------------------------------------------------------------------

    def confirm(self, draft: Draft) -> Confirmation:
        """What accepting would do; Rejected with everything that stands against it."""
        return self._deciding.confirm(draft)

    def accept(self, draft: Draft) -> Decided:
        """受理, or 容缺受理 when materials follow later; on an accepted case, what was owed comes in."""
        return self._deciding.accept(draft)

    def take_back(self, case_id: str) -> Draft:
        """撤回受理 within ten minutes: the case keeps its number and is a visit again."""
        return self._deciding.take_back(case_id)

    def preview_notify(self, draft: Draft) -> bytes:
        """The one-time notification as it would print, marked 预览 and without a number."""
        return self._deciding.preview_notify(draft)

    def notify(self, draft: Draft) -> Decided:
        """一次性告知/补正: everything missing, told once; on a later visit what came in is receipted."""
        return self._deciding.notify(draft)

    def receive(self, draft: Draft) -> Decided:
        """收件: taken in for later examination; the five days to say what is missing begin."""
        return self._deciding.receive(draft)

    def refuse(self, draft: Draft, ground: RefusalGround, authority: str = "", reason: str = "") -> Decided:
        """不予受理, on one of its two legal grounds; whoever is not competent says who is."""
        return self._deciding.refuse(draft, ground, authority, reason)

    # -- what follows ---------------------------------------------------------------------------

    def reopen(self, case_no: str) -> Draft:
        """A supplement visit on a case: only what is owed is 待核 again."""
        return self._deciding.reopen(case_no)

    def withdraw(self, case_id: str, reason: str) -> CaseView:
        """The applicant withdraws the application."""
        return self._deciding.withdraw(case_id, reason)

    def pause(self, case_id: str, step: str, days: int | None, reason: str = "") -> Decided:
        """特殊环节: its time is not counted, told in writing; `step` is a value of PauseStep."""
        return self._deciding.pause(case_id, step, days, reason)

    def resume(self, case_id: str) -> CaseView:
        """The special step is over: the clocks go on."""
        return self._deciding.resume(case_id)

    def conclude(self, case_id: str, *, granted: bool, result: str) -> CaseView:
        """The decision on the application itself."""
        return self._deciding.conclude(case_id, granted=granted, result=result)

    def deliver(
        self,
        case_id: str,
        documents: tuple[str, ...] = (),
        *,
        way: str = "",
        recipient: str = "",
        remark: str = "",
    ) -> Decided:
        """送达回证 for what is handed over; the result of a concluded case is delivered with it."""
        return self._deciding.deliver(case_id, documents, way=way, recipient=recipient, remark=remark)

    def sweep(self) -> tuple[str, ...]:
        """What the law does by itself: 视为受理 after five days, withdrawn after the supplement limit."""
        return self._deciding.sweep()
