"""The outbox: what was done here, in device order, waiting for the centre (sync.md 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from db.local.engine import Connection
from db.local.packing import unpacked
from db.local.rows import Columns, Row, moment, to_json

COMMAND: Final = Columns(
    "outbox",
    "dev_seq cmd_id kind cmd_version entity entity_id base_version payload payload_sha256 actor at_wall"
    " boot_id at_mono_ms state result acked_at attempts last_error status entity_version code ahead",
    packs="payload",
)
WIRE: Final = Columns(
    "outbox",
    "dev_seq cmd_id kind cmd_version entity entity_id base_version payload payload_sha256 actor at_wall"
    " boot_id at_mono_ms",
    packs="payload",
)
PENDING: Final = Columns(
    "outbox", "dev_seq cmd_id kind entity entity_id actor at_wall state attempts last_error"
)

_APPEND: Final = (
    "INSERT INTO outbox (dev_seq, cmd_id, kind, cmd_version, entity, entity_id, base_version, payload,"
    " payload_sha256, actor, at_wall, boot_id, at_mono_ms, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_ANSWER: Final = (
    "UPDATE outbox SET state = ?, status = ?, entity_version = ?, code = ?, result = ?, acked_at = ?,"
    " last_error = NULL, ahead = ? WHERE cmd_id = ? AND state = 'pending'"
)
# The unary plus: by the command's id, not by reading all that waits for each of a hundred.
_SENT: Final = (
    "SELECT o.cmd_id, o.entity, o.entity_id, o.payload, b.version, EXISTS (SELECT 1 FROM event e"
    " WHERE e.case_id = o.entity_id AND e.cmd_id = o.cmd_id"
    " AND json_extract(e.facts, '$.refused') IS NOT NULL)"
    " FROM json_each(?) asked CROSS JOIN outbox o ON o.cmd_id = asked.value AND +o.state = 'pending'"
    " LEFT JOIN base b ON b.entity = o.entity AND b.id = o.entity_id ORDER BY o.dev_seq"
)
_TOLD_BY_COLUMNS: Final = frozenset({"cmd_id", "dev_seq", "status", "entity_version", "code"})


class Sent(NamedTuple):
    """A command that waits for its answer; `base_version`: what the feed has brought of its record."""

    cmd_id: str
    entity: str | None
    entity_id: str | None
    packed: bytes
    base_version: int | None
    shown_refused: bool

    @property
    def payload(self) -> bytes:
        return unpacked(self.packed)


class Outbox:
    """The table `outbox`. Commands come in through `Store.decide` alone, so that the journal has each of
    them.
    """

    def __init__(self, connection: Connection) -> None:
        self._sql = connection

    def append(self, row: Mapping[str, Any]) -> None:
        """A command with its number; for `Store.decide`, which has journalled it."""
        values = COMMAND.values(row)
        COMMAND.insert(self._sql, values)

    def append_ready(self, values: tuple[Any, ...]) -> None:
        """The same in its last form, the payload packed: dev_seq … state in the order of `COMMAND`."""
        self._sql.execute(_APPEND, values)

    def pending(self, limit: int = 500) -> list[Row]:
        """dev_seq cmd_id kind entity entity_id actor at_wall state case_no of what the centre has not
        answered.
        """
        found = self._sql.execute(
            f'SELECT {PENDING.qualified}, "case".case_no FROM outbox'
            ' LEFT JOIN "case" ON "case".id = outbox.entity_id'
            " WHERE outbox.state = 'pending' ORDER BY outbox.dev_seq LIMIT ?",
            (limit,),
        )
        return [{**PENDING.read(values[:-1]), "case_no": values[-1]} for values in found]

    def count(self, besides: str = "") -> int:
        """How many commands the centre has not answered; those of one kind are not counted."""
        (count,) = self._sql.execute(
            "SELECT count(*) FROM outbox WHERE state = 'pending' AND kind <> ?", (besides,)
        ).fetchone()
        return int(count)

    def oldest(self) -> str | None:
        """When the oldest unanswered command was given."""
        found = self._sql.execute(
            "SELECT at_wall FROM outbox WHERE state = 'pending' ORDER BY dev_seq LIMIT 1"
        ).fetchone()
        return None if found is None else str(found[0])

    def get(self, cmd_id: str) -> Row | None:
        """One whole command; payload and result are bytes."""
        found = self._sql.execute(
            f"SELECT {COMMAND.listed} FROM outbox WHERE cmd_id = ?",
            (cmd_id,),
        ).fetchone()
        return None if found is None else COMMAND.read(found)

    def about_consultation(self, entity_id: str) -> list[Row]:
        """What was done here about one booking, roster or waiting person, in order."""
        found = self._sql.execute(
            f"SELECT {COMMAND.listed} FROM outbox WHERE entity_id = ?"
            " AND kind >= 'consultation.' AND kind < 'consultation/' ORDER BY dev_seq",
            (entity_id,),
        )
        return [COMMAND.read(values) for values in found]

    def of_entity(self, entity_id: str) -> list[Row]:
        """Commands about one record, in order."""
        found = self._sql.execute(
            f"SELECT {COMMAND.listed} FROM outbox WHERE entity_id = ? ORDER BY dev_seq",
            (entity_id,),
        )
        return [COMMAND.read(values) for values in found]

    # -- towards the centre (sync.md 2.4, 2.12) -------------------------------------------------

    def batch(self, limit: int, size: int) -> list[Row]:
        """The next commands for the centre, with the columns of `WIRE`: without gaps, `limit` at most.

        Their payloads have `size` bytes together at most; a single larger one goes alone.
        """
        found = self._sql.execute(
            f"SELECT {WIRE.listed} FROM outbox WHERE state = 'pending' ORDER BY dev_seq LIMIT ?", (limit,)
        )
        rows: list[Row] = []
        total = 0
        for values in found:
            row = WIRE.read(values)
            total += len(row["payload"])
            if rows and (total > size or row["dev_seq"] != rows[-1]["dev_seq"] + 1):
                break
            rows.append(row)
        return rows

    def answer(self, cmd_id: str, outcome: Mapping[str, Any], at: datetime, *, ahead: bool) -> bool:
        """Keeps the centre's result of a command; False when it had its result already.

        `ahead`: the feed has not brought yet what the command did.
        """
        done = self._sql.execute(_ANSWER, _answer(outcome, cmd_id, moment(at), ahead))
        return bool(done.rowcount)

    def sent(self, cmd_ids: Iterable[str]) -> list[Sent]:
        """Those of these commands that have no result, each once, in device order."""
        wanted = to_json(list(dict.fromkeys(cmd_ids)))
        found = self._sql.execute(_SENT, (wanted,))
        return [
            Sent(cmd_id, entity, id, packed, version, bool(refused))
            for cmd_id, entity, id, packed, version, refused in found
        ]

    def answer_all(self, answers: Iterable[tuple[str, Mapping[str, Any], bool]], at: datetime) -> None:
        """`answer` for many: the command's id, its result, and whether it is ahead of the feed."""
        stored = moment(at)
        self._sql.executemany(
            _ANSWER, [_answer(outcome, cmd_id, stored, ahead) for cmd_id, outcome, ahead in answers]
        )

    def failed(self, first: int, last: int, error: str) -> None:
        """One more try of these commands came to nothing."""
        self._sql.execute(
            "UPDATE outbox SET attempts = attempts + 1, last_error = ?"
            " WHERE dev_seq BETWEEN ? AND ? AND state = 'pending'",
            (error, first, last),
        )

    def answered(self) -> int:
        """The highest number that has a result; 0 for none."""
        found = self._sql.execute(
            "SELECT dev_seq FROM outbox WHERE state <> 'pending' ORDER BY dev_seq DESC LIMIT 1"
        ).fetchone()
        return 0 if found is None else int(found[0])

    def first(self) -> int | None:
        """The lowest number that is still kept."""
        (found,) = self._sql.execute("SELECT min(dev_seq) FROM outbox").fetchone()
        return None if found is None else int(found)

    def pend_again(self, above: int) -> list[tuple[str, str | None, str | None]]:
        """The centre lost what came after a number: all of it waits again. (cmd_id, entity, id) of each."""
        found = self._sql.execute(
            "SELECT cmd_id, entity, entity_id FROM outbox WHERE dev_seq > ? AND state <> 'pending'", (above,)
        ).fetchall()
        self._sql.execute(
            "UPDATE outbox SET state = 'pending', status = NULL, entity_version = NULL, code = NULL,"
            " result = NULL, acked_at = NULL, ahead = 0 WHERE dev_seq > ? AND state <> 'pending'",
            (above,),
        )
        return [(str(cmd_id), entity, id) for cmd_id, entity, id in found]

    def waiting(self, after: int = 0) -> list[tuple[int, str | None, str | None]]:
        """Number, entity and id of the commands that have no result, above a number, in order."""
        found = self._sql.execute(
            "SELECT dev_seq, entity, entity_id FROM outbox WHERE state = 'pending' AND dev_seq > ?"
            " ORDER BY dev_seq",
            (after,),
        )
        return [(int(number), entity, id) for number, entity, id in found]

    def any_ahead(self) -> bool:
        """Whether the feed still owes what some command did."""
        return self._sql.execute("SELECT 1 FROM outbox WHERE ahead = 1 LIMIT 1").fetchone() is not None

    def ahead(self, entity_id: str) -> list[int]:
        """Numbers of the commands about a record that were carried out and that the feed owes."""
        found = self._sql.execute(
            "SELECT dev_seq FROM outbox WHERE ahead = 1 AND entity_id = ? ORDER BY dev_seq", (entity_id,)
        )
        return [int(number) for (number,) in found]

    def numbered(self, numbers: Iterable[int]) -> list[Row]:
        """Whole commands by their numbers."""
        rows = []
        for number in numbers:
            found = self._sql.execute(f"SELECT {COMMAND.listed} FROM outbox WHERE dev_seq = ?", (number,))
            rows += [COMMAND.read(values) for values in found]
        return rows

    def caught_up(self, entity_id: str, version: int) -> None:
        """The feed brought a version of a record: what commands did up to it is in the base."""
        self._sql.execute(
            "UPDATE outbox SET ahead = 0 WHERE ahead = 1 AND entity_id = ? AND entity_version <= ?",
            (entity_id, version),
        )

    def trim(self, before: datetime, limit: int) -> int:
        """Forgets commands the centre has had for long; an open entry of the inbox keeps its own.

        Gives how many were forgotten.
        """
        gone = self._sql.execute(
            "DELETE FROM outbox WHERE dev_seq IN (SELECT dev_seq FROM outbox"
            " WHERE state <> 'pending' AND ahead = 0 AND acked_at < ?"
            " AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.cmd_id = outbox.cmd_id AND i.state = 'open')"
            " ORDER BY dev_seq LIMIT ?)",
            (moment(before), limit),
        )
        return int(gone.rowcount)

    def renumber(self) -> int:
        """Numbers 1, 2, 3 … for a device that begins anew, in the old order; gives the next number.

        All of it is sent again under the new identity; what the centre has, it knows by its id (sync.md 2.4).
        """
        kept = self._sql.execute("SELECT dev_seq FROM outbox ORDER BY dev_seq").fetchall()
        moves = [(new, old) for new, (old,) in enumerate(kept, start=1) if new != old]
        self._sql.executemany("UPDATE outbox SET dev_seq = ? WHERE dev_seq = ?", moves)
        return len(kept) + 1


def _answer(outcome: Mapping[str, Any], cmd_id: str, at: str, ahead: bool) -> tuple[Any, ...]:
    """What `_ANSWER` says; of the result only what no column tells is kept as it came."""
    rest = {name: value for name, value in outcome.items() if value and name not in _TOLD_BY_COLUMNS}
    return (
        "refused" if outcome["status"] == "refused" else "acked",
        outcome["status"],
        outcome.get("entity_version"),
        outcome.get("code"),
        to_json(rest).encode(),
        at,
        int(ahead),
        cmd_id,
    )
