"""The visit as the desk holds it: the present Draft, the ones before it for undo, what follows from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.clock import hall_day
from app.records import dataclass
from app.rules.catalogue import Material, Question, ServiceItem, materials_for, questions_for
from app.rules.checklist import next_unchecked
from app.rules.visit import Draft
from app.services.views import CertificateView, PartyLine
from ui.models.materials import in_table_order
from ui.pages.intake import wording
from ui.pages.intake.outlook import Outlook, outlook
from ui.pages.intake.place import Place
from ui.pages.intake.saving import DraftSaver

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

UNDO_DEPTH: Final = 200


@dataclass(frozen=True, slots=True)
class _Step:
    """One undoable act: the visit before it, and where the clerk stood."""

    draft: Draft
    place: Place
    code: str | None


class DeskState(QObject):
    """Holds the open visit and tells whoever shows it; `Desk` says what a clerk's act makes of it."""

    visit_changed = Signal()  # draft, item or list differ: show them again
    place_wanted = Signal(object)  # Place: the clerk's act moves the focus there
    row_wanted = Signal(str)  # material code: this row becomes the current one
    chooser_wanted = Signal(str)  # material code: a reason or a day has to be chosen
    spoke = Signal(str)  # one line for the footer
    undoable = Signal(str)  # what Ctrl+Z would take back
    undone = Signal()
    trouble = Signal(object)  # AppError nobody nearer could show
    visits_listed = Signal(object)  # tuple[DraftView, ...]
    visit_left = Signal()  # the desk is empty now

    def __init__(self, hall: Hall, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._tasks = tasks
        self._draft: Draft | None = None
        self._item: ServiceItem | None = None
        self._known_items: dict[str, ServiceItem] = {}  # of this visit, for undo
        self._known: PartyLine | None = None
        self._certificates: tuple[CertificateView, ...] = ()
        self._owed: frozenset[str] | None = None  # supplement visit: the only materials still to be seen
        self._materials: tuple[Material, ...] = ()
        self._undo: list[_Step] = []
        self._current: str | None = None
        self._place = Place.IDLE
        self._last_held = ""
        self._saver = DraftSaver(hall, tasks, self)
        self._saver.trouble.connect(self.trouble)
        self._fetching = False
        self._confirm_when_fetched = False

    # -- what the panels show ------------------------------------------------------------------

    @property
    def draft(self) -> Draft | None:
        return self._draft

    @property
    def item(self) -> ServiceItem | None:
        return self._item

    @property
    def known(self) -> PartyLine | None:
        """The known applicant this visit started from; None for a new one."""
        return self._known

    @property
    def materials(self) -> tuple[Material, ...]:
        """The materials to be seen, in table order."""
        return self._materials

    @property
    def is_supplement(self) -> bool:
        return self._owed is not None

    @property
    def questions(self) -> tuple[Question, ...]:
        if self._draft is None or self._item is None:
            return ()
        return questions_for(self._item, self._draft.facts)

    @property
    def outlook(self) -> Outlook:
        return outlook(self._draft, self._item, self._materials)

    @property
    def today(self) -> date:
        return hall_day(self._hall.clock.now())

    @property
    def place(self) -> Place:
        """Where the clerk last was."""
        return self._place

    def number_of(self, code: str) -> int:
        """The number of a row as the clerk says it."""
        return next(n for n, material in enumerate(self._materials, start=1) if material.code == code)

    def stand_at(self, place: Place, code: str | None = None) -> None:
        """The clerk moved: undo comes back here."""
        self._place = place
        if code is not None:
            self._current = code

    def to_first_unchecked(self) -> bool:
        """Move to the first row still 待核; False when there is none."""
        if self._draft is None or next_unchecked(self._materials, self._draft.marks) is None:
            return False
        self._to_next_row(0)
        return True

    def _to_next_row(self, start: int) -> None:
        if self._draft is None:
            return
        following = next_unchecked(self._materials, self._draft.marks, start)
        if following is None:
            self.place_wanted.emit(Place.CONCLUSION)
            return
        self._current = self._materials[following].code
        self.row_wanted.emit(self._current)
        self.place_wanted.emit(Place.TABLE)

    # -- undo and saving ---------------------------------------------------------------------------

    def undo(self) -> None:
        """Ctrl+Z: the visit as it was before the last act."""
        if self._draft is None or not self._undo:
            self.spoke.emit(wording.nothing_to_undo())
            return
        step = self._undo.pop()
        self._item = self._known_items.get(step.draft.item_code or "")
        self._set(step.draft)
        self.undone.emit()
        if step.code is not None and any(m.code == step.code for m in self._materials):
            self._current = step.code
            self.row_wanted.emit(step.code)
        self.place_wanted.emit(step.place)

    def _change(self, draft: Draft, text: str | None) -> None:
        """One act of the clerk; `text` names it in the undo bar."""
        if self._draft is None or draft == self._draft:
            return
        self._undo.append(_Step(self._draft, self._place, self._current))
        del self._undo[:-UNDO_DEPTH]
        self._set(draft)
        if text is not None:
            self.undoable.emit(text)

    def _set(self, draft: Draft) -> None:
        self._draft = draft
        self._refresh()
        self._saver.save(draft)

    def _refresh(self) -> None:
        if self._draft is None or self._item is None:
            self._materials = ()
        else:
            listed = materials_for(self._item, self._draft.facts)
            if self._owed is not None:
                listed = tuple(material for material in listed if material.code in self._owed)
            self._materials = in_table_order(listed, self._draft.marks)
        self.visit_changed.emit()
