"""The centre's queue as devices ask it directly: take, call, reserve, look; each answer is kept.

A call chooses its ticket with FOR UPDATE SKIP LOCKED: two windows that call at once never wait for each other
and never get the same person; the loser of a race silently gets the next one. A ticket's row and record are
locked in one statement, so that a call never waits for a push while a push waits for it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, or_, select

from app.central.batch import Batch
from app.central.centre import RETRY_AFTER_S, TRIES, Centre, _admitted, _Collision, _out_of_order
from app.central.context import Context
from app.central.refusals import Refusal, Refused
from app.central.tickets import (
    COUNTER,
    ENTITY,
    keep_person,
    person_key,
    person_of,
    put_ticket,
    read_ticket,
    shipped_rules,
)
from app.clock import hall_day
from app.errors import Conflict
from app.rules.board import CENTRE, Board, board_of, board_record
from app.rules.naming import mask_name
from app.rules.queue_order import Counter, Holder, QueueRules, is_late, place_again, share_out
from app.rules.ticket import (
    Ticket,
    TicketClass,
    TicketState,
    called,
    ticket_number,
    ticket_of,
)
from app.wire.messages import Command
from app.wire.queue import (
    BoardReply,
    CallRequest,
    Granted,
    ReserveReply,
    ReserveRequest,
    TakeRequest,
    TicketReply,
    WindowsReply,
    WindowStanding,
)
from db.central.engine import writing
from db.central.registering import table

log = logging.getLogger(__name__)
T = TypeVar("T", TicketReply, ReserveReply)
_LOOKED_AT: Final = 200  # waiting tickets that a reserve is chosen from


class CentralQueue:
    """The queue of every hall of a centre."""

    def __init__(self, centre: Centre, rules: Callable[[str], QueueRules] | None = None) -> None:
        self._centre = centre
        self._rules = rules or (lambda _hall: shipped_rules())

    # -- taking --------------------------------------------------------------------------------

    def take(self, device_id: str, request: TakeRequest) -> TicketReply:
        """A number. Refused: 409 already-waiting (number), 422 unknown-business, 401, 403, 503."""
        return self._carried(
            device_id, request.cmd_id, "take", TicketReply, lambda on: self._take(on, request)
        )

    def _take(self, on: Context, request: TakeRequest) -> TicketReply:
        rules, at = self._rules(on.hall), on.now
        if rules.business(request.business) is None:
            raise Refused(422, "unknown-business", business=request.business)
        day, kind = hall_day(at), TicketClass(request.kind)
        person = request.person
        if person is not None and person.id_number:
            self._not_twice(on, request.business, day.isoformat(), person.id_number)
        letters = rules.letters_of(kind, request.business)
        count = on.serial(f"ticket:{on.hall}:{day:%y%m%d}:{letters}")
        ticket = Ticket(
            id=request.cmd_id,
            day=day,
            number=ticket_number(letters, count),
            business=request.business,
            kind=kind,
            taken_at=at,
            place_at=at,
            device=on.device["code"],
            due_from=request.due_from,
            due_until=request.due_until,
            proof=request.proof,
            title=mask_name(person.name) if person is not None else "",
            item=request.item,
            told_low_s=request.told_low_s,
            told_high_s=request.told_high_s,
        )
        if is_late(ticket, rules.late, at):
            others = self._tickets(on.connection, on.hall, day.isoformat(), waiting=True)
            ticket = replace(
                ticket,
                kind=TicketClass.ORDINARY,
                place_at=place_again(ticket, others, rules, rules.late, at),
            )
        on.take_number(f"ticket:{day.isoformat()}", ticket.number, ENTITY, ticket.id)
        version = put_ticket(on, ticket, new=True)
        told = person.model_dump() if person is not None else None
        keep_person(on, ticket, told)
        return TicketReply(ticket=_body(on, ticket), version=version, person=told)

    def _not_twice(self, on: Context, business: str, day: str, id_number: str) -> None:
        people, index = table("ticket_person"), table("ticket")
        number = on.connection.execute(
            select(index.c.number)
            .join(people, and_(people.c.scope == index.c.scope, people.c.ticket_id == index.c.id))
            .where(
                index.c.scope == on.hall,
                people.c.day == day,
                people.c.person_key == person_key(on.hall, id_number),
                index.c.business == business,
                index.c.state == TicketState.WAITING.value,
            )
        ).scalar()
        if number is not None:
            raise Refused(409, "already-waiting", number=number)

    # -- calling -------------------------------------------------------------------------------

    def call(self, device_id: str, request: CallRequest) -> TicketReply:
        """The next one to a window, or a chosen one. The same `cmd_id` gets the same ticket.

        Refused: 409 no-such-ticket, not-yours, ticket-move-not-permitted; 401, 403, 503.
        """
        return self._carried(
            device_id, request.cmd_id, "call", TicketReply, lambda on: self._call(on, request)
        )

    def _call(self, on: Context, request: CallRequest) -> TicketReply:
        rules = self._rules(on.hall)
        found = self._chosen(on, request) if request.ticket else self._next(on, request, rules)
        if found is None:
            return TicketReply(ticket=None)
        ticket = read_ticket(on, found)
        if ticket is None:
            raise Refused(409, "no-such-ticket", id=found)
        try:
            moved = called(ticket, request.counter, on.now, on.device["code"])
        except Conflict as refused:
            raise Refused(409, refused.code, number=ticket.number, state=ticket.state.value) from None
        version = put_ticket(on, moved)
        person = person_of(on.connection, on.hall, found)
        return TicketReply(ticket=_body(on, moved), version=version, person=person)

    def _next(self, on: Context, request: CallRequest, rules: QueueRules) -> str | None:
        tired = self._tired(on, rules)
        for but in (tired, None) if tired is not None else (None,):
            found = self._locked(on, request, rules, but)
            if found is not None:
                return found
        return None

    def _locked(
        self, on: Context, request: CallRequest, rules: QueueRules, but: TicketClass | None
    ) -> str | None:
        index, record = table("ticket"), table("record")
        now = on.now.isoformat(timespec="microseconds")
        mine = on.device["code"]
        conditions = [
            index.c.scope == on.hall,
            index.c.day == hall_day(on.now).isoformat(),
            index.c.state == TicketState.WAITING.value,
            index.c.owner.in_(("", mine)),
            or_(
                index.c.wanted == request.counter,
                and_(index.c.wanted == "", index.c.business.in_(request.serves), _due(index, now)),
            ),
        ]
        if but is not None:
            conditions.append(index.c.kind != but.value)
        statement = (
            select(index.c.id)
            .join(
                record,
                and_(record.c.scope == index.c.scope, record.c.id == index.c.id, record.c.entity == ENTITY),
            )
            .where(*conditions)
            .order_by(*_order(index, rules, request, now))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        found: str | None = on.connection.execute(statement).scalar()
        return found

    def _chosen(self, on: Context, request: CallRequest) -> str:
        ticket = read_ticket(on, request.ticket or "")
        if ticket is None:
            raise Refused(409, "no-such-ticket", id=request.ticket)
        if ticket.owner not in ("", on.device["code"]) and ticket.state is TicketState.WAITING:
            raise Refused(409, "not-yours", number=ticket.number, owner=ticket.owner)
        return ticket.id

    def _tired(self, on: Context, rules: QueueRules) -> TicketClass | None:
        """The kind that was called as often in a row as the hall allows."""
        if not rules.in_a_row:
            return None
        index = table("ticket")
        recent = on.connection.execute(
            select(index.c.kind)
            .where(
                index.c.scope == on.hall,
                index.c.day == hall_day(on.now).isoformat(),
                index.c.last_call_at.is_not(None),
            )
            .order_by(index.c.last_call_at.desc())
            .limit(max(rules.in_a_row.values()))
        ).scalars()
        kinds = list(recent)
        for kind, limit in rules.in_a_row.items():
            if len(kinds) >= limit and all(each == kind.value for each in kinds[:limit]):
                return kind
        return None

    # -- reserves ------------------------------------------------------------------------------

    def reserve(self, device_id: str, request: ReserveRequest) -> ReserveReply:
        """Fills a window's reserve from the head of the queue, striped over the open windows."""
        return self._carried(
            device_id, request.cmd_id, "reserve", ReserveReply, lambda on: self._reserve(on, request)
        )

    def _reserve(self, on: Context, request: ReserveRequest) -> ReserveReply:
        rules, day = self._rules(on.hall), hall_day(on.now).isoformat()
        mine = on.device["code"]
        waiting = self._tickets(on.connection, on.hall, day, waiting=True)[:_LOOKED_AT]
        held: dict[str, int] = {}
        for each in waiting:
            if each.owner:
                held[each.owner] = held.get(each.owner, 0) + 1
        holders = self._holders(on, request, held)
        wanted = [id for id, device in share_out(waiting, rules, holders, on.now) if device == mine]
        grants = []
        for id in self._free(on, wanted):
            ticket = read_ticket(on, id)
            if ticket is None or ticket.owner or ticket.state is not TicketState.WAITING:
                continue
            granted = replace(ticket, owner=mine, rev=ticket.rev + 1)
            version = put_ticket(on, granted)
            grants.append(
                Granted(
                    grant_id=f"{id}:{granted.rev}",
                    rev=granted.rev,
                    ticket=_body(on, granted),
                    version=version,
                    person=person_of(on.connection, on.hall, id),
                )
            )
        return ReserveReply(grants=tuple(grants))

    def _holders(self, on: Context, request: ReserveRequest, held: dict[str, int]) -> list[Holder]:
        mine = on.device["code"]
        me = Holder(mine, Counter(request.counter, "", request.serves, request.prefers), held.get(mine, 0))
        others = [
            Holder(str(body.get("device", "")), _counter(no, body), held.get(str(body.get("device", "")), 0))
            for no, body in self._counters(on.connection, on.hall).items()
            if body.get("state") == "open" and body.get("device") not in ("", None, mine)
        ]
        return sorted([me, *others], key=lambda holder: holder.counter.no)

    def _free(self, on: Context, ids: list[str]) -> list[str]:
        """Those of these tickets that nobody else is about to call, locked."""
        if not ids:
            return []
        index, record = table("ticket"), table("record")
        found = on.connection.execute(
            select(index.c.id)
            .join(
                record,
                and_(record.c.scope == index.c.scope, record.c.id == index.c.id, record.c.entity == ENTITY),
            )
            .where(
                index.c.scope == on.hall,
                index.c.id.in_(ids),
                index.c.state == TicketState.WAITING.value,
                index.c.owner == "",
            )
            .with_for_update(skip_locked=True)
        ).scalars()
        free = set(found)
        return [id for id in ids if id in free]

    # -- looking -------------------------------------------------------------------------------

    def board(self, device_id: str, area: str = "") -> BoardReply:
        """What the hall may see now."""
        with _out_of_order(), self._centre.engine.connect() as connection:
            device = _admitted(connection, device_id, pulls=True)
            hall, now = device["hall"], self._centre.clock.now()
            scope = table("feed_scope")
            seq = connection.execute(select(scope.c.seq).where(scope.c.scope == hall)).scalar_one()
            tickets = self._tickets(connection, hall, hall_day(now).isoformat())
            counters = self._counters(connection, hall)
        return BoardReply(board=board_record(self._board(hall, tickets, counters, now, area)), seq=int(seq))

    def windows(self, device_id: str) -> WindowsReply:
        """How the hall's devices stand, for who decides about a window's reserve (sync.md 2.7)."""
        device, index = table("device"), table("ticket")
        with _out_of_order(), self._centre.engine.connect() as connection:
            hall, now = _admitted(connection, device_id, pulls=True)["hall"], self._centre.clock.now()
            owners = connection.execute(
                select(index.c.owner, func.count())
                .where(
                    index.c.scope == hall,
                    index.c.day == hall_day(now).isoformat(),
                    index.c.state == TicketState.WAITING.value,
                    index.c.owner != "",
                )
                .group_by(index.c.owner)
            )
            held: dict[str, int] = {owner: count for owner, count in owners}  # noqa: C416 (rows, not pairs)
            rows = connection.execute(
                select(device.c.code, device.c.status, device.c.last_seen_at)
                .where(device.c.hall == hall)
                .order_by(device.c.code)
            ).all()
        silent = now - timedelta(minutes=self._rules(hall).in_doubt_minutes)
        return WindowsReply(
            windows=tuple(
                WindowStanding(
                    device=code,
                    status=status,
                    last_seen_at=seen,
                    reserved=held.get(code, 0),
                    in_doubt=bool(held.get(code)) and (not seen or datetime.fromisoformat(seen) < silent),
                )
                for code, status, seen in rows
            )
        )

    def _board(
        self, hall: str, tickets: list[Ticket], counters: dict[str, dict[str, Any]], now: datetime, area: str
    ) -> Board:
        rules = self._rules(hall)
        ruled = {each.no: each for each in rules.counters}
        known = {no: _counter(no, body, ruled.get(no)) for no, body in counters.items()}
        opened = [known[no] for no, body in counters.items() if body.get("state") == "open"]
        return board_of(
            tickets,
            rules,
            opened if counters else list(rules.counters),
            now,
            source=CENTRE,
            area=area,
            paused=[no for no, body in counters.items() if body.get("state") == "paused"],
        )

    def _tickets(self, connection: Connection, hall: str, day: str, *, waiting: bool = False) -> list[Ticket]:
        index, record = table("ticket"), table("record")
        statement = (
            select(record.c.id, record.c.body)
            .join(
                index,
                and_(record.c.scope == index.c.scope, record.c.id == index.c.id, record.c.entity == ENTITY),
            )
            .where(index.c.scope == hall, index.c.day == day)
            .order_by(index.c.place_at)
        )
        if waiting:
            statement = statement.where(index.c.state == TicketState.WAITING.value)
        return [ticket_of({**json.loads(body), "id": id}) for id, body in connection.execute(statement)]

    def _counters(self, connection: Connection, hall: str) -> dict[str, dict[str, Any]]:
        record = table("record")
        found = connection.execute(
            select(record.c.id, record.c.body).where(
                record.c.scope == hall, record.c.entity == COUNTER, record.c.deleted == 0
            )
        )
        return {no: json.loads(body) for no, body in found}

    # -- once ----------------------------------------------------------------------------------

    def _carried(
        self, device_id: str, cmd_id: str, kind: str, answer: type[T], act: Callable[[Context], T]
    ) -> T:
        """Carries a question out once; asked again it is answered from what was kept."""
        for attempt in range(1, TRIES + 1):
            try:
                with _out_of_order():
                    return self._once(device_id, cmd_id, kind, answer, act)
            except _Collision as collision:
                log.info("%s of %s met another one (%s), try %d", kind, device_id, collision, attempt)
        raise Refused(503, "busy", retry_after=RETRY_AFTER_S)

    def _once(
        self, device_id: str, cmd_id: str, kind: str, answer: type[T], act: Callable[[Context], T]
    ) -> T:
        kept = table("queue_answer")
        with writing(self._centre.engine) as connection:
            device = _admitted(connection, device_id, pulls=True, lock=True)
            known = connection.execute(
                select(kept.c.reply, kept.c.kind, kept.c.device_id).where(
                    kept.c.scope == device["hall"], kept.c.cmd_id == cmd_id
                )
            ).one_or_none()
            if known is not None:
                if (known[1], known[2]) != (kind, device_id):
                    raise Refused(422, "tampered", cmd_id=cmd_id)
                return answer.model_validate_json(known[0])
            batch = Batch(connection, device, self._centre.clock.now())
            on = Context(batch, _command(cmd_id, f"ticket.{kind}", device, batch.now), None)
            try:
                reply = act(on)
            except Refusal as refusal:
                raise Refused(409, refusal.code, **refusal.facts) from refusal
            on.keep()
            batch.keep(on)
            connection.execute(
                insert(kept).values(
                    scope=device["hall"],
                    cmd_id=cmd_id,
                    device_id=device_id,
                    kind=kind,
                    reply=reply.model_dump_json(),
                    at=batch.now.isoformat(),
                )
            )
            head = batch.write(device["last_seq"])
        if head is not None:
            self._centre.moved(device["hall"], head)
        return reply


def _body(on: Context, ticket: Ticket) -> dict[str, Any]:
    record = on.get(ENTITY, ticket.id)
    return {} if record is None else record.body


def _counter(no: str, body: dict[str, Any], ruled: Counter | None = None) -> Counter:
    serves = tuple(body.get("serves") or (ruled.serves if ruled else ()))
    prefers = tuple(body.get("prefers") or (ruled.prefers if ruled and not body.get("serves") else ()))
    return Counter(no, ruled.area if ruled else "", serves, prefers)


def _command(cmd_id: str, kind: str, device: dict[str, Any], at: datetime) -> Command:
    """A direct question as the records' stamps name it: after everything this device has pushed."""
    return Command.model_construct(
        cmd_id=cmd_id,
        dev_seq=device["last_seq"],
        kind=kind,
        cmd_version=1,
        entity=ENTITY,
        entity_id=None,
        base_version=None,
        payload="{}",
        payload_sha256="",
        actor="system",
        at=at,
        boot_id="",
        mono_ms=0,
    )


def _due(index: Any, now: str) -> ColumnElement[bool]:
    return or_(index.c.kind != TicketClass.BOOKED.value, index.c.due_from.is_(None), index.c.due_from <= now)


def _order(index: Any, rules: QueueRules, request: CallRequest, now: str) -> list[Any]:
    """The hall's order as the database sorts by it; the same as `app.rules.queue_order.rank`."""
    columns: list[Any] = []
    for key in rules.order:
        match key:
            case "priority":
                columns.append(case((index.c.kind == TicketClass.PRIORITY.value, 0), else_=1))
            case "booked":
                due = and_(index.c.kind == TicketClass.BOOKED.value, _due(index, now))
                columns.append(case((due, 0), else_=1))
            case "preferred":
                liked = or_(index.c.business.in_(request.prefers), index.c.wanted == request.counter)
                columns.append(case((liked, 0), else_=1))
            case "transferred":
                columns.append(1 - index.c.transferred)
            case "arrival":
                columns.append(index.c.place_at)
    return [*columns, index.c.place_at, index.c.taken_at, index.c.number, index.c.id]
