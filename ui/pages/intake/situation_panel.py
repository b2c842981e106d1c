"""The situation guide: a few questions whose answers trim the list; digits answer and jump on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.rules.catalogue import Question
from ui import theme
from ui.icons import IconLabel
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel


class _QuestionRow(QWidget):
    """One question with its answers side by side."""

    def __init__(self, number: int, question: Question, answer: str | None, *, line: bool) -> None:
        super().__init__()
        self.question = question
        options = [(choice.code, choice.text) for choice in question.choices]
        self.choice = SegmentedChoice(options, answer)
        self.choice.setAccessibleName(question.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        tight = theme.look().compact  # six questions fit a small screen
        column.setSpacing(theme.px(4 if tight else 7))
        if line:
            rule = QFrame()
            rule.setProperty("role", "line")
            column.addWidget(rule)
        words = QWidget()
        row = QHBoxLayout(words)
        edge = theme.px("size.pad")
        row.setContentsMargins(edge, theme.px(4 if tight else 8), edge, 0)
        row.setSpacing(theme.px("space.2"))
        row.addWidget(RoleLabel(str(number), "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(RoleLabel(question.text, wrap=True), 1)
        column.addWidget(words)
        held = QHBoxLayout()
        held.setContentsMargins(edge, 0, edge, theme.px(5 if tight else 10))
        held.addWidget(self.choice, 1)
        column.addLayout(held)


class SituationPanel(Panel):
    """Shows the questions asked now; says which answer was given and when the guide is done with."""

    answered = Signal(str, str)  # question, choice
    confirmed = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Situation guide"), "directions-fork", parent, pad=False)
        self.add_to_head(KeyCap(key))
        self._rows: list[_QuestionRow] = []
        self._nothing = RoleLabel("", "muted", wrap=True)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        pad = theme.px("size.pad")
        self._nothing.setContentsMargins(pad, pad, pad, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._area, 1)
        foot = self.add_foot()
        self._trimmed = RoleLabel("", "small")
        self._trimmed.setTextFormat(Qt.TextFormat.RichText)
        foot.addWidget(IconLabel("filter-check-outline", "accent.text"))
        foot.addWidget(self._trimmed, 1)

    def show_questions(
        self, questions: Sequence[Question], answers: Mapping[str, str], nothing: str = ""
    ) -> None:
        """The questions asked now, each with the answer given; rows already there stay and keep the focus."""
        known = {row.question.code: row for row in self._rows}
        if [row.question for row in self._rows] != list(questions):
            focused = self.focused_question()
            for row in self._rows:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._rows = []
            for number, question in enumerate(questions, start=1):
                made = _QuestionRow(number, question, answers.get(question.code), line=number > 1)
                made.choice.chosen.connect(lambda value, code=question.code: self._on_chosen(code, value))
                made.choice.installEventFilter(self)
                self._column.insertWidget(number - 1, made)
                self._rows.append(made)
            if focused is not None and focused in known:
                self._focus_question(focused)
        for row in self._rows:
            if row.choice.value() != answers.get(row.question.code):
                row.choice.set_value(answers.get(row.question.code))
        self._nothing.setText(nothing)
        self._nothing.setVisible(not questions)

    def show_trimmed(self, listed: int, kept: int, exempt: int, *, supplement: bool) -> None:
        """「材料 17 → 9 项，其中 4 项免提交」."""
        if listed == 0:
            text = self.tr("No material list yet")
        elif supplement:
            text = self.tr("Still owed: <b>{kept}</b> of {listed} materials")
        elif exempt:
            text = self.tr("Materials <b>{listed} → {kept}</b>, <b>{exempt}</b> of them not required")
        else:
            text = self.tr("Materials <b>{listed} → {kept}</b>")
        self._trimmed.setText(text.format(listed=listed, kept=kept, exempt=exempt))

    def focused_question(self) -> str | None:
        for row in self._rows:
            if row.choice.hasFocus():
                return row.question.code
        return None

    def focus_first(self, answers: Mapping[str, str]) -> bool:
        """The first question still open, else the first one; False when there is nothing to ask."""
        for row in self._rows:
            if row.question.code not in answers:
                self._focus_question(row.question.code)
                return True
        if self._rows:
            self._focus_question(self._rows[0].question.code)
            return True
        return False

    def _focus_question(self, code: str) -> None:
        for row in self._rows:
            if row.question.code == code:
                row.choice.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(row)

    def _on_chosen(self, question: str, choice: str) -> None:
        """Answer, then on: to the next question, or out of the guide after the last one."""
        self.answered.emit(question, choice)
        codes = [row.question.code for row in self._rows]
        after = codes.index(question) + 1 if question in codes else 0
        if after < len(codes):
            self._focus_question(codes[after])
        else:
            self.confirmed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.confirmed.emit()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        here = self.focused_question()
        codes = [row.question.code for row in self._rows]
        if here in codes:
            self._focus_question(codes[min(len(codes) - 1, max(0, codes.index(here) + by))])
