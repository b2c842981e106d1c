"""The queue workspace (Alt+4): the whole list, the missed, the windows, and what may be done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.errors import AppError
from app.records import dataclass
from app.rules.ticket import Ticket, TicketState
from app.services.changes import Changes, Subject
from app.services.queue.views import CounterLine
from ui import messages, theme
from ui.actions import Actions
from ui.bridge import HallSignals
from ui.models.hits import Hit
from ui.pages.queue.lines import counter_hit, ticket_hit
from ui.widgets.chip import Chip
from ui.widgets.hit_list import HitList
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.panel import Panel
from ui.widgets.pick_box import Pick, PickBox
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

_ENDED: Final = frozenset({TicketState.DONE, TicketState.VOID})
_FIRST: Final = {
    TicketState.CALLED: 0,
    TicketState.SERVING: 1,
    TicketState.HELD: 2,
    TicketState.WAITING: 3,
    TicketState.MISSED: 4,
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the page shows, read in one go."""

    tickets: tuple[Ticket, ...]
    counters: tuple[CounterLine, ...]
    figures: tuple[int, int, int, int | None]  # taken, served, missed, mean wait


class QueuePage(Workspace):
    """Enter on a number or a window says what can be done about it; Ctrl+E saves the day's figures."""

    spoke = Signal(str)
    trouble = Signal(object)  # AppError
    undo_offered = Signal(str, object)

    def __init__(self, hall: Hall, tasks: Tasks, signals: HallSignals, actions: Actions) -> None:
        super().__init__()
        self._hall, self._tasks = hall, tasks
        self._tickets: dict[str, Ticket] = {}
        self._counters: dict[str, CounterLine] = {}
        self._all = False
        self._dialog: QFileDialog | None = None
        self.box = PickBox(self)
        self.list_panel = Panel(self.tr("Numbers of today"), "bullhorn-outline", pad=False)
        self.count = Chip("wait", "")
        self.list_panel.add_to_head(self.count)
        self.list = HitList()
        self.list.setAccessibleName(self.tr("Numbers of today"))
        self.list_panel.body.addWidget(self.list)
        self.list_panel.set_first_focus(self.list)
        foot = self.list_panel.add_foot()
        self.whole = KeyButton(self.tr("Ended ones too"), "", icon="history")
        self.whole.setCheckable(True)
        self.whole.toggled.connect(self._show_whole)
        self.save = KeyButton(
            self.tr("Save the day's figures"), actions["export"].keys, icon="file-export-outline"
        )
        self.save.clicked.connect(self.export)
        self.figures = ElidedLabel("", "small")
        foot.addWidget(self.figures, 1)
        foot.addWidget(self.whole)
        foot.addWidget(self.save)
        self.counter_panel = Panel(self.tr("Windows"), "monitor-account", pad=False)
        self.counter_list = HitList()
        self.counter_list.setAccessibleName(self.tr("Windows"))
        self.counter_panel.body.addWidget(self.counter_list)
        self.counter_panel.set_first_focus(self.counter_list)
        row = QHBoxLayout(self)
        gutter = theme.px("size.gutter")
        row.setContentsMargins(gutter, gutter, gutter, gutter)
        row.setSpacing(gutter)
        row.addWidget(self.list_panel, 3)
        row.addWidget(self.counter_panel, 2)
        self.list.taken.connect(self._ask_ticket)
        self.counter_list.taken.connect(self._ask_counter)
        signals.changed.connect(self._on_changed)
        actions.on("export", self.export, self)

    # -- showing -------------------------------------------------------------------------------------

    def begin(self) -> None:
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        self._tasks.run(self._read, done=self._show, failed=self.trouble.emit, owner=self)

    def _read(self) -> _Seen:
        queue = self._hall.queue
        total = queue.report().total
        return _Seen(
            tuple(each.ticket for each in queue.of_day()),
            queue.counter_lines(),
            (total.taken, total.served, total.missed, total.waited_mean_s),
        )

    def _on_changed(self, changes: Changes) -> None:
        if Subject.QUEUE in changes and self.isVisible():
            self.refresh()

    def _show_whole(self, shown: bool) -> None:
        self._all = shown
        self.refresh()

    def _show(self, seen: _Seen) -> None:
        rules, now = self._hall.queue.rules, self._hall.clock.now()
        self._tickets = {each.number: each for each in seen.tickets}
        self._counters = {each.no: each for each in seen.counters}
        listed = [each for each in seen.tickets if self._all or each.state not in _ENDED]
        listed.sort(key=lambda each: (_FIRST.get(each.state, 9), each.place_at))
        self.list.show_hits([ticket_hit(each, rules, now) for each in listed])
        self.counter_list.show_hits([counter_hit(each) for each in seen.counters])
        waiting = sum(each.state is TicketState.WAITING for each in seen.tickets)
        self.count.show_state("wait", self.tr("%n waiting", "", waiting))
        taken, served, missed, mean = seen.figures
        told = self.tr("taken {taken} · served {served} · missed {missed}").format(
            taken=taken, served=served, missed=missed
        )
        if mean is not None:
            told += " · " + self.tr("waited {minutes} min on average").format(minutes=mean // 60)
        self.figures.setText(told)

    # -- what can be done ----------------------------------------------------------------------------

    def _corner(self, widget: HitList) -> QPoint:
        """Below the chosen line, and never out of the page."""
        line = widget.visualRect(widget.currentIndex())
        below = widget.viewport().mapTo(self, line.bottomLeft() + QPoint(theme.px(40), theme.px(4)))
        return QPoint(below.x(), min(below.y(), self.height() - theme.px(220)))

    def _ask_ticket(self, hit: Hit) -> None:
        ticket = self._tickets.get(str(hit.key))
        if ticket is None:
            return
        number, queue = ticket.number, self._hall.queue
        transfer = Pick(self.tr("Transfer"), partial(self._ask_transfer, number))
        picks: list[Pick] = []
        match ticket.state:
            case TicketState.WAITING:
                picks = [
                    transfer,
                    Pick(self.tr("First, on proof"), partial(self._ask_proof, number)),
                    Pick(self.tr("Void"), self._doing(partial(queue.taking.void, ticket.id, "given-back"))),
                ]
            case TicketState.MISSED:
                picks = [Pick(self.tr("Back into the queue"), self._doing(partial(queue.bring_back, number)))]
        if not picks:
            self.spoke.emit(
                self.tr("{number}: nothing to do here, it is at its window or over").format(number=number)
            )
            return
        self.box.ask(number, picks, self._corner(self.list))

    def _ask_transfer(self, number: str) -> None:
        def typed(text: str) -> None:
            letter = text.upper()
            target = {"business": letter} if letter.isascii() and letter.isalpha() else {"counter": text}
            self._do(partial(self._hall.queue.transfer, number=number, **target))

        title = self.tr("Transfer to a business (letter) or window (number)")
        self.box.ask(title, (), self._corner(self.list), typed=typed, hint="B / 5")

    def _ask_proof(self, number: str) -> None:
        def typed(text: str) -> None:
            self._do(partial(self._hall.queue.promote, number, text))

        title = self.tr("Which proof was looked at?")
        self.box.ask(
            title, (), self._corner(self.list), typed=typed, hint=self.tr("disabled person's card …")
        )

    def _ask_counter(self, hit: Hit) -> None:
        line = self._counters.get(str(hit.key))
        if line is None:
            return
        picks = [Pick(self.tr("What it serves"), partial(self._ask_serves, line))]
        if line.reserved:
            picks.append(Pick(self.tr("Take its reserved numbers back"), partial(self._ask_reason, line)))
        self.box.ask(hit.title, picks, self._corner(self.counter_list))

    def _ask_serves(self, line: CounterLine) -> None:
        def typed(text: str) -> None:
            serves, _, prefers = text.upper().replace("，", ",").partition(",")
            self._do(
                partial(
                    self._hall.queue.set_businesses,
                    line.no,
                    tuple(dict.fromkeys(serves.strip())),
                    tuple(dict.fromkeys(prefers.strip())),
                )
            )

        listed = "  ".join(f"{each.letter} {each.name}" for each in self._hall.queue.rules.businesses)
        title = self.tr("Letters it serves, after a comma those it takes first")
        now = ",".join(filter(None, ("".join(line.serves), "".join(line.prefers))))
        self.box.ask("\n".join((title, listed)), (), self._corner(self.counter_list), typed=typed, hint=now)

    def _ask_reason(self, line: CounterLine) -> None:
        def typed(text: str) -> None:
            self._do(partial(self._hall.queue.reclaim, line.no, text))

        title = self.tr("Why? The centre agrees only when the window was suspended first")
        self.box.ask(
            title, (), self._corner(self.counter_list), typed=typed, hint=self.tr("window 3 has no power")
        )

    def _doing(self, call: Callable[[], object]) -> Callable[[], object]:
        return partial(self._do, call)

    def _do(self, call: Callable[[], object]) -> None:
        self._tasks.run(call, done=self._on_done, failed=self._on_refused, owner=self)

    def _on_done(self, result: object) -> None:
        if self._hall.queue.undoable is not None and isinstance(result, Ticket):
            text = self.tr("{number} changed").format(number=result.number)
            self.undo_offered.emit(text, partial(self._do, self._hall.queue.undo))
        self.refresh()

    def _on_refused(self, error: AppError) -> None:
        self.spoke.emit(messages.sentence(error))
        self.refresh()

    # -- the day's figures ---------------------------------------------------------------------------

    def export(self) -> None:
        """Ctrl+E: XLSX, or CSV by the name that is chosen."""
        dialog = QFileDialog(self, self.tr("Save the day's figures"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["XLSX (*.xlsx)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"queue-{self._hall.house.today():%Y%m%d}.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        self._dialog = dialog
        dialog.open()

    def save_to(self, path: Path) -> None:
        """The figures as this file."""
        xlsx = path.suffix.lower() != ".csv"
        self._tasks.run(
            lambda: path.write_bytes(self._hall.queue.exported(xlsx=xlsx)),
            done=lambda _: self.spoke.emit(self.tr("Saved: {name}").format(name=path.name)),
            failed=self.trouble.emit,
            owner=self,
        )

    def back(self) -> bool:
        if self.box.isVisible():
            self.box.close_box()
            return True
        return False

    def lines(self) -> Sequence[str]:
        """What is listed, for who reads it out."""
        return [hit.spoken for hit in self.list.hits]
