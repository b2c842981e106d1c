"""The legal acts of a visit: F8 tell once, F9 accept, Alt+B refuse, receipt of papers, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, Rejected
from app.rules.case import RefusalGround
from app.rules.catalogue import unanswered
from app.rules.checklist import accept_problems, next_unchecked, notify_problems
from app.rules.visit import Draft
from ui import messages
from ui.pages.intake import wording
from ui.pages.intake.place import Place

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.pages.intake.desk import Desk
    from ui.tasks import Tasks

T = TypeVar("T")


class Decisions(QObject):
    """Asks, confirms once where the law wants it, decides exactly once."""

    confirmation = Signal(object)  # Confirmation: show the strip, Enter accepts
    preview = Signal(object)  # bytes: the one-time notice, marked 预览; Enter prints and records it
    refusal_wanted = Signal()  # show the strip with the two grounds
    decided = Signal(object)  # Decided: the notices lie on the desk
    closed = Signal()  # the strip or preview is gone, the visit is open again
    spoke = Signal(str)
    trouble = Signal(object)

    def __init__(self, desk: Desk, hall: Hall, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hall = hall
        self._tasks = tasks
        self._asked: Draft | None = None  # the visit the open strip or preview speaks of
        self._running = False

    @property
    def is_running(self) -> bool:
        """A decision is being recorded: no second one starts."""
        return self._running

    @property
    def is_asking(self) -> bool:
        return self._asked is not None

    # -- F9 ------------------------------------------------------------------------------------------

    def ask_accept(self) -> None:
        """F9: show what would be accepted, or move to what blocks it."""
        draft = self._ready()
        if draft is None or self._asked is not None:
            return
        if self._move_to_unchecked(draft):
            return
        problems = accept_problems(self._desk.materials, draft.marks)
        if problems:
            code = problems[0].field
            self._desk.row_wanted.emit(code)
            self._desk.place_wanted.emit(Place.TABLE)
            number = self._desk.number_of(code)
            no_day = problems[0].code == "defer-no-date"
            may_follow = self._desk.material(code).deferrable
            self.spoke.emit(
                wording.day_needed(number) if no_day else wording.missing_first(number, may_follow=may_follow)
            )
            return
        self._ask(draft, lambda: self._hall.intake.confirm(draft), self.confirmation.emit)

    def accept(self) -> None:
        """The second Enter."""
        draft = self._asked
        if draft is not None:
            self._decide(lambda: self._hall.intake.accept(draft))

    # -- F8 ------------------------------------------------------------------------------------------

    def ask_notify(self) -> None:
        """F8: look at the notice first; a row still 待核 makes it incomplete, so go there."""
        draft = self._ready()
        if draft is None or self._asked is not None:
            return
        if self._move_to_unchecked(draft):
            return
        if notify_problems(self._desk.materials, draft.marks):
            self.spoke.emit(wording.nothing_missing())
            self._desk.place_wanted.emit(Place.CONCLUSION)
            return
        self._ask(draft, lambda: self._hall.intake.preview_notify(draft), self.preview.emit)

    def notify(self) -> None:
        draft = self._asked
        if draft is not None:
            self._decide(lambda: self._hall.intake.notify(draft))

    # -- the others ----------------------------------------------------------------------------------

    def receive(self) -> None:
        """Take the papers in against a receipt; the five days to say what is missing start."""
        draft = self._ready()
        if draft is not None and self._asked is None:
            self._decide(lambda: self._hall.intake.receive(draft))

    def ask_refuse(self) -> None:
        """Alt+B: the two legal grounds; incomplete papers are never one."""
        draft = self._desk.draft
        if draft is None or self._running or self._asked is not None:
            if draft is None:
                self.spoke.emit(wording.nothing_open())
            return
        if draft.applicant.is_empty:
            self._go(Place.APPLICANT, wording.applicant_first())
            return
        if self._desk.item is None:
            self._go(Place.ITEM, wording.item_first())
            return
        self._asked = draft
        self.refusal_wanted.emit()

    def refuse(self, ground: RefusalGround, authority: str, reason: str) -> None:
        draft = self._asked
        if draft is not None:
            self._decide(lambda: self._hall.intake.refuse(draft, ground, authority, reason))

    def take_back(self, case_id: str) -> None:
        """Alt+Z within ten minutes: the case is a visit again."""
        if self._running:
            return
        self._running = True
        self._tasks.run(
            lambda: self._hall.intake.take_back(case_id),
            done=self._was_taken_back,
            failed=self._not_decided,
            owner=self,
        )

    def close(self) -> None:
        """Esc: nothing was decided, the visit is as it was."""
        if self._asked is None or self._running:
            return
        self._asked = None
        self.closed.emit()

    def _was_taken_back(self, draft: Draft) -> None:
        self._running = False
        self._asked = None
        self.closed.emit()
        self._desk.taken_back(draft)

    def _ready(self) -> Draft | None:
        """The visit when a decision can be thought of; otherwise the focus goes to what is missing."""
        draft, item = self._desk.draft, self._desk.item
        if self._running:
            self.spoke.emit(wording.recording())
            return None
        if draft is None:
            self.spoke.emit(wording.nothing_open())
            return None
        if draft.applicant.is_empty:
            self._go(Place.APPLICANT, wording.applicant_first())
            return None
        if item is None:
            self._go(Place.ITEM, wording.item_first())
            return None
        if unanswered(item, draft.facts):
            self._go(Place.SITUATION, wording.answer_first())
            return None
        return draft

    def _move_to_unchecked(self, draft: Draft) -> bool:
        following = next_unchecked(self._desk.materials, draft.marks)
        if following is None:
            return False
        self._desk.to_first_unchecked()
        self.spoke.emit(wording.unchecked_first(following + 1))
        return True

    def _go(self, place: Place, sentence: str) -> None:
        self._desk.place_wanted.emit(place)
        self.spoke.emit(sentence)

    def _ask(self, draft: Draft, call: Callable[[], T], show: Callable[[T], None]) -> None:
        """Ask the service what the decision would be; the visit waits unchanged."""
        self._asked = draft
        self._running = True

        def answered(result: T) -> None:
            self._running = False
            show(result)

        self._tasks.run(call, done=answered, failed=self._not_asked, owner=self)

    def _not_asked(self, error: AppError) -> None:
        self._running = False
        self._asked = None
        self.closed.emit()
        self._show(error)

    def _decide(self, call: Callable[[], object]) -> None:
        if self._running:
            self.spoke.emit(wording.recording())
            return
        self._running = True
        self._tasks.run(call, done=self._was_decided, failed=self._not_decided, owner=self)

    def _was_decided(self, decided: object) -> None:
        self._running = False
        self._asked = None
        self._desk.leave_decided()
        self.decided.emit(decided)

    def _not_decided(self, error: AppError) -> None:
        self._running = False
        self._show(error)

    def _show(self, error: AppError) -> None:
        """What the clerk can mend is shown where it is; everything else goes to the banner."""
        if isinstance(error, Rejected) and error.problems:
            first = error.problems[0]
            if any(material.code == first.field for material in self._desk.materials):
                self._desk.row_wanted.emit(first.field)
                self._desk.place_wanted.emit(Place.TABLE)
            self.spoke.emit(messages.sentence(error))
            return
        self.trouble.emit(error)
