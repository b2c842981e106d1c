"""Finding the applicant as a name is typed, reading a card, the full number while a key is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.devices.ports import IdCard
from app.devices.registry import Devices
from app.errors import AppError
from app.services.views import PartyLine
from ui import messages
from ui.pages.intake import wording
from ui.pages.intake.applicant_panel import ApplicantPanel
from ui.pages.intake.desk import Desk

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks


class ApplicantFlow(QObject):
    """Asks the store and the card reader for the applicant panel."""

    spoke = Signal(str)

    def __init__(
        self,
        desk: Desk,
        panel: ApplicantPanel,
        hall: Hall,
        tasks: Tasks,
        device_tasks: Tasks,
        devices: Devices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._panel, self._hall = desk, panel, hall
        self._tasks, self._device_tasks, self._devices = tasks, device_tasks, devices
        self._query: str | None = None
        self._asking = False
        self._held = False

    def ask(self, text: str) -> None:
        """One question to the store at a time; while one runs, only the latest word counts."""
        if not text:
            self._query = None
            self._panel.show_known("", ())
            return
        self._query = text
        if not self._asking:
            self._ask_next()

    def _ask_next(self) -> None:
        text, self._query = self._query, None
        self._asking = text is not None
        if text is None:
            return
        self._tasks.run(
            lambda: self._hall.parties.find(text),
            done=lambda lines: self._on_found(text, lines),
            failed=self._on_not_found,
            owner=self,
        )

    def _on_found(self, text: str, lines: Sequence[PartyLine]) -> None:
        self._panel.show_known(text, lines)
        self._ask_next()

    def _on_not_found(self, error: AppError) -> None:
        self._asking = False
        self.spoke.emit(messages.sentence(error))

    def read_card(self) -> None:
        """F5: read the card into the form; without a visit one is begun."""
        if self._desk.draft is None:
            self._desk.next_visit()
        self.spoke.emit(self.tr("Reading the card…"))
        self._device_tasks.run(
            self._devices.card_reader.read, done=self._on_card, failed=self._on_no_card, owner=self
        )

    def _on_card(self, card: IdCard) -> None:
        if self._desk.draft is None:
            return
        if not self._panel.is_filling:
            self._panel.edit()
        self._panel.form.show_card(card)
        self.spoke.emit(self.tr("Card read: {name}").format(name=card.name))

    def _on_no_card(self, error: AppError) -> None:
        self.spoke.emit(messages.sentence(error))
        if self._panel.is_finding and self._desk.draft is not None:
            self._panel.edit()

    def reveal(self) -> None:
        """The full number while the key is held: written to the audit log first, shown then."""
        draft = self._desk.draft
        if draft is None or not draft.applicant.id_number:
            self.spoke.emit(wording.applicant_first())
            return
        self._held = True
        visit, number = draft.id, draft.applicant.id_number
        self._tasks.run(
            lambda: self._hall.parties.revealed(visit),
            done=lambda _: self._panel.card.reveal(number) if self._held else None,
            failed=lambda error: self.spoke.emit(messages.sentence(error)),
            owner=self,
        )

    def conceal(self) -> None:
        self._held = False
        self._panel.card.conceal()
