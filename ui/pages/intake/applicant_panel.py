"""Who stands at the window: found, typed in, or shown with a masked number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.rules.catalogue import PartyKind
from app.rules.identity import mask_id
from app.rules.naming import mask_phone
from app.rules.party import Agent, Party
from app.services.views import PartyLine
from ui import figures, icons, messages, theme
from ui.models.hits import Hit
from ui.pages.intake.applicant_form import ApplicantForm
from ui.widgets.chip import Chip
from ui.widgets.fitting import FittingStack
from ui.widgets.hit_list import Finder
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, FactGrid, RoleLabel
from ui.widgets.panel import Panel


class _Card(QWidget):
    """The applicant as facts; the full number only while the eye is held."""

    reveal_wanted = Signal()
    conceal_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, keys: dict[str, str]) -> None:
        super().__init__()
        self._party = Party()
        self.name = ElidedLabel("", "big")
        self._tag = RoleLabel("", "tag")
        self._number = RoleLabel("")
        self._eye = QToolButton()
        self._eye.setIcon(icons.icon("eye-outline", "text.secondary"))
        self._eye.setAccessibleName(self.tr("Show the full number while held"))
        self._eye.setToolTip(f"{self._eye.accessibleName()} {keys['reveal']}")
        self._eye.pressed.connect(self.reveal_wanted)
        self._eye.released.connect(self.conceal_wanted)
        self._held = QWidget()
        held = QHBoxLayout(self._held)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(theme.px("space.2"))
        held.addWidget(self._number)
        held.addWidget(self._eye)
        held.addStretch(1)
        self.facts = FactGrid()
        self._edit = KeyButton(self.tr("Correct"), keys["type_in"], icon="pencil-outline")
        self._edit.clicked.connect(self.edit_wanted)
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.3"))
        first.addWidget(self.name)
        first.addWidget(self._tag)
        first.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(first)
        column.addWidget(self.facts)
        column.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.facts.set_row("number", "", self._held)

    def show_party(self, party: Party, agent: Agent | None, known: PartyLine | None) -> None:
        compact = theme.look().compact
        self._party = party
        self.name.setText(party.name or self.tr("No name yet"))
        kind = messages.label(party.kind)
        known_here = self.tr("known here")
        self._tag.setText(f"{kind} · {known_here}" if party.party_id else kind)
        self.conceal()
        rows: list[tuple[str, str, str]] = []
        if party.phone:
            rows.append(("phone", self.tr("Phone"), mask_phone(party.phone)))
        if party.kind is PartyKind.ORGANISATION and party.legal_representative and not compact:
            rows.append(("representative", self.tr("Representative"), party.legal_representative))
        if party.contact and not compact:
            rows.append(("contact", self.tr("Contact"), party.contact))
        if agent is not None:
            words = f"{agent.name} {mask_id(agent.id_number, agent.id_kind)}".strip()
            rows.append(("agent", self.tr("Agent"), words))
            rows.append(("authority", self.tr("Authority"), agent.authority))
        if known is not None and known.last_visit is not None and not compact:
            words = messages.day(known.last_visit)
            rows.append(("last", self.tr("Last"), f"{words} {known.last_item or ''}".strip()))
        for key in ("phone", "representative", "contact", "agent", "authority", "last"):
            if key not in {row[0] for row in rows}:
                self.facts.remove_row(key)
        label = self.tr("Number")
        if party.id_number:
            label = messages.label(party.id_kind)
        self.facts.set_row("number", label, self._held)
        for key, name, value in rows:
            self.facts.set_row(key, name, value)
        self._edit.setVisible(not compact)

    def reveal(self, number: str) -> None:
        self._number.setText(number)

    def conceal(self) -> None:
        self._number.setText(mask_id(self._party.id_number, self._party.id_kind) or "—")


class ApplicantPanel(Panel):
    """Finder → form or card."""

    asked = Signal(str)  # look for known applicants
    known_chosen = Signal(object)  # PartyLine
    filled = Signal(object, object)  # Party, Agent | None
    read_card_wanted = Signal()
    reveal_wanted = Signal()
    conceal_wanted = Signal()
    spoke = Signal(str)

    def __init__(
        self, today: Callable[[], date], keys: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Applicant"), "account-outline", parent)
        self._chip = Chip("wait", "")
        self.add_to_head(self._chip)
        self._lines: dict[str, PartyLine] = {}
        self._shown: tuple[Party, Agent | None] = (Party(), None)
        self.finder = Finder(self.tr("Name, initials, end of ID or phone"))
        self._finder_hint = RoleLabel("", "muted", wrap=True)
        self._new = KeyButton(self.tr("New applicant"), "Enter", icon="account-plus-outline")
        self._read = KeyButton(self.tr("Read card"), keys["read_card"], icon="card-account-details-outline")
        for button in (self._new, self._read):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        finding = QWidget()
        column = QVBoxLayout(finding)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        column.addWidget(self.finder, 1)
        column.addWidget(self._finder_hint)
        acts = QVBoxLayout()
        acts.setSpacing(theme.px(6))
        for button in (self._new, self._read):
            acts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(acts)
        self._finding = finding
        self.form = ApplicantForm(today, keys)
        self.card = _Card(keys)
        self._stack = FittingStack()
        for page in (self._finding, self.form, self.card):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self.finder.asked.connect(self.asked)
        self.finder.taken.connect(self._on_taken)
        self.finder.nothing_taken.connect(self.open_form)
        self._new.clicked.connect(lambda: self.open_form(self.finder.text))
        self._read.clicked.connect(self.read_card_wanted)
        self.form.read.clicked.connect(self.read_card_wanted)
        self.form.filled.connect(self.filled)
        self.form.spoke.connect(self.spoke)
        self.card.reveal_wanted.connect(self.reveal_wanted)
        self.card.conceal_wanted.connect(self.conceal_wanted)
        self.card.edit_wanted.connect(self.edit)

    @property
    def is_finding(self) -> bool:
        return self._stack.currentWidget() is self._finding

    @property
    def is_filling(self) -> bool:
        return self._stack.currentWidget() is self.form

    def show_applicant(self, party: Party, agent: Agent | None, known: PartyLine | None) -> None:
        """The visit's applicant; an empty one leaves the finder or the form as it is."""
        self._shown = (party, agent)
        if party.is_empty:
            self._chip.hide()
            return
        self.card.show_party(party, agent, known)
        if party.read_from_card:
            self._chip.show_state("ok", self.tr("Card read"))
        elif party.party_id:
            self._chip.show_state("ok", self.tr("Known here"))
        else:
            self._chip.show_state("wait", self.tr("Typed in"))
        self._chip.show()
        self._stack.setCurrentWidget(self.card)

    def open_finder(self) -> None:
        """A new visit: one line finds everybody."""
        self.form.show_party(Party(), None)
        self._chip.hide()
        self._stack.setCurrentWidget(self._finding)
        self.finder.clear()

    def focus_here(self) -> None:
        current = self._stack.currentWidget()
        if current is self._finding:
            self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        elif current is self.form:
            self.form.focus_first()
        else:
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_form(self, text: str = "") -> None:
        """Enter with nobody found: a new applicant, begun with what was typed."""
        self.form.prefill(text)
        self._stack.setCurrentWidget(self.form)
        self.form.focus_first()

    def edit(self) -> None:
        """Alt+E: type in by hand, or correct what is there."""
        party, agent = self._shown
        if party.is_empty and not self.is_filling:
            self.open_form(self.finder.text)
            return
        if not self.is_filling:
            self.form.show_party(party, agent)
            self._stack.setCurrentWidget(self.form)
        self.form.focus_first()

    def back(self) -> bool:
        """Esc: from the form to the card or the finder; False when there is nothing to go back from."""
        if not self.is_filling:
            return False
        if self._shown[0].is_empty:
            self._stack.setCurrentWidget(self._finding)
            self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._stack.setCurrentWidget(self.card)
        return True

    def show_known(self, text: str, lines: Sequence[PartyLine]) -> None:
        """The answer to `asked`."""
        self._lines = {str(number): line for number, line in enumerate(lines)}
        hits = [
            Hit(
                key,
                line.party.name,
                " · ".join(filter(None, (line.id_masked, line.phone_masked))),
                right=figures.short_day(line.last_visit) if line.last_visit is not None else "",
                icon="domain" if line.party.kind is PartyKind.ORGANISATION else "account-outline",
            )
            for key, line in self._lines.items()
        ]
        self.finder.show_hits(text, hits)
        if not text:
            words = self.tr("Empty and Enter: a new applicant")
        elif hits:
            words = self.tr("Enter takes the first, ↑ ↓ another")
        else:
            words = self.tr("Nobody known here by that. Enter: a new applicant")
        self._finder_hint.setText(words)

    def _on_taken(self, hit: Hit) -> None:
        line = self._lines.get(str(hit.key))
        if line is None:
            return
        if not self.finder.text:
            # Without a word typed Enter means somebody new, not whoever came last.
            self.open_form()
            return
        self.known_chosen.emit(line)
