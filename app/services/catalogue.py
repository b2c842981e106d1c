"""The catalogue of service items at this window: shipped with the program, added to by the administrator.

Every version stays in the store, for a case keeps the version it was taken under. The current items are held
in memory and replaced as one when a file is imported, so that searching never waits for the store.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from app.clock import Clock
from app.errors import Conflict, Problem, Rejected
from app.records import dataclass
from app.rules.catalogue import ServiceItem
from app.rules.catalogue_file import Parsed, catalogue_record, item_from, load_item
from app.rules.catalogue_search import CatalogueIndex, Hit
from app.services.changes import Listener, Subject

if TYPE_CHECKING:
    from db.local.store import Store
    from db.local.unit import Unit

SHIPPED: Final = "shipped"  # who imported the items that came with the program
_SHIPPED_DIGEST: Final = "catalogue.shipped"
_RECENT_CASES: Final = 50
_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `former_name` when it changed an item that was called otherwise."""

    item: ServiceItem
    outcome: Outcome
    former_name: str | None = None
    warnings: tuple[Problem, ...] = ()


def read_file(path: Path) -> Parsed:
    """A catalogue file as an item without its readings filled in, or every fault of it; nothing is stored."""
    from app.rules.catalogue_json import MAX_BYTES

    try:
        if not path.is_file():
            return Parsed(None, (Problem("", "no-file" if not path.exists() else "not-a-file"),))
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except OSError as error:
        return Parsed(None, (Problem("", "cannot-read", {"why": error.strerror or str(error)}),))
    if len(data) > MAX_BYTES:
        return Parsed(None, (Problem("", "too-big", {"bytes": size, "limit": MAX_BYTES}),))
    return load_item(data)


def check_file(path: Path, certificate_types: frozenset[str]) -> Parsed:
    """A file as it would be imported, or every fault of it; a certificate type nobody knows is a doubt."""
    from app.rules.catalogue_pinyin import reading_problems, with_readings

    parsed = read_file(path)
    if parsed.item is None:
        return parsed
    problems = reading_problems(parsed.item)
    if problems:
        return Parsed(None, problems, parsed.warnings)
    doubts = tuple(
        Problem(f"materials[{index}].certificate", "unknown-certificate", {"value": material.certificate})
        for index, material in enumerate(parsed.item.materials)
        if material.certificate is not None and material.certificate not in certificate_types
    )
    return Parsed(with_readings(parsed.item), (), (*parsed.warnings, *doubts))


def known_certificates(resources: Path) -> Mapping[str, str]:
    """The types of e-certificate that can stand in for a paper, with their names."""
    listed = json.loads((resources / "catalogue" / "certificate_types.json").read_text(encoding="utf-8"))
    return MappingProxyType({entry["code"]: entry["name"] for entry in listed["types"]})


class CatalogueService:
    """Items to choose from; `items`, `item` of a current version and `search` never touch the store."""

    def __init__(self, store: Store, resources: Path, clock: Clock, tell: Listener | None = None) -> None:
        """Loads the catalogue; on the first start, or after an update, takes in the shipped files."""
        self._store = store
        self._clock = clock
        self._tell = tell
        self._resources = resources
        self._old: dict[tuple[str, str], ServiceItem] = {}
        self.refused: tuple[tuple[str, tuple[Problem, ...]], ...] = ()  # shipped files that are damaged
        shipped = sorted((resources / "catalogue" / "items").glob("*.json"))
        contents = [(path.name, path.read_bytes()) for path in shipped]
        digest = hashlib.sha256(b"\0".join(data for _, data in contents)).hexdigest()
        with store.read() as unit:
            behind = unit.settings.get(_SHIPPED_DIGEST) != digest
            if not behind:
                self._take_over(unit)
        if behind:
            with store.unit() as unit:
                self._ship(unit, contents, digest)
                self._take_over(unit)

    def _ship(self, unit: Unit, contents: list[tuple[str, bytes]], digest: str) -> None:
        """Takes in shipped items; what the administrator imported under the same code stays current."""
        by_code = {row["code"]: row for row in unit.catalogue.current()}
        refused: list[tuple[str, tuple[Problem, ...]]] = []
        fresh: list[dict[str, Any]] = []
        for name, data in contents:
            parsed = load_item(data)
            if parsed.item is None:
                refused.append((name, parsed.problems))
                _log.error("the shipped catalogue file %s is damaged and was left out", name)
                continue
            row = by_code.get(parsed.item.code)
            if row is None or (row["imported_by"] == SHIPPED and row["version"] != parsed.item.version):
                fresh.append(_row(parsed.item))
        unit.catalogue.put(fresh, imported_at=self._clock.now(), imported_by=SHIPPED)
        self.refused = tuple(refused)
        if not refused:
            unit.settings.put(_SHIPPED_DIGEST, digest)

    def _take_over(self, unit: Unit) -> None:
        rows = unit.catalogue.current()
        self._index = CatalogueIndex(item_from(row["body"], row["version"]) for row in rows)
        self._used = Counter(row["item_code"] for row in unit.cases.newest(_RECENT_CASES))

    def items(self) -> tuple[ServiceItem, ...]:
        """The current items, by code."""
        return self._index.items

    def item(self, code: str, version: str | None = None) -> ServiceItem:
        """An item in its current version, or in the one a case was taken under; Conflict("item-unknown")."""
        current = self._index.item(code)
        if current is not None and version in (None, current.version):
            return current
        if version is None:
            raise Conflict("item-unknown", item=code)
        kept = self._old.get((code, version))
        if kept is None:
            with self._store.read() as unit:
                row = unit.catalogue.get(code, version)
            if row is None:
                raise Conflict("item-unknown", item=code, version=version)
            kept = self._old[code, version] = item_from(row["body"], version)
        return kept

    def search(self, text: str, limit: int = 8) -> tuple[Hit, ...]:
        """The best items for what was typed; among equals those this window took lately."""
        return self._index.search(text, limit, self._used)

    def used(self, code: str) -> None:
        """A case of this item was taken: it comes first among equals from now on."""
        self._used = self._used + Counter((code,))

    def certificates(self) -> Mapping[str, str]:
        """Types of e-certificate and their names."""
        return known_certificates(self._resources)

    def import_file(self, path: Path, clerk: str) -> ImportReport:
        """Makes a file's item current; Rejected with every fault of it, and then nothing has changed."""
        parsed = check_file(path, frozenset(self.certificates()))
        if parsed.item is None:
            raise Rejected(parsed.problems, "catalogue-file")
        item = parsed.item
        before = self._index.item(item.code)
        former = before.name if before is not None and before.name != item.name else None
        if before is not None and before.version == item.version:
            return ImportReport(item, Outcome.UNCHANGED, None, parsed.warnings)
        at = self._clock.now()
        facts = {"version": item.version, "before": None if before is None else before.version}
        with self._store.unit() as unit:
            unit.catalogue.put([_row(item)], imported_at=at, imported_by=clerk)
            unit.audit.append(at=at, clerk=clerk, what="catalogue-import", subject=item.code, facts=facts)
        kept = [known for known in self._index.items if known.code != item.code]
        self._index = CatalogueIndex(sorted((*kept, item), key=lambda known: known.code))
        if self._tell is not None:
            self._tell(frozenset((Subject.CATALOGUE,)))
        outcome = Outcome.ADDED if before is None else Outcome.CHANGED
        return ImportReport(item, outcome, former, parsed.warnings)


def _row(item: ServiceItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "version": item.version,
        "name": item.name,
        "body": catalogue_record(item),
    }
