"""One short transaction in which the centre's records become the rows the screens read."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

from sqlcipher3 import dbapi2

from app.errors import Conflict
from app.rules.catalogue import ServiceItem
from app.rules.catalogue_file import item_from
from app.rules.merge import Fields, flatten
from app.services.changes import Changes, Subject
from app.services.house import House
from db.local.base import Based
from db.local.rows import Row
from db.local.unit import Unit

_log = logging.getLogger(__name__)


_OF_CASES: Final = frozenset({"case", "notice", "event"})


class Unshown(Exception):
    """A record that cannot be shown here: it stays in the base as it came, and the log says why.

    Raised before anything of it is written.
    """


class Stumbled(Exception):
    """A record nobody foresaw, met in the middle of writing: the transaction is done again without it shown.

    (A savepoint around each record would make the search index write a segment for each.)
    """

    def __init__(self, record: Based, error: Exception) -> None:
        super().__init__(f"{record.entity} {record.id}: {type(error).__name__}: {error}")
        self.key = record.entity, record.id


STUMBLES: Final = (
    *(Conflict, dbapi2.IntegrityError, dbapi2.InterfaceError, dbapi2.ProgrammingError),
    *(LookupError, TypeError, ValueError, AttributeError, ArithmeticError),
)


class Items:
    """Service items inside a transaction, where the catalogue service must not ask the store itself."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._old: dict[tuple[str, str], ServiceItem] = {}

    def find(self, unit: Unit, code: str, version: str) -> ServiceItem | None:
        """The item in this version; None when this window's catalogue never had it."""
        try:
            current = self._house.catalogue.item(code)
        except Conflict:
            current = None
        if current is not None and current.version == version:
            return current
        known = self._old.get((code, version))
        if known is None:
            row = unit.catalogue.get(code, version)
            if row is None:
                return None
            known = self._old[code, version] = item_from(row["body"], version)
        return known


class Pending:
    """Which commands wait for the centre, by the record they are about.

    Remembered between transactions: after days without the centre there are thousands, and a push answers a
    hundred of them.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], list[int]] = {}
        self._last = 0

    def by_record(self, unit: Unit) -> dict[tuple[str, str], list[int]]:
        """Numbers by entity and id, with what was done since."""
        for number, entity, id in unit.outbox.waiting(self._last):
            self._last = number
            if entity is not None and id is not None:
                self._numbers.setdefault((entity, id), []).append(number)
        return self._numbers

    def forget(self) -> None:
        """What is remembered may not be so: a transaction was undone, or commands wait again."""
        self._numbers = {}
        self._last = 0


class Stage:
    """The base, the window's own waiting commands, and the rows made of both."""

    def __init__(
        self,
        house: House,
        items: Items,
        unit: Unit,
        at: datetime,
        pending: Pending,
        skipped: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """`skipped`: records that are kept and not shown."""
        self.skipped = skipped
        self.house = house
        self.items = items
        self.unit = unit
        self.at = at
        self.touched: set[Subject] = set()
        self._pending = pending.by_record(unit)
        self._ahead = unit.outbox.any_ahead()

    @property
    def changes(self) -> Changes:
        """What this transaction touched, to be told when it is done."""
        return frozenset(self.touched)

    def waits(self, entity: str, id: str) -> bool:
        """Whether a command about a record has no answer of the centre yet."""
        return (entity, id) in self._pending

    def commands(self, entity: str, id: str) -> list[Row]:
        """The commands about a record whose effect the base does not have, in order."""
        numbers = self._pending.get((entity, id), [])
        if self._ahead:
            numbers = [*self.unit.outbox.ahead(id), *numbers]
        return self.unit.outbox.numbered(numbers) if numbers else []

    def overlay(self, entity: str, id: str) -> list[tuple[str, Fields]]:
        """Kind and payload of these commands."""
        return [(row["kind"], json.loads(row["payload"])) for row in self.commands(entity, id)]

    def answered(self, entity: str, id: str) -> None:
        """A command about a record has its result now."""
        numbers = self._pending.pop((entity, id), [])[1:]
        if numbers:
            self._pending[entity, id] = numbers
        self._ahead = True

    def take(self, record: Based, *, many: bool) -> None:
        """A record as the centre has it now, and its rows; commands it already contains are overlaid no more.

        Where `many` come at once, what is new here altogether is shown in a pause: indexing it takes ten
        times as long as keeping it, and what was done at this window must not wait for that.
        """
        later = many and self._is_new(record)
        self.unit.base.put(
            record.entity, record.id, record.version, record.text, deleted=record.deleted, later=later
        )
        if self._ahead:
            self.unit.outbox.caught_up(record.id, record.version)
        if not later:
            self.show(record)

    def keep_new(self, records: Sequence[Based]) -> int:
        """The first of many records, as far as they are new here: kept at once, shown in a pause.

        Gives how many these are; the next one is for `take`.
        """
        known = self.unit.cases.known({_case_of(record) for record in records if _is_of_case(record)})
        new = list(takewhile(lambda one: _is_of_case(one) and _case_of(one) not in known, records))
        self.unit.base.put_later(new)
        if self._ahead:
            for record in new:
                self.unit.outbox.caught_up(record.id, record.version)
        return len(new)

    def _is_new(self, record: Based) -> bool:
        """Whether nothing of it is shown here that could be behind what the base says."""
        return _is_of_case(record) and not self.unit.cases.has(_case_of(record))

    def show(self, record: Based) -> None:
        """Makes the rows of one record again; what has no projector is kept and not shown."""
        from app.sync.projecting import PROJECTORS

        projector = PROJECTORS.get(record.entity)
        if projector is None:
            return
        if (record.entity, record.id) in self.skipped:
            return
        try:
            projector(self, record)
        except Unshown as why:
            _log.warning("%s %s cannot be shown: %s", record.entity, record.id, why)
        except STUMBLES as error:
            raise Stumbled(record, error) from error

    def show_again(self, entity: str, id: str) -> None:
        """The same for a record as it lies in the base; nothing for one that never came from the centre."""
        record = self.unit.base.get(entity, id)
        if record is not None:
            self.show(record)

    def standing(self, case_id: str) -> str:
        """How a case stands towards the centre, by its open entries and its waiting commands."""
        if self.unit.inbox.has_open(case_id):
            return "conflict"
        return "local" if self.waits("case", case_id) else "synced"

    def standings(self, case_ids: Iterable[str]) -> dict[str, str]:
        """The same for many cases."""
        ids = list(case_ids)
        found = {id: "local" if self.waits("case", id) else "synced" for id in ids}
        return found | dict.fromkeys(self.unit.inbox.having_open(ids), "conflict")


def _is_of_case(record: Based) -> bool:
    return record.entity in _OF_CASES and not record.deleted


def _case_of(record: Based) -> str:
    return record.id if record.entity == "case" else str(record.body.get("case_id"))


Projector = Callable[[Stage, Based], None]


def changes_of(payload: Fields) -> Fields:
    """The fields a command about a case sets; of an older program, the whole case."""
    told: Any = payload.get("changes")
    if isinstance(told, dict):
        return told
    case = payload.get("case")
    return flatten(case) if isinstance(case, dict) else {}
