"""Tickets and windows of the whole hall as screens read them: the centre's record, own acts on top."""

from __future__ import annotations

from app.rules.ticket import ticket_of
from app.services.changes import Subject
from app.sync.stage import Stage, changes_of
from db.local.base import Based


def show_ticket(stage: Stage, record: Based) -> None:
    """The row of a ticket. Whom it belongs to comes with a call or a grant, never with the feed."""
    stage.touched.add(Subject.QUEUE)
    if record.deleted:
        stage.unit.tickets.project(record.id, None, "synced")
        return
    body = dict(record.body)
    for _, payload in stage.overlay("ticket", record.id):
        body |= changes_of(payload)
    ticket = ticket_of({**body, "id": record.id})  # a body nobody can read stays in the base
    mine = stage.house.hall.device_code
    if ticket.rev:
        # Granted anew to another window, or taken back by a named person: an older grant is worth nothing.
        stage.unit.tickets.lose_grants(record.id, ticket.rev if ticket.owner != mine else ticket.rev - 1)
    state = "local" if stage.waits("ticket", record.id) else "synced"
    stage.unit.tickets.project(record.id, body, state, centre_version=record.version)


def show_counter(stage: Stage, record: Based) -> None:
    """What a window of the hall is doing."""
    stage.touched.add(Subject.QUEUE)
    if record.deleted:
        return
    body = dict(record.body)
    for _, payload in stage.overlay("counter", record.id):
        body |= changes_of(payload)
    state = "local" if stage.waits("counter", record.id) else "synced"
    stage.unit.tickets.project_counter(record.id, body, state)
