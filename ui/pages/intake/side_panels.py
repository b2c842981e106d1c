"""Beside the conclusion: until when the case must be done, what would be printed, what the item asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.catalogue import ServiceItem, TimeLimit, limits_for
from app.rules.clocks import limit_end
from app.rules.visit import Draft
from app.rules.workdays import CalendarUnpublished, HolidayCalendar
from app.services.views import NoticeKind
from ui import figures, messages, theme
from ui.icons import IconLabel
from ui.pages.intake.outlook import NextAct, Outlook
from ui.widgets.labels import ElidedLabel, FactGrid, RoleLabel
from ui.widgets.panel import Panel


class ClocksPanel(Panel):
    """法定 · 承诺 · 办结: limits with the dates they would end on if accepted today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Time limits"), "calendar-clock-outline", parent)
        self._facts = FactGrid()
        self._note = RoleLabel("", "muted", wrap=True)
        self._note.set_state("warn")
        self.body.addWidget(self._facts)
        self.body.addWidget(self._note)
        self.body.addStretch(1)

    def show_item(
        self, item: ServiceItem | None, draft: Draft | None, today: date, calendar: HolidayCalendar
    ) -> None:
        if item is None or draft is None:
            self._facts.set_rows([])
            self._note.hide()
            return
        legal, promised = limits_for(item, draft.facts)
        ends, unpublished = _end(promised if promised.amount is not None else legal, today, calendar)
        if ends is not None:
            done = messages.day(ends)
        elif unpublished is not None:
            done = self.tr("cannot be counted yet")
        else:
            done = figures.unpublished()
        self._facts.set_rows(
            [
                ("legal", self.tr("Legal"), figures.limit(legal)),
                ("promised", self.tr("Promised"), figures.limit(promised)),
                ("done", self.tr("Done by"), done),
            ]
        )
        self._note.setVisible(unpublished is not None)
        if unpublished is not None:
            words = self.tr("The holidays of {year} are not published: no date can be promised yet")
            self._note.setText(words.format(year=unpublished))


def _end(limit: TimeLimit, today: date, calendar: HolidayCalendar) -> tuple[date | None, int | None]:
    try:
        return limit_end(limit, today, None, calendar), None
    except CalendarUnpublished as unknown:
        return None, unknown.year


def likely_notices(now: Outlook) -> tuple[NoticeKind, ...]:
    """What the likely next act would print."""
    if now.next_act is NextAct.CALL:
        return ()
    if now.next_act is NextAct.NOTIFY:
        return (NoticeKind.ONE_TIME,)
    deferring = (NoticeKind.COMMITMENT,) if now.counts.deferred else ()
    return (NoticeKind.ACCEPTANCE, NoticeKind.MATERIAL_LIST, *deferring)


class PrintsPanel(Panel):
    """将打印的文书."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Will be printed"), "file-document-multiple-outline", parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(6))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._shown: tuple[NoticeKind, ...] | None = None

    def show_kinds(self, kinds: tuple[NoticeKind, ...]) -> None:
        if kinds == self._shown:
            return
        self._shown = kinds
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for kind in kinds:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px("space.2"))
            sign = "file-sign" if kind is NoticeKind.COMMITMENT else "file-document-outline"
            row.addWidget(IconLabel(sign, "text.secondary"))
            row.addWidget(ElidedLabel(messages.label(kind)), 1)
            self._lines.addWidget(line)
        if not kinds:
            self._lines.addWidget(RoleLabel(self.tr("Nothing yet"), "muted"))


class ConditionsPanel(Panel):
    """申请条件 as the catalogue states them, and where that comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Conditions"), "information-outline", parent)
        self._text = RoleLabel("", "small", wrap=True)
        self._source = RoleLabel("", "muted", wrap=True)
        self.body.addWidget(self._text)
        self.body.addWidget(self._source)
        self.body.addStretch(1)

    def show_item(self, item: ServiceItem | None) -> None:
        lines: Sequence[str] = item.conditions if item is not None else ()
        words = "\n".join(f"· {line}" for line in lines[:4])
        if item is not None and not item.materials_complete:
            partial = self.tr("The published material list is not complete: ask the department in doubt.")
            words = f"{words}\n{partial}" if words else partial
        self._text.setText(words or (self.tr("No conditions published") if item is not None else ""))
        fee = item.fee if item is not None else None
        self._source.setText(
            "" if item is None else self.tr("Fee: {fee}").format(fee=fee or figures.unpublished())
        )
