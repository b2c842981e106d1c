"""A new applicant typed or read from a card: a person or an organisation, and who acts for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.devices.ports import IdCard
from app.rules.catalogue import PartyKind
from app.rules.identity import IdKind
from app.rules.party import Agent, Party
from ui import messages, theme
from ui.pages.intake.document_field import CheckedField, DocumentField, NameField, PhoneField
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel

_PERSON_KINDS = tuple(kind for kind in IdKind if kind is not IdKind.CREDIT_CODE)
LONGEST_TEXT = 300


class ApplicantForm(QWidget):
    """Enter goes to the next empty field and, when there is none, takes the applicant."""

    filled = Signal(object, object)  # Party, Agent | None
    spoke = Signal(str)

    def __init__(
        self, today: Callable[[], date], keys: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._party_id = ""
        self._from_card = False
        self._agent_open = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.kind = SegmentedChoice(
            [(kind.value, messages.label(kind)) for kind in PartyKind], PartyKind.PERSON.value
        )
        self.kind.setAccessibleName(self.tr("Kind of applicant"))
        column.addWidget(self.kind)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space.2"))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._labels: dict[QWidget, RoleLabel] = {}
        self.id_kind = QComboBox()
        self.id_kind.setAccessibleName(self.tr("Kind of document"))
        self.id_number = DocumentField(self.tr("Number"), today)
        self.name = NameField(self.tr("Name"), organisation=lambda: self.party_kind is PartyKind.ORGANISATION)
        self.phone = PhoneField(self.tr("Phone"))
        self.representative = NameField(self.tr("Legal representative"), organisation=lambda: False)
        self.contact = NameField(self.tr("Contact"), organisation=lambda: False)
        self.address = QLineEdit()
        self.address.setMaxLength(LONGEST_TEXT)
        self.address.setAccessibleName(self.tr("Address"))
        self.agent_name = NameField(self.tr("Agent"), organisation=lambda: False)
        self.agent_number = DocumentField(self.tr("Agent’s number"), today)
        self.agent_phone = PhoneField(self.tr("Agent’s phone"))
        self.authority = QLineEdit()
        self.authority.setMaxLength(LONGEST_TEXT)
        self.authority.setAccessibleName(self.tr("Authority"))
        self.authority.setPlaceholderText(self.tr("Power of attorney: number or wording"))
        for label, widget in (
            (self.tr("Document"), self.id_kind),
            (self.tr("Number"), self.id_number),
            (self.tr("Name"), self.name),
            (self.tr("Phone"), self.phone),
            (self.tr("Representative"), self.representative),
            (self.tr("Contact"), self.contact),
            (self.tr("Address"), self.address),
            (self.tr("Agent"), self.agent_name),
            (self.tr("Agent’s ID"), self.agent_number),
            (self.tr("Agent’s phone"), self.agent_phone),
            (self.tr("Authority"), self.authority),
        ):
            self._add_row(label, widget)
        self.message = RoleLabel("", "small", wrap=True)
        self.message.setMinimumHeight(theme.px(20))
        column.addWidget(self.message)
        acts = QGridLayout()
        acts.setSpacing(theme.px(6))
        self.take = KeyButton(self.tr("Take"), "Enter", "pri", icon="check-bold")
        self.read = KeyButton(self.tr("Read card"), keys["read_card"], icon="card-account-details-outline")
        self.with_agent = KeyButton(self.tr("Agent"), keys["agent"], icon="account-tie-outline")
        acts.addWidget(self.take, 0, 0)
        acts.addWidget(self.read, 0, 1)
        acts.addWidget(self.with_agent, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        acts.setColumnStretch(2, 1)
        column.addLayout(acts)
        column.addStretch(1)
        self._connect()
        self.show_party(Party(), None)

    def _add_row(self, label: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        name = RoleLabel(label, "muted")
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._labels[widget] = name

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind_chosen)
        self.id_kind.currentIndexChanged.connect(self._on_id_kind_changed)
        self.id_number.kind_found.connect(self._select_kind)
        self.take.clicked.connect(self.finish)
        self.with_agent.clicked.connect(self.toggle_agent)
        for field in self._checked_fields():
            field.judged.connect(lambda state, sentence, f=field: self._on_judged(f, state, sentence))
            field.textEdited.connect(self._on_edited)
        for widget in (*self._labels, self.kind):
            widget.installEventFilter(self)

    def _checked_fields(self) -> tuple[CheckedField, ...]:
        return (
            self.id_number,
            self.name,
            self.phone,
            self.representative,
            self.contact,
            self.agent_name,
            self.agent_number,
            self.agent_phone,
        )

    @property
    def party_kind(self) -> PartyKind:
        return PartyKind(self.kind.value() or PartyKind.PERSON.value)

    # -- showing -----------------------------------------------------------------------------------

    def show_party(self, party: Party, agent: Agent | None) -> None:
        """Fill the form: empty for a new applicant, or what is to be corrected."""
        self._party_id = party.party_id
        self._from_card = party.read_from_card
        self.kind.set_value(party.kind.value)
        self._offer_kinds(party.id_kind)
        self.id_number.setText(party.id_number)
        self.name.setText(party.name)
        self.phone.setText(party.phone)
        self.representative.setText(party.legal_representative)
        self.contact.setText(party.contact)
        self.address.setText(party.address)
        shown = agent or Agent()
        self.agent_name.setText(shown.name)
        self.agent_number.set_kind(shown.id_kind)
        self.agent_number.setText(shown.id_number)
        self.agent_phone.setText(shown.phone)
        self.authority.setText(shown.authority)
        self._agent_open = agent is not None
        for field in self._checked_fields():
            field.judge()
        self._say("", "")
        self._show_rows()

    def prefill(self, text: str) -> None:
        """What was looked for and not found starts the form: digits are a number or a phone, words a name."""
        self.show_party(Party(), None)
        plain = text.strip()
        if not plain:
            return
        if plain.isascii() and any(c.isdigit() for c in plain):
            target: CheckedField = self.phone if len(plain) == 11 and plain[0] == "1" else self.id_number
        else:
            target = self.name
        target.setText(plain)
        target.judge()

    def show_card(self, card: IdCard) -> None:
        """F5: the card's own words; only the phone is left to ask."""
        self.kind.set_value(PartyKind.PERSON.value)
        self._offer_kinds(card.id_kind)
        self.id_number.setText(card.id_number)
        self.name.setText(card.name)
        if card.address:
            self.address.setText(card.address)
        self._from_card = True
        for field in (self.id_number, self.name):
            field.judge()
        self._show_rows()
        self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_kinds(self, wanted: IdKind) -> None:
        kinds = (IdKind.CREDIT_CODE,) if self.party_kind is PartyKind.ORGANISATION else _PERSON_KINDS
        self.id_kind.blockSignals(True)
        self.id_kind.clear()
        for kind in kinds:
            self.id_kind.addItem(messages.label(kind), kind.value)
        self.id_kind.setCurrentIndex(kinds.index(wanted) if wanted in kinds else 0)
        self.id_kind.blockSignals(False)
        self._on_id_kind_changed()

    def _show_rows(self) -> None:
        organisation = self.party_kind is PartyKind.ORGANISATION
        shown = {
            self.representative: organisation,
            self.contact: organisation,
            self.id_kind: not organisation,
            self.agent_name: self._agent_open,
            self.agent_number: self._agent_open,
            self.agent_phone: self._agent_open,
            self.authority: self._agent_open,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
            self._labels[widget].setVisible(visible)
        self._labels[self.id_number].setText(self.tr("Credit code") if organisation else self.tr("Number"))
        self.with_agent.setText(self.tr("No agent") if self._agent_open else self.tr("Agent"))

    def toggle_agent(self) -> None:
        """Alt+A: somebody acts for the applicant, or nobody does."""
        self._agent_open = not self._agent_open
        self._show_rows()
        target = self.agent_name if self._agent_open else self.name
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys --------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The first field that still wants something."""
        for field in self._wanted():
            if not self._has_text(field):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> Iterator[QWidget]:
        """Fields in the order Enter walks them; optional ones are left to Tab."""
        yield from (self.id_number, self.name, self.phone)
        if self._agent_open:
            yield from (self.agent_name, self.agent_number, self.authority)

    def _has_text(self, widget: QWidget) -> bool:
        return isinstance(widget, QLineEdit) and bool(widget.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if isinstance(watched, QWidget):
                    self._enter(watched)
                return True
            if isinstance(watched, QLineEdit) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
                return True
        return super().eventFilter(watched, event)

    def _enter(self, at: QWidget) -> None:
        if isinstance(at, CheckedField) and not at.judge():
            return
        wanted = list(self._wanted())
        after = wanted[wanted.index(at) + 1 :] if at in wanted else wanted
        for field in after:
            if not self._has_text(field):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.finish()

    def finish(self) -> None:
        """Take the applicant, or go to the first field that cannot stand."""
        for field in self._checked_fields():
            if field.isVisibleTo(self) and not field.judge():
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        needed: tuple[tuple[QLineEdit, str], ...] = (
            (self.name, self.tr("A name is needed")),
            (self.id_number, self.tr("A document number is needed")),
        )
        if self._agent_open:
            needed += (
                (self.agent_name, self.tr("The agent’s name is needed, or Alt+A for no agent")),
                (self.authority, self.tr("What authority does the agent show?")),
            )
        for edit, sentence in needed:
            if not edit.text().strip():
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                self._say("bad", sentence)
                return
        self.filled.emit(self.party(), self.agent())

    def party(self) -> Party:
        """What the form says now."""
        organisation = self.party_kind is PartyKind.ORGANISATION
        return Party(
            kind=self.party_kind,
            name=self.name.value,
            id_kind=self.id_number.kind,
            id_number=self.id_number.value,
            phone=self.phone.value,
            address=self.address.text().strip(),
            contact=self.contact.value if organisation else "",
            legal_representative=self.representative.value if organisation else "",
            party_id=self._party_id,
            read_from_card=self._from_card,
        )

    def agent(self) -> Agent | None:
        if not self._agent_open:
            return None
        return replace(
            Agent(),
            name=self.agent_name.value,
            id_kind=self.agent_number.kind,
            id_number=self.agent_number.value,
            phone=self.agent_phone.value,
            authority=self.authority.text().strip(),
        )

    # -- reactions ---------------------------------------------------------------------------------

    def _on_kind_chosen(self, _: str) -> None:
        organisation = self.party_kind is PartyKind.ORGANISATION
        self._offer_kinds(IdKind.CREDIT_CODE if organisation else IdKind.RESIDENT_ID)
        self._show_rows()
        self.focus_first()

    def _on_id_kind_changed(self, _: int = 0) -> None:
        chosen = self.id_kind.currentData()
        if chosen is not None:
            self.id_number.set_kind(IdKind(chosen))

    def _select_kind(self, kind: IdKind) -> None:
        """The number itself told its kind; a credit code makes the applicant an organisation."""
        organisation = kind is IdKind.CREDIT_CODE
        if organisation is not (self.party_kind is PartyKind.ORGANISATION):
            self.kind.set_value((PartyKind.ORGANISATION if organisation else PartyKind.PERSON).value)
        self._offer_kinds(kind)
        self._show_rows()
        self.spoke.emit(self.tr("Recognised: {kind}").format(kind=messages.label(kind)))

    def _on_edited(self, _: str) -> None:
        if self.sender() in (self.id_number, self.name):
            self._from_card = False

    def _on_judged(self, field: CheckedField, state: str, sentence: str) -> None:
        if sentence or field.hasFocus():
            self._say(state, sentence)

    def _say(self, state: str, sentence: str) -> None:
        self.message.set_state(state if state in ("bad", "warn") else "")
        self.message.setText(sentence)
