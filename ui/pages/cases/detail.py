"""One case: who and what, its clocks, its notices, its materials still owed, its record."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.records import dataclass
from app.rules.case import CaseStatus
from app.rules.catalogue import Facts, materials_for
from app.rules.checklist import owed
from app.rules.identity import mask_id
from app.rules.naming import mask_phone
from app.services.views import CaseView, ClockView, ConflictView, NoticeView, ScanProgress
from ui import figures, messages, sync_words, theme
from ui.models.hits import Hit
from ui.pages.cases.record import record
from ui.widgets.chip import Chip
from ui.widgets.hit_list import HitList
from ui.widgets.labels import ElidedLabel, FactGrid, RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState, ErrorState

LIGHTS = {"green": "ok", "amber": "warn", "red": "bad", "grey": "wait"}
STATUS_LOOK = {
    CaseStatus.ACCEPTED: "ok",
    CaseStatus.GRANTED: "ok",
    CaseStatus.DELIVERED: "ok",
    CaseStatus.RECEIVED: "share",
    CaseStatus.UNDER_REVIEW: "share",
    CaseStatus.CORRECTING: "warn",
    CaseStatus.SUSPENDED: "warn",
    CaseStatus.REFUSED: "bad",
    CaseStatus.DENIED: "bad",
}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with what the centre has to do with it: open and settled entries, scans on their way."""

    case: CaseView
    entries: tuple[ConflictView, ...] = ()
    scans: ScanProgress | None = None


def look_of(status: CaseStatus) -> str:
    """The shape a case's state is shown with."""
    return STATUS_LOOK.get(status, "wait")


def light_words(clocks: ClockView) -> str:
    """How much time is left, in words; the colour only repeats it."""
    left = clocks.days_left
    if clocks.paused_since is not None:
        text = QCoreApplication.translate("Cases", "Clock stopped since {day}")
        return text.format(day=messages.day(clocks.paused_since))
    if left is None:
        if clocks.unpublished_year is not None:
            text = QCoreApplication.translate("Cases", "Holidays of {year} not published")
            return text.format(year=clocks.unpublished_year)
        return ""
    if left < 0:
        text = QCoreApplication.translate("Cases", "Over by {span}")
        return text.format(span=figures.span(-left, clocks.left_in))
    text = QCoreApplication.translate("Cases", "{span} left")
    return text.format(span=figures.span(left, clocks.left_in))


class CaseHead(Panel):
    """Item, state, number; the facts of who and until when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._item = ElidedLabel("", "title")
        self._chip = Chip("wait", "")
        self._light = Chip("wait", "")
        self._sync = Chip("wait", "")
        self._masked = ""
        self._number = RoleLabel("", "small")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.3"))
        first.addWidget(self._item)
        first.addWidget(self._chip)
        first.addWidget(self._light)
        first.addStretch(1)
        first.addWidget(self._sync)
        first.addWidget(self._number)
        self._who, self._clocks = FactGrid(), FactGrid()
        facts = QHBoxLayout()
        facts.setSpacing(theme.px("space.5"))
        facts.addWidget(self._who, 1, Qt.AlignmentFlag.AlignTop)
        facts.addWidget(self._clocks, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(first)
        self.body.addLayout(facts)

    def show_case(self, case: CaseView, scans: ScanProgress | None, *, central: bool) -> None:
        state, word, icon = sync_words.case_word(case.sync_state, central=central)
        self._sync.show_state(state, word, icon or None)
        self._item.setText(case.item.name)
        self._chip.show_state(look_of(case.status), messages.label(case.status))
        words = light_words(case.clocks)
        self._light.show_state(LIGHTS.get(case.clocks.light, "wait"), words)
        self._light.setVisible(bool(words))
        self._number.setText(case.case_no)
        party = case.applicant
        self._masked = mask_id(party.id_number, party.id_kind)
        rows = [
            ("name", self.tr("Applicant"), party.name),
            ("number", messages.label(party.id_kind), self._masked),
            ("phone", self.tr("Phone"), mask_phone(party.phone) or "—"),
        ]
        if case.agent is not None:
            rows.append(("agent", self.tr("Agent"), f"{case.agent.name} · {case.agent.authority}"))
        if case.ground is not None:
            rows.append(("ground", self.tr("Ground"), messages.label(case.ground)))
        if case.authority:
            rows.append(("authority", self.tr("Go to"), case.authority))
        if case.reason:
            rows.append(("reason", self.tr("Reason"), case.reason))
        if case.remark:
            rows.append(("remark", self.tr("Remark"), case.remark))
        clocks = self._clock_rows(case.clocks)
        # Into the shorter column: a low screen has no row to give away.
        (rows if len(rows) <= len(clocks) else clocks).extend(self._centre_rows(case, scans, central=central))
        self._who.set_rows(rows)
        self._clocks.set_rows(clocks)

    def _centre_rows(
        self, case: CaseView, scans: ScanProgress | None, *, central: bool
    ) -> list[tuple[str, str, str]]:
        """What the centre gives a case, and what of it is still on the way there."""
        number = case.central_no or self.tr("not made yet")
        rows = [("central", self.tr("National case number"), number)]
        if central and scans is not None and not scans.is_whole:
            going = self.tr("{sent}/{total} uploaded").format(sent=scans.sent, total=scans.total)
            rows.append(("scans", self.tr("Scans and notices"), going))
        return rows

    def _clock_rows(self, clocks: ClockView) -> list[tuple[str, str, str]]:
        rows: list[tuple[str, str, str]] = []
        for key, label, when in (
            ("received", self.tr("Received"), clocks.received_on),
            ("notify", self.tr("Tell what is missing by"), clocks.notify_by),
            ("accepted", self.tr("Accepted"), clocks.accepted_on),
            ("promised", self.tr("Promised by"), clocks.promised_by),
            ("legal", self.tr("Legal limit"), clocks.legal_by),
            ("supplement", self.tr("Hand in by"), clocks.supplement_by),
            ("deferred", self.tr("To follow by"), clocks.deferred_by),
        ):
            if when is not None:
                rows.append((key, label, messages.day(when)))
        if clocks.deemed:
            rows.append(("deemed", self.tr("By law"), self.tr("deemed accepted: five days passed")))
        if clocks.accepted_on is not None and clocks.promised_by is None:
            rows.append(("promised", self.tr("Promised by"), figures.unpublished()))
        return rows

    def reveal(self, number: str) -> None:
        shown = self._who.value("number")
        if isinstance(shown, RoleLabel):
            shown.setText(number)

    def conceal(self) -> None:
        shown = self._who.value("number")
        if isinstance(shown, RoleLabel):
            shown.setText(self._masked)


class CaseDetail(QWidget):
    """The right part of the page: one case, or why there is none."""

    notice_taken = Signal(str)  # notice id: look at it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = CaseHead()
        self.notices = HitList()
        self._owed = HitList()
        self._owed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.record = HitList()
        notices = Panel(self.tr("Notices"), "file-document-multiple-outline", pad=False)
        notices.body.addWidget(self.notices)
        notices.set_first_focus(self.notices)
        self._owed_panel = Panel(self.tr("Still owed"), "alert-circle-outline", pad=False)
        self._owed_panel.body.addWidget(self._owed)
        history = Panel(self.tr("Record"), "history", pad=False)
        history.body.addWidget(self.record)
        history.set_first_focus(self.record)
        left = QVBoxLayout()
        left.setSpacing(theme.px("size.gutter"))
        left.addWidget(notices, 3)
        left.addWidget(self._owed_panel, 2)
        below = QHBoxLayout()
        below.setSpacing(theme.px("size.gutter"))
        below.addLayout(left, 1)
        below.addWidget(history, 1)
        self._case = QWidget()
        column = QVBoxLayout(self._case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(self.head)
        column.addLayout(below, 1)
        self._nothing = Panel()
        self._empty = EmptyState(
            self.tr("No case chosen"), self.tr("Type a name, a number, or scan a notice"), icon="magnify"
        )
        self._nothing.body.addWidget(self._empty)
        self._broken = Panel()
        self._error = ErrorState("")
        self._broken.body.addWidget(self._error)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for widget in (self._case, self._nothing, self._broken):
            whole.addWidget(widget)
        self.notices.taken.connect(lambda hit: self.notice_taken.emit(str(hit.key)))
        self._only(self._nothing)

    def _only(self, shown: QWidget) -> None:
        for widget in (self._case, self._nothing, self._broken):
            widget.setVisible(widget is shown)

    def show_nothing(self) -> None:
        self._only(self._nothing)

    def show_error(self, error: AppError) -> None:
        self._error.say(messages.sentence(error))
        self._only(self._broken)

    def show_case(self, file: CaseFile, *, central: bool, own_counter: str) -> None:
        """The whole case; `own_counter` is this window, whose notices need no word about their origin."""
        case = file.case
        self.head.show_case(case, file.scans, central=central)
        self.notices.show_hits(
            [
                Hit(
                    notice.id,
                    messages.label(notice.kind),
                    self._made_at(notice, own_counter),
                    right=self._printed_words(notice.reprints, printed=notice.printed_at is not None),
                    icon="file-check-outline",
                    state="bad" if notice.void else "",
                    chip=self.tr("void") if notice.void else "",
                )
                for notice in case.notices
            ],
            first=False,
        )
        facts_owed = owed(materials_for(case.item, _facts(case)), case.marks)
        self._owed_panel.setVisible(bool(facts_owed))
        self._owed.show_hits(
            [
                Hit(
                    material.code,
                    material.name,
                    messages.label(mark.reason)
                    if (mark := case.marks[material.code]).reason is not None
                    else (messages.day(mark.due) if mark.due is not None else ""),
                    state=messages.state_of(mark.state),
                    chip=messages.label(mark.state),
                )
                for material in facts_owed
            ]
        )
        self.record.show_hits(record(case, file.entries), first=False)
        self._only(self._case)

    def _made_at(self, notice: NoticeView, own_counter: str) -> str:
        """The number, and the window when it was another one."""
        if not notice.counter or notice.counter == own_counter:
            return notice.number
        made = self.tr("made at {window}").format(window=notice.counter)
        return f"{notice.number} · {made}"

    def _printed_words(self, reprints: int, *, printed: bool) -> str:
        if not printed:
            return self.tr("not printed")
        return self.tr("printed, again {count}×").format(count=reprints) if reprints else self.tr("printed")


def _facts(case: CaseView) -> Facts:
    return Facts(case.answers, case.applicant.kind, case.agent is not None)
