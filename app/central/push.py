"""Carrying out what a window pushes: each command once, in the window's order (sync.md 2.4)."""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.central.actors import check_actor
from app.central.batch import Answered, Batch, Touches
from app.central.context import Context, Row
from app.central.handlers import NEWEST_VERSION, REFUSED, TOUCHES, UPCASTS, Handler
from app.central.records import Record, moment
from app.central.refusals import Refusal, Refused
from app.wire.limits import JSON_DEPTH
from app.wire.messages import Command, Outcome, PushReply, PushRequest

log = logging.getLogger(__name__)
BEHIND_RETRY_S: Final = 30  # until others may have filled in what a restored centre lacks
# What a handler may stumble over in a payload nobody foresaw. Such a command would otherwise be sent for
# ever and let none behind it through; so it is refused, with its whole payload in the inbox, and logged.
_STUMBLES: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


class Pushed(NamedTuple):
    """The answer, and how far the device's numbers are used up."""

    reply: PushReply
    last_seq: int


class _Read(NamedTuple):
    """A command with its payload as the newest version of its kind has it; None when it is no JSON."""

    command: Command
    payload: dict[str, Any] | None
    touches: Touches


def carry_out(batch: Batch, request: PushRequest, handlers: Mapping[str, Handler]) -> Pushed:
    """Answers the commands of one push, up to the first that cannot be answered now.

    Refused when that is the very first one; otherwise the reply says where to go on (`want`), so that what
    went before is not lost with it.
    """
    known = batch.answered(command.cmd_id for command in request.commands)
    last_seq: int = batch.device["last_seq"]
    outcomes: list[Outcome] = []
    want: int | None = None
    fresh, stop = _readable(request.commands, known)
    batch.prepare(read.touches for read in fresh.values())
    clerks, here = batch.clerks(read.command.actor for read in fresh.values())
    for command in request.commands:
        if stop is not None and command is stop.command:
            if not outcomes:
                raise stop.refused
            want = command.dev_seq
            break
        answered = known.get(command.cmd_id)
        if answered is not None:
            outcomes.append(_again(answered, command))
            if command.dev_seq == last_seq + 1:
                last_seq += 1  # or a re-enrolled device waits for ever on what its old identity delivered
        elif command.dev_seq <= last_seq:
            raise Refused(409, "re-enrol", reason="seq-reused", dev_seq=command.dev_seq)
        elif command.dev_seq > last_seq + 1:
            want = last_seq + 1
            break
        elif batch.is_behind(command):
            if not outcomes:
                raise Refused(503, "busy", retry_after=BEHIND_RETRY_S, waits_for=command.entity_id)
            want = command.dev_seq
            break
        else:
            read = fresh[command.cmd_id]
            outcome = _answer(batch, read, handlers, clerks, here)
            stored = outcome.model_dump_json()
            last_seq += 1
            batch.log(_logged(command, stored))
            known[command.cmd_id] = Answered(command.payload_sha256, command.kind, stored)
            outcomes.append(outcome)
    return Pushed(PushReply(outcomes=tuple(outcomes), device_last_seq=last_seq, want=want), last_seq)


class _Stop(NamedTuple):
    command: Command
    refused: Refused


def _readable(
    commands: Sequence[Command], known: Mapping[str, Answered]
) -> tuple[dict[str, _Read], _Stop | None]:
    """The payloads of the commands not answered yet, up to one that was changed on its way or is too new."""
    fresh: dict[str, _Read] = {}
    for command in commands:
        try:
            read = _checked(command, known.get(command.cmd_id), fresh)
        except Refused as refused:
            return fresh, _Stop(command, refused)
        if read is not None:
            fresh[command.cmd_id] = read
    return fresh, None


def _checked(command: Command, answered: Answered | None, fresh: Mapping[str, _Read]) -> _Read | None:
    """A command that is new here; None for a repetition. Refused: tampered, malformed, too-new."""
    try:
        digest = hashlib.sha256(command.payload.encode()).hexdigest()
    except UnicodeEncodeError:
        raise Refused(422, "malformed", cmd_id=command.cmd_id) from None
    earlier = fresh.get(command.cmd_id)
    same = answered is None or (answered.payload_sha256, answered.kind) == (digest, command.kind)
    if digest != command.payload_sha256 or not same or (earlier and earlier.command != command):
        raise Refused(422, "tampered", cmd_id=command.cmd_id)
    if answered is not None or earlier is not None:
        return None
    if command.cmd_version > NEWEST_VERSION:
        facts = {"kind": command.kind, "cmd_version": command.cmd_version, "known": NEWEST_VERSION}
        raise Refused(426, "too-new", drain_allowed=False, **facts)
    payload = _parsed(command.payload)
    touches = Touches(((command.entity, command.entity_id),) if command.entity and command.entity_id else ())
    if payload is not None:
        try:
            payload = _newest(command, payload)
            if (named := TOUCHES.get(command.kind)) is not None:
                touched = named(command, payload)
                touches = touched._replace(records=touches.records + touched.records)
        except (Refusal, *_STUMBLES):
            pass  # the handler looks at the same payload and says what is wrong with it
    return _Read(command, payload, touches)


def _newest(command: Command, payload: dict[str, Any]) -> dict[str, Any]:
    """A payload as today's programs write it: commands are upcast here, never in a window's outbox."""
    for version in range(command.cmd_version, NEWEST_VERSION):
        upcast = UPCASTS.get((command.kind, version))
        if upcast is not None:
            payload = upcast(payload)
    return payload


def _parsed(payload: str) -> dict[str, Any] | None:
    """A payload's object; None when it is not one, or is nested deeper than anything we send."""
    try:
        parsed = _JSON.decode(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    # Every level has a bracket: few brackets cannot be deep, and counting them is quick.
    if payload.count("{") + payload.count("[") > JSON_DEPTH and _depth(parsed) > JSON_DEPTH:
        return None
    return parsed


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _finite(text: str) -> float:
    number = float(text)
    if number in (math.inf, -math.inf):  # 1e999 is JSON, but its value is not
        raise ValueError(text)
    return number


_JSON: Final = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)


def _depth(value: object) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        level = [each for each in inner if isinstance(each, dict | list)]
    return deepest


def _answer(
    batch: Batch, read: _Read, handlers: Mapping[str, Handler], clerks: Mapping[str, Row], here: set[str]
) -> Outcome:
    """Carries out one command, or refuses it with an entry in the inbox; there is no third way."""
    command = read.command
    clerk = clerks.get(command.actor)
    context = Context(batch, command, clerk, told=read.touches.told)
    try:
        check_actor(command, clerk, signed_in_here=command.actor in here)
        answer = _handler(handlers, command)(context, command, _object(read.payload))
    except Refusal as refusal:
        outcome = _refused(context, read, refusal.code, refusal.facts)
    except _STUMBLES:
        log.exception("a %s of device %s was not understood", command.kind, batch.device["code"])
        outcome = _refused(context, read, "not-understood", {})
    else:
        context.keep()
        record = _record_of(context)
        outcome = Outcome(
            cmd_id=command.cmd_id,
            dev_seq=command.dev_seq,
            status="ok" if answer.conflict_id is None else "merged",
            entity_version=None if record is None else record.version,
            conflict_id=answer.conflict_id,
            result=answer.result,
        )
    batch.keep(context)
    return outcome


def _handler(handlers: Mapping[str, Handler], command: Command) -> Handler:
    handler = handlers.get(command.kind)
    if handler is None:
        raise Refusal("unknown-kind", kind=command.kind)
    return handler


def _object(payload: dict[str, Any] | None) -> dict[str, Any]:
    if payload is None:
        raise Refusal("malformed-payload", where="json")
    return payload


def _record_of(context: Context) -> Record | None:
    """The record the command is about, as it is now."""
    entity, id = context.command.entity, context.command.entity_id
    return None if entity is None or id is None else context.get(entity, id)


def _refused(context: Context, read: _Read, code: str, facts: Mapping[str, object]) -> Outcome:
    """The command is consumed; everything it said lies in the inbox until a person has seen it."""
    context.undo()
    command, payload = read.command, read.payload
    record = _record_of(context)
    named = payload.get("changes") if payload is not None else None
    current = record.body if record is not None else {}
    theirs = {name: current[name] for name in named if name in current} if isinstance(named, dict) else {}
    entry: dict[str, Any] = {
        **{"entity": command.entity, "entity_id": command.entity_id},
        **{"theirs": theirs, "base": {}, "code": code, "facts": facts},
    }
    kind = "number" if code == "number-taken" else "refused"
    try:
        conflict_id = context.conflict(kind, mine=_object(payload), **entry)
        if (keep := REFUSED.get(command.kind)) is not None:
            keep(context, command, _object(payload), conflict_id)
    except (Refusal, *_STUMBLES):
        # No object, or characters that no record can hold: then the text is kept as it came.
        context.undo()
        conflict_id = context.conflict(kind, mine={}, payload=command.payload, **entry)
    return Outcome(
        cmd_id=command.cmd_id,
        dev_seq=command.dev_seq,
        status="refused",
        entity_version=None if record is None else record.version,
        conflict_id=conflict_id,
        code=code,
        facts=dict(facts),
    )


def _again(answered: Answered, command: Command) -> Outcome:
    """The stored answer; under the number it was asked with this time."""
    outcome = Outcome.model_validate_json(answered.result)
    return (
        outcome
        if outcome.dev_seq == command.dev_seq
        else outcome.model_copy(update={"dev_seq": command.dev_seq})
    )


def _logged(command: Command, result: str) -> tuple[object, ...]:
    return (
        command.cmd_id,
        command.dev_seq,
        command.kind,
        command.cmd_version,
        command.entity,
        command.entity_id,
        command.base_version,
        command.actor,
        moment(command.at),
        command.payload_sha256,
        command.payload,
        result,
    )
