"""Windows of a hall as the centre's tests see them: they give commands, push them and read the feed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine, select

from app.central.centre import Centre
from app.clock import FrozenClock
from app.wire.canonical import bucket_sums, canonical
from app.wire.messages import Command, FeedPage, FeedQuery, Outcome, PushReply, PushRequest
from db.central.engine import writing
from db.central.registering import Row, add_clerk, add_device, add_hall, note_sign_in, table

HALL: Final = "3201"
OTHER_HALL: Final = "3202"
MORNING: Final = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
CODE: Final = "1137011300431228693" + "174373017003"  # 实施编码: 31 characters
Body = dict[str, Any]


def uid(n: int) -> str:
    """An id that is the same in every run."""
    digits = f"{n:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@dataclass
class CentralHall:
    """A centre with two halls; clerk "clerk" of the first one works at each of its windows."""

    engine: Engine
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(MORNING))
    windows: int = 0

    def __post_init__(self) -> None:
        self.centre = Centre(self.engine, self.clock)
        with writing(self.engine) as connection:
            for hall in (HALL, OTHER_HALL):
                add_hall(connection, hall, f"{hall} 大厅", epoch=f"epoch-{hall}", at=self.clock.now())
                self._clerk(connection, hall, "clerk")

    def _clerk(self, connection: Any, hall: str, id: str, role: str = "clerk", **columns: Any) -> None:
        add_clerk(
            connection, hall=hall, id=id, number=id, name="王芳", role=role, at=self.clock.now(), **columns
        )

    def clerk(self, id: str, role: str = "clerk", **columns: Any) -> None:
        """One more clerk of the first hall, who has signed in nowhere."""
        with writing(self.engine) as connection:
            self._clerk(connection, HALL, id, role, **columns)

    def signs_in(self, clerk: str, window: Window) -> None:
        """A clerk signs in at a window while the centre is there."""
        with writing(self.engine) as connection:
            note_sign_in(
                connection, hall=window.hall, clerk_id=clerk, device_id=window.id, at=self.clock.now()
            )

    def window(self, hall: str = HALL, *, succeeds: str | None = None) -> Window:
        """A newly enrolled window."""
        self.windows += 1
        window = Window(self, uid(self.windows << 64), hall, f"A{self.windows:02d}")
        with writing(self.engine) as connection:
            add_device(
                connection, id=window.id, hall=hall, code=window.code, at=self.clock.now(), succeeds=succeeds
            )
        self.signs_in("clerk", window)
        return window

    def records(self, entity: str, hall: str = HALL) -> dict[str, Body]:
        """What the centre has of a kind, by id."""
        record = table("record")
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(record.c.id, record.c.body).where(
                    record.c.scope == hall, record.c.entity == entity, record.c.deleted == 0
                )
            )
            return {id: json.loads(body) for id, body in rows}

    def pull_is_gapless(self) -> bool:
        """Whether the first hall's feed counts from one to its head."""
        feed, scopes = self.rows("feed"), {row["scope"]: row["seq"] for row in self.rows("feed_scope")}
        return sorted(row["seq"] for row in feed if row["scope"] == HALL) == list(range(1, scopes[HALL] + 1))

    def rows(self, name: str) -> list[Row]:
        """A whole table."""
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(table(name))).mappings()]


@dataclass
class Window:
    """One window: numbers its commands as the outbox does."""

    house: CentralHall
    id: str
    hall: str
    code: str
    last: int = 0

    # -- giving commands --------------------------------------------------------------------------

    def command(
        self,
        kind: str,
        payload: Mapping[str, Any] | str,
        *,
        entity: str | None = "case",
        entity_id: str | None = None,
        base: int | None = None,
        actor: str = "clerk",
        **columns: Any,
    ) -> Command:
        """The next command of this window."""
        self.last += 1
        text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        given: dict[str, Any] = {
            "cmd_id": uid(int(self.code[1:]) * 10**6 + self.last),
            "dev_seq": self.last,
            "cmd_version": 2,
            "payload_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "at": self.house.clock.now(),
            **columns,
        }
        return Command(
            kind=kind,
            payload=text,
            entity=entity,
            entity_id=entity_id,
            base_version=base,
            actor=actor,
            **given,
        )

    def act(
        self,
        act: str,
        case_id: str,
        changes: Mapping[str, Any],
        *,
        notices: Sequence[Mapping[str, Any]] = (),
        code: str | None = None,
        case_no: str | None = None,
        **columns: Any,
    ) -> Command:
        """A decision about a case the centre may have."""
        payload = {
            "act": act,
            "case_no": case_no,
            "changes": dict(changes),
            "event": {"at": self.house.clock.now().isoformat(), "kind": act, "clerk": "clerk", "facts": {}},
            "notices": list(notices),
            "implementation_code": code,
        }
        return self.command(f"case.{act}", payload, entity_id=case_id, **columns)

    def opens(
        self,
        case_id: str,
        act: str = "accept",
        *,
        case_no: str | None = None,
        code: str | None = None,
        **more: Any,
    ) -> Command:
        """A new case with its first decision and one notice."""
        number = case_no or f"{self.hall}-261126-{self.code}-{self.last + 1:04d}-0"
        status = {"accept": "accepted", "receive": "received", "notify": "correcting"}[act]
        fields = {
            "id": case_id,
            "case_no": number,
            "status": status,
            "item_code": "003017001",
            "item_version": "1",
            "item_name": "内资公司设立登记",
            "applicant_name": "李雷",
            "id_kind": "resident_id",
            "id_number": "11010519491231002X",
            "phone": "13800000000",
            "remark": "",
            "marks/m1": {"state": "complete"},
            "opened_at": MORNING.isoformat(),
            "received_on": "2026-11-26",
            "accepted_on": "2026-11-26" if act == "accept" else None,
            "counter_no": "3",
            **more.pop("fields", {}),
        }
        notice = self.notice(case_id, act)
        return self.act(act, case_id, fields, notices=[notice], code=code, case_no=number, **more)

    def notice(self, case_id: str, kind: str, number: str | None = None) -> Body:
        """A notice with a number of this window."""
        told = number or f"示范受〔2026〕{self.code}-{self.last + 1:05d}号"
        return {
            "id": f"{case_id}-{self.code}-{self.last + 1}",
            "kind": kind,
            "number": told,
            "copies": 2,
            "pages": 1,
            "pdf_sha256": hashlib.sha256(told.encode()).hexdigest(),
            "content": {"case": case_id},
            "made_at": self.house.clock.now().isoformat(),
            "made_by": "clerk",
        }

    def amends(self, case_id: str, base: int | None, *, actor: Any = "clerk", **changes: Any) -> Command:
        """A correction without a move."""
        payload = {"changes": changes, "event": {"facts": {}}}
        return self.command("case.amend", payload, entity_id=case_id, base=base, actor=actor)

    def resolves(
        self, conflict_id: str, choices: Mapping[str, str], note: str = "", **columns: Any
    ) -> Command:
        """A person's choice about an entry of the inbox."""
        payload = {"choices": dict(choices), "note": note}
        return self.command("conflict.resolve", payload, entity="conflict", entity_id=conflict_id, **columns)

    # -- speaking with the centre -------------------------------------------------------------------

    def push(self, *commands: Command, **request: Any) -> PushReply:
        """One push."""
        return self.house.centre.push(self.id, self.request(commands, **request))

    def request(self, commands: Iterable[Command], **request: Any) -> PushRequest:
        """A push as it is sent."""
        sent = tuple(commands)
        given = {"incarnation": 1, "proto": 1, "from_seq": sent[0].dev_seq if sent else 1, **request}
        return PushRequest(commands=sent, **given)

    def does(self, command: Command) -> Outcome:
        """Pushes one command; gives its outcome."""
        (outcome,) = self.push(command).outcomes
        return outcome

    def pull(
        self, after: int = 0, limit: int = 1000, *, scope: str | None = None, epoch: str | None = None
    ) -> FeedPage:
        """One page of the feed."""
        asked = scope or self.hall
        query = FeedQuery(
            scope=asked, epoch=f"epoch-{asked}" if epoch is None else epoch, after=after, limit=limit
        )
        return self.house.centre.feed(self.id, query)

    def replica(self, limit: int = 7) -> Replica:
        """Everything pulled from the beginning, page by page."""
        replica = Replica()
        replica.follow(self, limit)
        return replica


@dataclass
class Replica:
    """What a window knows: records as of a number of the feed."""

    seq: int = 0
    records: dict[tuple[str, str], tuple[int, Body]] = field(default_factory=dict)

    def follow(self, window: Window, limit: int = 7) -> None:
        """Applies page after page until the head; a number left out is an error."""
        more = True
        while more:
            page = window.pull(self.seq, limit)
            for change in page.changes:
                assert change.seq == self.seq + 1
                self.seq = change.seq
                if change.op == "delete":
                    self.records.pop((change.entity, change.id), None)
                else:
                    assert change.body is not None
                    self.records[change.entity, change.id] = (change.version, change.body)
            more = page.more

    def sums(self) -> dict[str, str]:
        """The checksums of these records."""
        return bucket_sums(
            (entity, id, version, canonical(body)) for (entity, id), (version, body) in self.records.items()
        )
