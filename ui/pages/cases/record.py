"""The record of a case in words: its steps, what was amended, and what two windows disagreed about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.rules.case import Act
from app.services.views import CaseView, ConflictView, EventView, FieldClash
from ui import messages, refusals
from ui.consultation_sentence_table import BOOKING_STATES
from ui.field_words import field_name, said, same_words
from ui.models.hits import Hit

CONSULTATION = "consultation"  # with a lawyer: no step of the case, but belongs to it


def event_note(event: EventView, case: CaseView) -> str:
    """When and who, and the facts a person cares about."""
    if event.kind == CONSULTATION:
        state = BOOKING_STATES.get(str(event.facts.get("status")), "")
        said_of = (event.facts.get("day"), event.facts.get("begins"), event.facts.get("lawyer"))
        word = QCoreApplication.translate("Labels", state) if state else ""
        return " · ".join(str(part) for part in (word, *said_of, messages.moment_of(event.at)) if part)
    facts = [str(event.facts[name]) for name in ("reason", "result", "step") if event.facts.get(name)]
    asked = event.facts.get("asked_for") or event.facts.get("deferred") or event.facts.get("still_owed")
    if isinstance(asked, list | tuple) and asked:
        text = QCoreApplication.translate("Cases", "{count} materials")
        facts.append(text.format(count=len(asked)))
    fields = event.facts.get("fields")
    if event.kind == "amend" and isinstance(fields, list | tuple):
        facts.append("、".join(field_name(str(name), case.item) for name in fields))
    if event.facts.get("refused"):
        facts.append(QCoreApplication.translate("Cases", "not taken by the centre"))
    who = str(event.facts.get("clerk_name") or "")
    return " · ".join(filter(None, (messages.moment_of(event.at), who, *facts)))


def _event_look(kind: str) -> str:
    if kind in (Act.ACCEPT, Act.RECEIVE, Act.GRANT, Act.DELIVER, Act.DEEM_ACCEPTED, Act.RESUME):
        return "ok"
    if kind in (Act.REFUSE, Act.DENY):
        return "bad"
    return "warn" if kind in (Act.NOTIFY, Act.SUSPEND, Act.LAPSE, Act.TAKE_BACK, Act.WITHDRAW) else "wait"


def record(case: CaseView, entries: Iterable[ConflictView] = ()) -> list[Hit]:
    """Everything that happened, the newest first; of a settled conflict both versions."""
    lines: list[tuple[datetime, Hit]] = [
        (
            event.at,
            Hit(
                f"event-{number}",
                messages.decision(f"case.{event.kind}"),
                event_note(event, case),
                state="bad" if event.facts.get("refused") else _event_look(event.kind),
            ),
        )
        for number, event in enumerate(case.events)
    ]
    for entry in entries:
        at = entry.decided_at or entry.line.at
        lines += [(at, hit) for hit in _conflict_lines(entry, case)]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [hit for _, hit in lines]


def _conflict_lines(entry: ConflictView, case: CaseView) -> list[Hit]:
    """手机：取 138****0000，未取 139****1111 — one line a field, with who settled it and when."""
    line = entry.line
    if entry.is_open:
        title = QCoreApplication.translate("Cases", "Still to settle")
        what = "、".join(field_name(name, case.item) for name in line.fields)
        note = f"{messages.moment_of(line.at)} · {what or messages.decision(line.command_kind)}"
        return [Hit(f"entry-{line.id}", title, note, state="warn")]
    when = messages.moment_of(entry.decided_at) if entry.decided_at is not None else ""
    who = entry.decided_by or ""
    if entry.clashes:
        settled = QCoreApplication.translate("Cases", "Conflict settled")
        note = " · ".join(filter(None, (when, who, settled)))
        return [
            Hit(f"entry-{line.id}-{clash.name}", _both(clash, entry.choices, case), note, state="share")
            for clash in entry.clashes
        ]
    text = QCoreApplication.translate("Cases", "Sent back and closed: {act}")
    title = text.format(act=messages.decision(line.command_kind))
    note = " · ".join(filter(None, (when, who, entry.note, refusals.why(entry))))
    return [Hit(f"entry-{line.id}", title, note, state="share")]


def _both(clash: FieldClash, choices: Mapping[str, str], case: CaseView) -> str:
    masked = not same_words(clash.name, clash.mine, clash.theirs, case.item)
    mine = said(clash.name, clash.mine, case.item, masked=masked)
    theirs = said(clash.name, clash.theirs, case.item, masked=masked)
    kept, lost = (mine, theirs) if choices.get(clash.name) == "mine" else (theirs, mine)
    text = QCoreApplication.translate("Cases", "{field}: kept {kept}, not taken {lost}")
    return text.format(field=field_name(clash.name, case.item), kept=kept.text, lost=lost.text)
