"""A field for a document number, a name or a phone, checked at every key and put right on leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.rules.identity import Checked, Flaw, IdKind, Typing, check_document, kinds_matching, typing_state
from app.rules.naming import check_name, check_phone
from ui import messages
from ui.widgets.painted import repolish

_WHOLE = 18
_BUSINESS = "9"  # what the codes of companies begin with, and no one's identity card
LONGEST_FIELD = 600  # longer than any name: the rest of a pasted page is dropped, the check says too long


def flaw_sentence(flaw: Flaw) -> str:
    """What is wrong, in words."""
    return messages.flaw(flaw.code, flaw.facts)


class CheckedField(QLineEdit):
    """Shows what is wrong when the field is left; `judged` carries the sentence and how bad it is."""

    judged = Signal(str, str)  # state ("", "ok", "warn", "bad"), sentence

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_FIELD)
        self.setAccessibleName(name)
        self.textEdited.connect(self._on_text_edited)

    def checked(self) -> Checked:
        raise NotImplementedError

    @property
    def value(self) -> str:
        """The normal form of what was typed."""
        return self.checked().value if self.text().strip() else ""

    @property
    def is_filled(self) -> bool:
        return bool(self.text().strip())

    def judge(self) -> bool:
        """Look at the whole; put the normal form in. True when it may stand."""
        if not self.text().strip():
            self._show("", "")
            return True
        found = self.checked()
        if found.ok and found.value != self.text():
            self.setText(found.value)
        if found.faults:
            self._show("bad", flaw_sentence(found.faults[0]))
        elif found.warnings:
            self._show("warn", flaw_sentence(found.warnings[0]))
        else:
            self._show("ok", "")
        return found.ok

    def _show(self, state: str, sentence: str) -> None:
        repolish(self, "state", state)
        self.judged.emit(state, sentence)

    def _on_text_edited(self, _: str) -> None:
        self._show("", "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.judge()
        super().focusOutEvent(event)


class NameField(CheckedField):
    """A name of a person or an organisation: any legal name passes."""

    def __init__(self, name: str, *, organisation: Callable[[], bool]) -> None:
        super().__init__(name)
        self._organisation = organisation

    def checked(self) -> Checked:
        return check_name(self.text(), organisation=self._organisation())


class PhoneField(CheckedField):
    def checked(self) -> Checked:
        return check_phone(self.text())


class DocumentField(CheckedField):
    """A document number of the chosen kind; a number of another kind switches the kind."""

    kind_found = Signal(object)  # IdKind

    def __init__(self, name: str, today: Callable[[], date]) -> None:
        super().__init__(name)
        self._today = today
        self._kind = IdKind.RESIDENT_ID

    @property
    def kind(self) -> IdKind:
        return self._kind

    def set_kind(self, kind: IdKind) -> None:
        self._kind = kind
        if self.is_filled:
            self.judge()

    def checked(self) -> Checked:
        return check_document(self._kind, self.text(), self._today())

    def judge(self) -> bool:
        if self.is_filled and not self.checked().ok:
            other = self._other_kind()
            if other is not None:
                self._kind = other
                self.kind_found.emit(other)
        return super().judge()

    def _other_kind(self) -> IdKind | None:
        """The kind this number really is; a mistyped one must not pass as something it never was.

        Bare digits short of eighteen fit a permit or a passport by accident, and a credit code with a wrong
        check character only warns: neither is proof.
        """
        number = self.checked().value
        lettered = any(character.isalpha() for character in number[:-1])
        if not lettered and len(number) != _WHOLE:
            return None
        for kind in kinds_matching(number, self._today()):
            if lettered or (kind is not IdKind.CREDIT_CODE or number.startswith(_BUSINESS)):
                return kind
        return None

    def _on_text_edited(self, text: str) -> None:
        state = typing_state(self._kind, text, self._today())
        if state is Typing.WRONG:
            found = self.checked()
            self._show("bad", flaw_sentence(found.faults[0]) if found.faults else "")
        elif state is Typing.COMPLETE:
            found = self.checked()
            warned = found.warnings[0] if found.warnings else None
            self._show("warn" if warned else "ok", flaw_sentence(warned) if warned else "")
        else:
            self._show("", "")
