"""What the F9 strip says before the second Enter: what is accepted, when it is done, what prints."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.rules.identity import mask_id
from app.services.views import Confirmation
from ui import figures, messages
from ui.pages.intake.conclusion_panel import COUNTERS, count_of


def strip_facts(asked: Confirmation) -> tuple[list[str], list[str], str, list[str]]:
    """The lines of the three columns, and the heading of the last."""
    return (
        _what(asked),
        _when(asked),
        QCoreApplication.translate("AcceptStrip", "{count} sheets print").format(count=asked.sheets),
        _prints(asked),
    )


def _what(asked: Confirmation) -> list[str]:
    party = asked.applicant
    counted = "，".join(
        f"{messages.label(state)} {count}" for state in COUNTERS if (count := count_of(asked.tally, state))
    )
    materials = QCoreApplication.translate("AcceptStrip", "{count} materials: {states}")
    lines = [
        asked.item.name,
        f"{party.name} {mask_id(party.id_number, party.id_kind)}",
        materials.format(count=asked.tally.total, states=counted or "—"),
    ]
    for deferred in asked.deferred[:1]:
        text = QCoreApplication.translate("AcceptStrip", "To follow by {day}: {name}")
        day = messages.day(deferred.due)
        more = len(asked.deferred) - 1
        tail = f" (+{more})" if more else ""
        lines.append(text.format(name=deferred.name, day=day) + tail)
    return lines


def _when(asked: Confirmation) -> list[str]:
    promised = QCoreApplication.translate("AcceptStrip", "Promised: {limit}")
    legal = QCoreApplication.translate("AcceptStrip", "Legal: {limit}")
    lines = [promised.format(limit=figures.limit(asked.promised))]
    ends = asked.promised_by or asked.legal_by
    if ends is not None:
        lines.append(QCoreApplication.translate("AcceptStrip", "by {day}").format(day=messages.day(ends)))
    elif asked.unpublished_year is not None:
        text = QCoreApplication.translate("AcceptStrip", "Holidays of {year} not published: no date")
        lines.append(text.format(year=asked.unpublished_year))
    if asked.promised_by is None:
        lines.append(legal.format(limit=figures.limit(asked.legal)))
    lines.append(QCoreApplication.translate("AcceptStrip", "May be taken back for 10 minutes"))
    return lines


def _prints(asked: Confirmation) -> list[str]:
    return [f"{messages.label(line.kind)} {line.copies}" for line in asked.prints]
