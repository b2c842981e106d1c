"""The visit on the desk: every change is a new Draft, the one before is the undo, each is saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app.errors import AppError, Unavailable
from app.rules.catalogue import Material, ServiceItem, materials_for, unanswered
from app.rules.checklist import MaterialState, MissingReason, defer_refusal, owed
from app.rules.party import Agent, Party
from app.rules.visit import Draft
from app.services.views import CertificateView, DraftView, PartyLine
from ui.pages.intake import wording
from ui.pages.intake.certificates import with_certificates
from ui.pages.intake.deadlines import default_due
from ui.pages.intake.desk_state import DeskState
from ui.pages.intake.outlook import marked
from ui.pages.intake.place import Place


class Desk(DeskState):
    """What the clerk's acts make of the visit; panels show it, the worker stores it."""

    # -- opening and leaving a visit -------------------------------------------------------------

    def next_visit(self) -> None:
        """F2 without a ticket machine: a person walks up. A visit in hand is kept as unfinished."""
        if self._draft is not None and self._draft.is_empty:
            self.place_wanted.emit(Place.APPLICANT)
            return
        left = self._leave()
        clerk = self._hall.session.current
        fresh = self._hall.intake.new_draft(clerk.id if clerk is not None else "")
        self._take(replace(fresh, serving_since=self._hall.clock.now()))
        self.place_wanted.emit(Place.APPLICANT)
        if left is not None:
            self.spoke.emit(wording.held(left.applicant.name))

    def serve(self, number: str, party: Party, known: PartyLine | None, item: ServiceItem | None) -> None:
        """The person of a ticket is at the window; what the kiosk was told is filled in already."""
        left = self._leave()
        clerk = self._hall.session.current
        fresh = self._hall.intake.new_draft(clerk.id if clerk is not None else "")
        self._take(replace(fresh, serving_since=self._hall.clock.now(), ticket=number, applicant=party))
        if known is not None:
            self.set_known(known)
        elif party.is_empty or not party.name:
            self.place_wanted.emit(Place.APPLICANT)
        else:
            self.place_wanted.emit(Place.ITEM)
        if item is not None and not party.is_empty:
            self.choose_item(item)
        if left is not None:
            self.spoke.emit(wording.held(left.applicant.name))

    def hold(self) -> None:
        """Ctrl+S: the visit stays on disk, the window is free."""
        if self._draft is None:
            self.spoke.emit(wording.nothing_open())
            return
        left = self._leave()
        self._show_empty()
        if left is not None:
            self._last_held = left.id
            self.undoable.emit(wording.set_aside(left.applicant.name))
            self.spoke.emit(wording.held(left.applicant.name))

    def leave_decided(self) -> None:
        """The visit became a case: nothing to keep."""
        self._saver.forget()
        self._draft = None
        self._last_held = ""
        self._show_empty()

    def drop_empty(self) -> bool:
        """Esc on a visit nothing was typed into; False when there is something to keep."""
        if self._draft is None or not self._draft.is_empty:
            return False
        self._draft = None
        self._show_empty()
        return True

    def resume(self, draft_id: str) -> None:
        """An unfinished visit comes back to the desk."""
        self._leave()
        self._tasks.run(
            lambda: self._with_item(self._hall.intake.open(draft_id)),
            done=self._opened,
            failed=self.trouble.emit,
            owner=self,
        )

    def discard(self, draft_id: str) -> None:
        """An unfinished visit is thrown away; the caller has asked for the second Enter."""
        self._tasks.run(
            lambda: self._hall.intake.discard(draft_id),
            done=lambda _: self.list_visits(),
            failed=self.trouble.emit,
            owner=self,
        )

    def other_visit(self, visits: tuple[DraftView, ...]) -> None:
        """Ctrl+Tab: the next of the unfinished visits."""
        ids = [visit.id for visit in visits]
        here = self._draft.id if self._draft is not None else None
        others = [each for each in ids if each != here]
        if not others:
            self.spoke.emit(wording.no_other_visit())
            return
        after = ids.index(here) + 1 if here in ids else 0
        self.resume(next(each for each in ids[after:] + ids[:after] if each != here))

    def supplement(self, case_no: str) -> None:
        """The applicant came back with what was missing: open the case for what is still owed."""
        self._leave()
        self._tasks.run(
            lambda: self._with_item(self._hall.intake.reopen(case_no)),
            done=self._opened,
            failed=self.trouble.emit,
            owner=self,
        )

    def taken_back(self, draft: Draft) -> None:
        """A decision was taken back: its visit is on the desk again."""
        self._tasks.run(
            lambda: self._with_item(draft), done=self._opened, failed=self.trouble.emit, owner=self
        )

    def list_visits(self) -> None:
        self._tasks.run(
            self._hall.intake.drafts, done=self.visits_listed.emit, failed=self.trouble.emit, owner=self
        )

    def _with_item(self, draft: Draft) -> tuple[Draft, ServiceItem | None]:
        """A visit and its item in the version it was begun with; on the worker, it may be an old one."""
        if draft.item_code is None:
            return draft, None
        return draft, self._hall.catalogue.item(draft.item_code, draft.item_version)

    def _opened(self, found: tuple[Draft, ServiceItem | None]) -> None:
        draft, item = found
        self._take(draft, item)
        if draft.item_code is None:
            self.place_wanted.emit(Place.APPLICANT if draft.applicant.is_empty else Place.ITEM)
            return
        if draft.case_no is not None:
            case_no = draft.case_no
            self._tasks.run(
                lambda: self._hall.cases.by_no(case_no),
                done=self._still_owed,
                failed=self.trouble.emit,
                owner=self,
            )
            return
        self._go_on()

    def _still_owed(self, case: object) -> None:
        from app.services.views import CaseView

        if isinstance(case, CaseView) and self._draft is not None and self._item is not None:
            listed = materials_for(self._item, self._draft.facts)
            # A case that was taken back owes nothing: its visit is shown whole.
            self._owed = frozenset(material.code for material in owed(listed, case.marks)) or None
            self._refresh()
        self._go_on()

    def _go_on(self) -> None:
        """Focus where the visit was left off."""
        if self._item is not None and self._draft is not None and unanswered(self._item, self._draft.facts):
            self.place_wanted.emit(Place.SITUATION)
            return
        self._to_next_row(0)

    def _take(self, draft: Draft, item: ServiceItem | None = None) -> None:
        self._draft = draft
        self._known = None
        self._certificates = ()
        self._owed = None
        self._undo.clear()
        self._current = None
        self._last_held = ""
        self._item = item
        self._known_items = {item.code: item} if item is not None else {}
        self._refresh()
        self._fetch_certificates()

    def _leave(self) -> Draft | None:
        """Put the open visit aside; it is on disk since its last change."""
        left, self._draft = self._draft, None
        return None if left is None or left.is_empty else left

    def _show_empty(self) -> None:
        self._item = None
        self._known = None
        self._certificates = ()
        self._owed = None
        self._undo.clear()
        self._refresh()
        self.visit_left.emit()
        self.list_visits()
        self.place_wanted.emit(Place.IDLE)

    # -- applicant ---------------------------------------------------------------------------------

    def set_known(self, line: PartyLine) -> None:
        """A known applicant was chosen: F2, initials, Enter."""
        if self._draft is None:
            return
        self._change(replace(self._draft, applicant=line.party), wording.applicant_set(line.party.name))
        self._known = line
        self._fetch_certificates()
        self._refresh()
        self._after_applicant()

    def set_applicant(self, party: Party, agent: Agent | None) -> None:
        """A new or corrected applicant was typed or read from a card."""
        if self._draft is None:
            return
        if party.party_id == "" or self._known is None or self._known.party.party_id != party.party_id:
            self._known = None
        self._change(replace(self._draft, applicant=party, agent=agent), wording.applicant_set(party.name))
        self._fetch_certificates()
        self._after_applicant()

    def _after_applicant(self) -> None:
        if self._item is None:
            self.place_wanted.emit(Place.ITEM)
        else:
            self._go_on()

    def _fetch_certificates(self) -> None:
        if self._draft is None or not self._draft.applicant.id_number:
            return
        visit, number = self._draft.id, self._draft.applicant.id_number
        self._tasks.run(
            lambda: self._hall.parties.certificates(number),
            done=lambda found: self._certificates_known(visit, found),
            failed=self.trouble.emit,
            owner=self,
        )

    def _certificates_known(self, visit: str, found: tuple[CertificateView, ...]) -> None:
        if self._draft is None or self._draft.id != visit:
            return
        self._certificates = found
        self._apply_certificates()

    def _apply_certificates(self) -> None:
        """Rows a valid certificate stands in for become 免提交; a row the clerk has marked is left alone."""
        if self._draft is None or self._item is None:
            return
        exempted = with_certificates(self._draft, self._item, self._certificates, self.today)
        if exempted != self._draft:
            self._set(exempted)

    # -- item and situation ------------------------------------------------------------------------

    def choose_item(self, item: ServiceItem) -> None:
        """The item of this visit; the answers of the last time are fetched behind it."""
        if self._draft is None:
            self.next_visit()
        if self._draft is None:
            return
        self._item = item
        self._known_items[item.code] = item
        self._owed = None
        self._change(self._draft.with_item(item), wording.item_chosen(item.name))
        self._refresh()  # the same item may have come in another version
        self._apply_certificates()
        self.place_wanted.emit(Place.SITUATION)
        if not item.questions:
            self._to_next_row(0)
            return
        visit, party, code = self._draft.id, self._draft.applicant.party_id, item.code
        if not party:
            return
        self._fetching = True
        self._tasks.run(
            lambda: self._hall.parties.last_answers(party, code),
            done=lambda answers: self._answers_known(visit, code, answers),
            failed=self._answers_unknown,
            owner=self,
        )

    def _answers_known(self, visit: str, code: str, answers: Mapping[str, str]) -> None:
        self._fetching = False
        draft, item = self._draft, self._item
        if draft is None or item is None or draft.id != visit or item.code != code:
            return
        offered = {q.code: {choice.code for choice in q.choices} for q in item.questions}
        usable = {q: a for q, a in answers.items() if a in offered.get(q, set()) and q not in draft.answers}
        if usable:
            self._set(replace(draft, answers=MappingProxyType({**usable, **draft.answers})))
            self._apply_certificates()
            self.spoke.emit(wording.answers_as_last_time())
        if self._confirm_when_fetched:
            self._confirm_when_fetched = False
            self.confirm_situation()

    def _answers_unknown(self, error: AppError) -> None:
        self._fetching = self._confirm_when_fetched = False
        self.trouble.emit(error)

    def answer(self, question: str, choice: str) -> None:
        """One digit in the situation guide; the last answer opens the table."""
        if self._draft is None or self._item is None:
            return
        self._change(self._draft.with_answer(question, choice), wording.answered())
        self._apply_certificates()

    def confirm_situation(self) -> None:
        """Enter in the guide: on to the first row to check, or to the question still open."""
        if self._draft is None or self._item is None:
            self.place_wanted.emit(Place.ITEM)
            return
        if self._fetching:
            self._confirm_when_fetched = True
            return
        if unanswered(self._item, self._draft.facts):
            self.spoke.emit(wording.answer_first())
            self.place_wanted.emit(Place.SITUATION)
            return
        self._to_next_row(0)

    # -- marks --------------------------------------------------------------------------------------

    def material(self, code: str) -> Material:
        return next(material for material in self._materials if material.code == code)

    def mark(self, code: str, state: MaterialState) -> None:
        """One digit in the table: mark, save, go to the next row still to check."""
        if self._draft is None:
            return
        material = self.material(code)
        if state is MaterialState.DEFERRED:
            refusal = defer_refusal(material)
            if refusal is not None:
                self.spoke.emit(wording.defer_refused(refusal, self.number_of(code), material.name))
                return
        deferring = state is MaterialState.DEFERRED
        due = default_due(material, self.today, self._hall.calendar) if deferring else None
        mark = marked(self._draft.mark(code), state, material, due)
        self._current = code
        self._change(self._draft.with_mark(code, mark), wording.marked(self.number_of(code), state))
        if deferring and mark.due is None:
            self.spoke.emit(wording.day_needed(self.number_of(code)))
            self.chooser_wanted.emit(code)
            return
        self._to_next_row(self.number_of(code))

    def set_reason(self, code: str, reason: MissingReason, note: str = "") -> None:
        if self._draft is not None:
            mark = replace(self._draft.mark(code), reason=reason, note=note)
            self._change(self._draft.with_mark(code, mark), wording.reason_set(self.number_of(code)))

    def set_due(self, code: str, due: date) -> None:
        if self._draft is not None:
            mark = replace(self._draft.mark(code), due=due)
            self._change(self._draft.with_mark(code, mark), wording.day_set(self.number_of(code)))

    def set_way(self, code: str, way: str) -> None:
        if self._draft is not None:
            mark = replace(self._draft.mark(code), way=way)
            self._change(self._draft.with_mark(code, mark), wording.day_set(self.number_of(code)))

    def tick(self, code: str, point: int, *, ticked: bool) -> None:
        """A review point was looked at."""
        if self._draft is not None:
            mark = self._draft.mark(code)
            points = mark.points_checked | {point} if ticked else mark.points_checked - {point}
            self._change(self._draft.with_mark(code, replace(mark, points_checked=points)), None)

    def scan(self, code: str, content: bytes, name: str) -> None:
        """Pages of a material: stored under their own digest, then noted in its mark."""
        if self._draft is None:
            return
        visit = self._draft.id
        self._tasks.run(
            lambda: self._hall.scans.add(content, name),
            done=lambda digest: self._scanned(visit, code, digest),
            failed=self.trouble.emit,
            owner=self,
        )

    def scan_file(self, code: str, path: Path) -> None:
        """A file dropped on the row or chosen; it is read where nobody waits for it."""
        if self._draft is None:
            return
        visit = self._draft.id
        most = self._hall.settings.limits.scan_megabytes * 1_000_000 + 1

        def keep() -> str:
            try:
                with path.open("rb") as stream:
                    content = stream.read(most)  # one byte over the limit is enough to be refused
            except OSError as error:
                raise Unavailable("cannot-read", path=path.name, why=error.strerror) from error
            return self._hall.scans.add(content, path.name)

        self._tasks.run(
            keep,
            done=lambda digest: self._scanned(visit, code, digest),
            failed=self.trouble.emit,
            owner=self,
        )

    def _scanned(self, visit: str, code: str, digest: str) -> None:
        if self._draft is None or self._draft.id != visit:
            return
        mark = self._draft.mark(code)
        if digest in mark.scans:
            self.spoke.emit(wording.scanned_already(self.number_of(code)))
            return
        scanned = replace(mark, scans=(*mark.scans, digest))
        self._change(self._draft.with_mark(code, scanned), wording.scanned(self.number_of(code)))

    def row_done(self, code: str) -> None:
        """The chooser of this row was closed: on to the next row."""
        self._to_next_row(self.number_of(code))

    def undo(self) -> None:
        """Ctrl+Z: the visit as it was before the last act; right after Ctrl+S, the visit itself."""
        if self._draft is None and self._last_held:
            self.resume(self._last_held)
            return
        super().undo()
