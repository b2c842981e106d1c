"""One open entry: both versions side by side, the keys that settle it, and what they will do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services.views import ConflictView
from ui import messages, refusals, theme
from ui.models.clashes import MINE, THEIRS, ClashDelegate, ClashModel, Column
from ui.pages.conflicts import words
from ui.pages.conflicts.words import Entry
from ui.widgets.chip import Chip
from ui.widgets.choice import digit_of
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel

LONGEST_NOTE: Final = 500
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
SIDES: Final = {1: MINE, 2: THEIRS}


class ClashTable(QTableView):
    """The fields both changed. In the mode of single fields 1 and 2 choose for the row and go on."""

    chosen = Signal()  # a row was chosen for
    finished = Signal()  # Enter with every row chosen
    unfinished = Signal()  # Enter with a row still open: it is the current one now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ClashModel()
        self.setModel(self.rows)
        self.setItemDelegate(ClashDelegate(self))
        self.singly = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        # Digits must arrive even while the input method is in Chinese mode.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(Column.CHOICE, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionsClickable(False)

    def begin_singly(self) -> None:
        """3: from the first row on, nothing chosen yet."""
        self.singly = True
        self.go(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, row: int) -> None:
        index = self.rows.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )

    def restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px("size.row"))
        self.horizontalHeader().setMinimumSectionSize(theme.px(120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            QWidget.keyPressEvent(self, event)
            return
        side = SIDES.get(digit_of(event) or 0)
        row = self.currentIndex().row()
        if self.singly and side is not None and row >= 0:
            self.rows.choose(row, side)
            follow = self.rows.first_open(row)
            self.go(row if follow is None else follow)
            self.chosen.emit()
        elif self.singly and event.key() in _ENTER:
            still = self.rows.first_open()
            if still is None:
                self.finished.emit()
            else:
                self.go(still)
                self.unfinished.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            QWidget.keyPressEvent(self, event)  # digits, Esc and letters are the page's


class ConfirmStrip(Panel):
    """What Enter will do; a second key for what has legal effect and cannot be undone."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Enter once more settles it"), "gavel", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self.what = RoleLabel("", "strong", wrap=True)
        self.kept = RoleLabel("", "small", wrap=True)
        self.button = KeyButton(self.tr("Settle"), "Enter", "pri", icon="check-bold", big=True)
        text = QVBoxLayout()
        text.setSpacing(theme.px("space.1"))
        text.addWidget(self.what)
        text.addWidget(self.kept)
        text.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.4"))
        row.addLayout(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.button.clicked.connect(self.confirmed)
        self.set_first_focus(self.button)

    def ask(self, what: str, kept: str) -> None:
        self.what.setText(what)
        self.kept.setText(kept)
        self.setAccessibleDescription(f"{what} {kept}")
        self.button.setAccessibleDescription(f"Enter · {what}")
        self.button.setEnabled(True)
        self.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.button.click()
            return
        super().keyPressEvent(event)


class EntryDetail(QWidget):
    """The right part of the page. It decides nothing: `settled` carries what the person decided."""

    settled = Signal(str, object, str)  # entry id, choices {field: mine | theirs}, note
    spoke = Signal(str)
    left = Signal()  # back to the list

    def __init__(self, own_code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_code = own_code
        self._view: ConflictView | None = None
        self._entry: Entry | None = None
        self._mine = self._theirs = ""
        self._choices: dict[str, str] = {}
        self.offline = False
        self._build_head()
        self._build_table()
        self._build_acts()
        self.confirm = ConfirmStrip()
        self.confirm.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(self._head)
        column.addWidget(self._table_panel, 1)
        column.addWidget(self._acts)
        column.addWidget(self.confirm)
        self.confirm.confirmed.connect(self._settle)
        self.table.chosen.connect(self._on_chosen)
        self.table.finished.connect(self._on_finished)
        self.table.unfinished.connect(lambda: self.spoke.emit(self.tr("This row is still to choose: 1 or 2")))

    def _build_head(self) -> None:
        self._head = Panel()
        self.title = ElidedLabel("", "title")
        self._chip = Chip("warn", "")
        self._number = RoleLabel("", "small")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.3"))
        first.addWidget(self.title)
        first.addWidget(self._chip)
        first.addStretch(1)
        first.addWidget(self._number)
        self._about = ElidedLabel("", "small")
        self.text = RoleLabel("", "", wrap=True)
        self._head.body.addLayout(first)
        self._head.body.addWidget(self._about)
        self._head.body.addWidget(self.text)

    def _build_table(self) -> None:
        self._table_panel = Panel(self.tr("Both versions"), "source-merge", pad=False)
        self.table = ClashTable()
        self._table_panel.body.addWidget(self.table)
        self._table_panel.set_first_focus(self.table)
        for key, word in (("↑", ""), ("↓", self.tr("row")), ("Enter", self.tr("go on"))):
            self._table_panel.add_to_head(KeyCap(key))
            if word:
                self._table_panel.add_to_head(RoleLabel(word, "small"))

    def _build_acts(self) -> None:
        self._acts = Panel()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.2"))
        self.mine = KeyButton("", "1", "pri")
        self.theirs = KeyButton("", "2")
        self.singly = KeyButton(self.tr("Choose row by row"), "3")
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(self.tr("How it was settled; stands in the record"))
        self.note.setAccessibleName(self.tr("How it was settled"))
        self.close_button = KeyButton(self.tr("Close it with this note"), "Enter", "pri")
        for widget in (self.mine, self.theirs, self.singly, self.close_button):
            row.addWidget(widget)
        row.insertWidget(3, self.note, 1)
        self._filler = QWidget()
        row.addWidget(self._filler, 1)
        self._acts.body.addLayout(row)
        self.mine.clicked.connect(lambda: self.take_side(MINE))
        self.theirs.clicked.connect(lambda: self.take_side(THEIRS))
        self.singly.clicked.connect(self.begin_singly)
        self.close_button.clicked.connect(self._ask_close)
        self.note.installEventFilter(self)

    # -- showing ---------------------------------------------------------------------------------

    @property
    def view(self) -> ConflictView | None:
        return self._view

    def show_entry(self, view: ConflictView, entry: Entry, *, masked: bool = True) -> None:
        """Another entry, or the same one again; what was begun on it is dropped when it is another."""
        same = self._view is not None and self._view.line.id == view.line.id
        self._view, self._entry = view, entry
        self._mine = words.window_name(view.mine_by, self._own_code)
        self._theirs = words.window_name(view.theirs_by, self._own_code)
        self.title.setText(words.headline(view, self._own_code))
        self._chip.show_state(*words.chip_of(view.line))
        self._number.setText(view.line.case_no or "")
        case = entry.case
        about = (case.item.name, case.applicant.name, messages.label(case.status)) if case is not None else ()
        self._about.setText(" · ".join(about))
        self._about.setVisible(bool(about))
        self._show_rows(view, entry, masked=masked, keep=same)
        self._show_acts(view)
        if not (same and view.is_open):
            self.confirm.hide()
            self._acts.show()
            self.note.clear()
        self._acts.setVisible(view.is_open and not _is_announced(view) and self.confirm.isHidden())

    def _show_rows(self, view: ConflictView, entry: Entry, *, masked: bool, keep: bool) -> None:
        clashes = bool(view.clashes)
        made = (
            words.rows(view, entry.case, masked=masked)
            if clashes
            else words.asked_rows(view, entry.case, masked=masked)
        )
        before = self.table.rows.choices if keep else {}
        here = self.table.currentIndex().row() if keep else 0
        heads = (
            self.tr("Field"),
            words.column_head(view.mine_by, self._own_code),
            words.column_head(view.theirs_by, self._own_code),
            self.tr("What holds"),
        )
        self.table.rows.show(made, heads, words.choice_words(self._mine, self._theirs))
        for number, row in enumerate(made):
            if row.field in before:
                self.table.rows.choose(number, before[row.field])
        self.table.singly = self.table.singly and keep
        for column in (Column.THEIRS, Column.CHOICE):
            self.table.setColumnHidden(column, not clashes)
        self._table_panel.set_title(
            self.tr("Both versions") if clashes else self.tr("What it would have set")
        )
        self._table_panel.setVisible(bool(made))
        self.table.restyle()
        if made:
            self.table.go(max(0, min(here, len(made) - 1)))

    def _show_acts(self, view: ConflictView) -> None:
        choosing = view.is_open and bool(view.clashes)
        for button in (self.mine, self.theirs, self.singly, self._filler):
            button.setVisible(choosing)
        noting = view.is_open and not view.clashes and not _is_announced(view)
        self.note.setVisible(noting)
        self.close_button.setVisible(noting)
        self.mine.setText(words.parted(self.tr("Use {window}'s").format(window=self._mine)))
        self.theirs.setText(words.parted(self.tr("Use {window}'s").format(window=self._theirs)))
        if not view.is_open:
            when = messages.moment_of(view.decided_at) if view.decided_at is not None else ""
            text = self.tr("Settled by {name} {when}. Nothing is left to do here.")
            self.text.setText(text.format(name=view.decided_by or "—", when=when))
        elif _is_announced(view):
            self.text.setText(
                self.tr(
                    "What clashes has not come down from the centre yet. Nothing is lost; choose it then."
                )
            )
        elif view.clashes:
            text = self.tr(
                "Both versions are kept. Choose which one holds: 1 {mine}, 2 {theirs}, 3 row by row."
            )
            self.text.setText(words.parted(text.format(mine=self._mine, theirs=self._theirs)))
        else:
            self.text.setText(f"{self._reason(view)}\n{self._next(view)}")

    def _reason(self, view: ConflictView) -> str:
        """What happened, and what is safe."""
        safe = self.tr("All of it is kept here and at the centre; no printed number has changed.")
        if view.line.kind == "deleted":
            return self.tr("The edit has brought it back, in doubt.") + safe
        by = " ".join(filter(None, (words.column_head(view.mine_by, self._own_code),)))
        return f"{by}：{refusals.why(view)}{safe}"

    def _next(self, view: ConflictView) -> str:
        if view.line.kind == "deleted":
            return self.tr("Look whether the case is needed; write what was found.")
        return self.tr("Next: {step} Then write how it was settled.").format(step=refusals.next_step(view))

    # -- acting ----------------------------------------------------------------------------------

    def digit(self, digit: int) -> bool:
        """1, 2, 3 anywhere on the page; False when they mean nothing for this entry."""
        view = self._view
        if view is None or not view.is_open or not self.confirm.isHidden():
            return False
        if _is_announced(view):
            self.spoke.emit(self.text.text())
            return True
        if not view.clashes:
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("Nothing to choose here: write how it was settled, then Enter"))
            return True
        if digit == 3:
            self.begin_singly()
        else:
            self.take_side(SIDES[digit])
        return True

    def take_side(self, side: str) -> None:
        """1 or 2: one side for every row."""
        view = self._view
        if view is None or not view.is_open:
            return
        for number in range(len(self.table.rows.rows)):
            self.table.rows.choose(number, side)
        self.table.singly = False
        self._ask({row.field: side for row in self.table.rows.rows})

    def begin_singly(self) -> None:
        """3: each row by itself."""
        if self._view is None or not self._view.clashes:
            return
        for number in range(len(self.table.rows.rows)):
            self.table.rows.choose(number, "")
        self.table.begin_singly()
        self.spoke.emit(
            self.tr("1 {mine}, 2 {theirs} for each row; Enter when all are chosen").format(
                mine=self._mine, theirs=self._theirs
            )
        )

    def _on_chosen(self) -> None:
        if self.table.rows.first_open() is None:
            self.spoke.emit(self.tr("All rows are chosen: Enter shows what will happen"))

    def _on_finished(self) -> None:
        self._ask(self.table.rows.choices)

    def _ask(self, choices: Mapping[str, str]) -> None:
        self._choices = dict(choices)
        what = words.effect(self.table.rows.rows, choices, self._mine, self._theirs)
        kept = self.tr("The other version stays in the record of the case. This cannot be undone.")
        if self.offline:
            kept += self.tr("Offline: it is stored here first and reaches the centre later.")
        self._acts.hide()
        self.confirm.ask(what, kept)

    def _ask_close(self) -> None:
        note = " ".join(self.note.text().split())
        if not note:
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("Write how it was settled first: it stands in the record"))
            return
        self._choices = {}
        kept = self.tr("What was sent back stays in the record, with the name of who closed it.")
        self._acts.hide()
        self.confirm.ask(self.tr("Close with: {note}").format(note=note), kept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the note ends here: the strip it opens must not get the same Enter and settle at once."""
        if (
            watched is self.note
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
        ):
            if not event.isAutoRepeat():
                self._ask_close()
            return True
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        view = self._view
        if view is None or not self.confirm.button.isEnabled():
            return
        self.confirm.button.setEnabled(False)  # Enter twice in a row settles once
        self.settled.emit(view.line.id, self._choices, " ".join(self.note.text().split()))

    def refused(self) -> None:
        """It was not recorded: back to choosing."""
        self.back()

    def back(self) -> bool:
        """Esc: from the strip to the rows, from the rows to the list."""
        if not self.confirm.isHidden():
            self.confirm.hide()
            self._acts.show()
            if self.table.singly:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            elif self._view is not None and not self._view.clashes:
                self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._clear_choices()
                self.left.emit()
            return True
        if self.table.singly:
            self.table.singly = False
            self._clear_choices()
            self.left.emit()
            return True
        if self.note.hasFocus():
            self.left.emit()
            return True
        return False

    def _clear_choices(self) -> None:
        for number in range(len(self.table.rows.rows)):
            self.table.rows.choose(number, "")


def _is_announced(view: ConflictView) -> bool:
    """The centre's answer has told of a conflict, and the feed has not brought its fields yet."""
    return view.line.kind == "fields" and not view.clashes
