"""What Ctrl+K finds: service items and commands at once, cases from the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from app.services.views import CaseLine
from ui import messages
from ui.actions import Actions
from ui.widgets.command_box import Answer, CommandHit, Source

if TYPE_CHECKING:
    from ui.tasks import Tasks

MOST_ITEMS = 5
MOST_CASES = 5
MOST_COMMANDS = 6


class FindsCases(Protocol):
    """The part of CasesService that is needed here."""

    def search(self, text: str, limit: int = 50) -> tuple[CaseLine, ...]: ...


def commands(actions: Actions) -> Source:
    """Commands by name: only what would do something now."""

    def search(text: str, answer: Answer) -> None:
        wanted = text.casefold()
        hits = [
            CommandHit(
                action.spec.icon or "keyboard-return", action.label, key=action.keys, run=action.trigger
            )
            for action in actions.commands()
            if wanted in action.label.casefold() or wanted == action.keys.casefold()
        ]
        answer(hits[: MOST_COMMANDS if text else 12])

    return Source(QCoreApplication.translate("Finding", "Commands"), search)


def items(find: Callable[[str], Sequence[CommandHit]]) -> Source:
    """Service items: the catalogue is in memory, so it answers at once."""

    def search(text: str, answer: Answer) -> None:
        answer(list(find(text))[:MOST_ITEMS] if text else [])

    return Source(QCoreApplication.translate("Finding", "Items"), search)


def cases(service: FindsCases, tasks: Tasks, open_case: Callable[[str], object]) -> Source:
    """Cases by name, initials, last digits, number, item; asked on the store worker."""

    def search(text: str, answer: Answer) -> None:
        if not text:
            answer(())
            return

        def show(lines: tuple[CaseLine, ...]) -> None:
            answer([_hit(line, open_case) for line in lines])

        tasks.run(lambda: service.search(text, limit=MOST_CASES), done=show, failed=lambda _error: answer(()))

    return Source(QCoreApplication.translate("Finding", "Cases"), search)


def _hit(line: CaseLine, open_case: Callable[[str], object]) -> CommandHit:
    return CommandHit(
        "folder-text-outline",
        f"{line.item_name} · {line.applicant}",
        note=f"{messages.day(line.opened_on)} {messages.label(line.status)}",
        right=line.case_no,
        run=lambda: open_case(line.id),
    )
