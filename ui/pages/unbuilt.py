"""A workspace this build does not have yet: says so, what it will be for, and the way on; no "
"sample figures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from ui import theme
from ui.actions import Actions
from ui.key_table import QT_TRANSLATE_NOOP, WORKSPACES
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState
from ui.widgets.workspace import Workspace

PURPOSES: Final[dict[str, str]] = {
    "cases": QT_TRANSLATE_NOOP(
        "Unbuilt", "Looking up cases and their timelines. Until then: Ctrl+K finds a case by name or number."
    ),
    "bundles": QT_TRANSLATE_NOOP(
        "Unbuilt",
        "Parallel approvals and their deadlines by department, reminders, materials handed in later.",
    ),
    "queue": QT_TRANSLATE_NOOP(
        "Unbuilt",
        "The whole list of tickets, missed and transferred ones. It needs a ticket machine, and "
        "none is connected.",
    ),
    "expiry": QT_TRANSLATE_NOOP(
        "Unbuilt", "Certificates that expire in 90, 30 and 7 days, and reminders to their holders."
    ),
    "consultations": QT_TRANSLATE_NOOP(
        "Unbuilt", "Booking the free lawyer of Wednesday morning. Until then book on paper."
    ),
    "policy": QT_TRANSLATE_NOOP(
        "Unbuilt", "Tax, talent and credit policies that fit the applicant, and what is missing for them."
    ),
    "knowledge": QT_TRANSLATE_NOOP(
        "Unbuilt",
        "Questions answered from the catalogue with source and date. Until then: the item's own page.",
    ),
    "dashboard": QT_TRANSLATE_NOOP(
        "Unbuilt", "Figures of this window and the hall. None are collected by this build."
    ),
    "settings": QT_TRANSLATE_NOOP(
        "Unbuilt", "Settings are in the file site.toml of this machine: theme, font size, devices, keys."
    ),
}


class UnbuiltPage(Workspace):
    """Honest about what is not there."""

    def __init__(self, name: str, actions: Actions) -> None:
        super().__init__()
        icons = {workspace: icon for workspace, _keys, _label, icon in WORKSPACES}
        action = actions["settings" if name == "settings" else f"go_{name}"]
        icon = icons.get(name, "cog-outline")
        panel = Panel(action.label, icon)
        state = EmptyState(
            self.tr("{name} is not part of this build yet").format(name=action.label),
            QCoreApplication.translate("Unbuilt", PURPOSES[name]),
            icon=icon,
        )
        self._back = state.add_act(self.tr("Back to the intake desk"), "Alt+1", actions["go_intake"].trigger)
        panel.body.addWidget(state)
        column = QVBoxLayout(self)
        edge = theme.px("size.gutter")
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(panel)

    def begin(self) -> None:
        self._back.setFocus()
