"""Templates of notices: what an administrator may write, and every fault of one with its path.

A template is a JSON file named after its notice. The hall's own folder goes before the program's; a template
there that has faults is refused with all of them (Rejected "template"), never passed over in silence.
Shape is checked against resources/notices/schema.json, names of facts, conditions and columns here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final, Literal

from app.documents.facts import COLUMNS, CONDITIONS, FACTS
from app.errors import Problem, Rejected
from app.records import dataclass

SHIPPED: Final = Path(__file__).resolve().parents[2] / "resources" / "notices"
KINDS: Final = (
    "materials_receipt", "acceptance", "material_list", "one_time", "commitment", "refusal", "special_step",
    "delivery",
)  # fmt: skip
FACT: Final = re.compile(r"\{([^{}]*)\}")
MARKUP: Final = re.compile(r"(\*\*|\{[^{}]*\})")

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its facts not filled in yet: (literal or fact name, is a fact, bold)."""

    parts: tuple[tuple[str, bool, bool], ...]

    def filled(self, words: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
        """(text, bold) pieces; what a person typed is taken literally, whatever signs it contains."""
        return tuple((words.get(text, "") if is_fact else text, bold) for text, is_fact, bold in self.parts)


@dataclass(frozen=True, slots=True)
class When:
    """Names of conditions that must hold and that must not."""

    all_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    def holds(self, conditions: frozenset[str]) -> bool:
        return self.all_of <= conditions and not self.none_of & conditions


ALWAYS: Final = When()


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    value: Text
    tall: bool = False  # room to write by hand


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    align: Align = "left"
    indent: bool = True
    small: bool = False
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph that begins with its own bold title."""

    title: str
    text: Text
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Listing:
    """Numbered points; those whose condition fails leave no gap in the numbers."""

    items: tuple[tuple[Text, When], ...]
    numbering: Literal["arabic", "chinese", "none"] = "arabic"
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class FieldTable:
    rows: tuple[tuple[tuple[Cell, ...], When], ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class MaterialTable:
    states: frozenset[str]
    columns: tuple[str, ...]
    caption: Text | None = None
    empty: str = ""
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, two to a row; `date` leaves room for 年月日."""

    lines: tuple[tuple[str, bool, When], ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a notice: a statement and who signs it; issuer, date and the free place of the seal."""

    lines: tuple[tuple[str, bool, When], ...] = ()
    seal: bool = True
    date: Text | None = None
    text: Text | None = None
    note: Text | None = None
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Cut:
    """A dashed line; below it a part to tear off (回执联)."""

    text: str
    when: When = ALWAYS


Block = Paragraph | Heading | Clause | Listing | FieldTable | MaterialTable | Signatures | Closing | Cut


@dataclass(frozen=True, slots=True)
class Template:
    kind: str
    title: Text
    numbered: bool
    blocks: tuple[Block, ...]
    roomy: bool = False  # few words: set them larger
    literals: str = ""  # every character the template itself brings


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template and where, as a JSON pointer."""

    path: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def parse_text(source: str) -> Text:
    """A template's text: {fact} and **bold**."""
    parts: list[tuple[str, bool, bool]] = []
    bold = False
    for piece in MARKUP.split(source):
        if piece == "**":
            bold = not bold
        elif FACT.fullmatch(piece):
            parts.append((piece[1:-1], True, bold))
        elif piece:
            parts.append((piece, False, bold))
    return Text(tuple(parts))


def _when(record: Mapping[str, Any]) -> When:
    names = record.get("when", ())
    return When(
        frozenset(name for name in names if not name.startswith("not ")),
        frozenset(name.removeprefix("not ") for name in names if name.startswith("not ")),
    )


def _optional(record: Mapping[str, Any], name: str) -> Text | None:
    return parse_text(record[name]) if name in record else None


def _cells(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell["label"], parse_text(cell["value"]), cell.get("tall", False)) for cell in row["cells"]
    )


def _lines(record: Mapping[str, Any]) -> tuple[tuple[str, bool, When], ...]:
    return tuple((line["label"], line.get("date", False), _when(line)) for line in record.get("lines", ()))


def _block(record: Mapping[str, Any]) -> Block:
    when = _when(record)
    match record["type"]:
        case "text":
            return Paragraph(
                parse_text(record["text"]),
                record.get("align", "left"),
                record.get("indent", True),
                record.get("small", False),
                when,
            )
        case "heading":
            return Heading(parse_text(record["text"]), when)
        case "clause":
            return Clause(record["title"], parse_text(record["text"]), when)
        case "list":
            items = tuple((parse_text(item["text"]), _when(item)) for item in record["items"])
            return Listing(items, record.get("numbering", "arabic"), when)
        case "fields":
            return FieldTable(tuple((_cells(row), _when(row)) for row in record["rows"]), when)
        case "materials":
            return MaterialTable(
                frozenset(record["of"]),
                tuple(record["columns"]),
                _optional(record, "caption"),
                record.get("empty", ""),
                when,
            )
        case "signatures":
            return Signatures(_lines(record), when)
        case "closing":
            return Closing(
                _lines(record),
                record.get("seal", True),
                _optional(record, "date"),
                _optional(record, "text"),
                _optional(record, "note"),
                when,
            )
        case _:  # "cut": the schema knows no other
            return Cut(record["text"], when)


def template_from(record: Mapping[str, Any]) -> Template:
    """A template from a record without faults."""
    return Template(
        record["kind"],
        parse_text(record["title"]),
        record.get("numbered", True),
        tuple(_block(block) for block in record["blocks"]),
        record.get("roomy", False),
        "".join(text for _, _, text in _texts(record, "")),
    )


def _texts(value: object, path: str) -> Iterator[tuple[str, str, str]]:
    """(path, key, text) of every string in a record."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str):
                yield f"{path}/{key}", key, part
            else:
                yield from _texts(part, f"{path}/{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            if isinstance(part, str):
                yield f"{path}/{index}", path.rsplit("/", 1)[-1], part
            else:
                yield from _texts(part, f"{path}/{index}")


def _name_faults(record: object) -> Iterator[Fault]:
    for path, key, text in _texts(record, ""):
        if key == "when":
            if text.removeprefix("not ") not in CONDITIONS:
                yield Fault(path, "unknown-condition", {"name": text})
        elif key == "columns":
            if text not in COLUMNS:
                yield Fault(path, "unknown-column", {"name": text})
        elif key in {"text", "value", "title", "caption", "date", "note"}:
            for name in FACT.findall(text):
                if name not in FACTS and not re.fullmatch(r"extra\.[a-z_]+", name):
                    yield Fault(path, "unknown-fact", {"name": name})
            bare = FACT.sub("", text)
            if "{" in bare or "}" in bare:
                yield Fault(path, "stray-brace", {"text": text})
            if bare.count("**") % 2:
                yield Fault(path, "open-bold", {"text": text})


def faults(record: object, kind: str) -> list[Fault]:
    """Everything wrong with a template's record, in reading order; empty when it may be used."""
    import jsonschema

    schema = json.loads((SHIPPED / "schema.json").read_text(encoding="utf-8"))
    shape = [
        Fault("/" + "/".join(str(part) for part in error.absolute_path), "shape", {"message": error.message})
        for error in jsonschema.Draft202012Validator(schema).iter_errors(record)
    ]
    found = shape + list(_name_faults(record))
    if not shape and isinstance(record, dict):
        if record["kind"] != kind:
            found.append(Fault("/kind", "wrong-kind", {"name": record["kind"], "expected": kind}))
        if not any(block["type"] == "closing" for block in record["blocks"]):
            found.append(Fault("/blocks", "no-closing", {}))
    return sorted(found, key=lambda fault: fault.path)


def check_file(path: Path, kind: str) -> tuple[Template | None, list[Fault]]:
    """A template file: the template, or None and its faults."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        return None, [Fault("/", "not-utf-8", {"at": fault.start})]
    except json.JSONDecodeError as fault:
        return None, [Fault("/", "not-json", {"line": fault.lineno, "column": fault.colno})]
    found = faults(record, kind)
    return (None, found) if found else (template_from(record), [])


def site_faults(site: Path) -> dict[str, list[Fault]]:
    """The faults of every template in a hall's own folder by file name, for `window-clerk doctor`."""
    found: dict[str, list[Fault]] = {}
    for path in sorted(site.glob("*.json")):
        if path.stem in KINDS:
            _, wrong = check_file(path, path.stem)
        else:
            wrong = [Fault("/", "unknown-notice", {"name": path.stem})]
        if wrong:
            found[path.name] = wrong
    return found


class Templates:
    """The templates in force: the hall's own where it has one, else the program's."""

    def __init__(self, site: Path | None = None) -> None:
        self._site = site
        self._read: dict[str, tuple[Path, int, Template]] = {}

    def path(self, kind: str) -> Path:
        """The file a notice is made from."""
        own = self._site / f"{kind}.json" if self._site else None
        return own if own is not None and own.exists() else SHIPPED / f"{kind}.json"

    def get(self, kind: str) -> Template:
        """The template of a notice, read again when its file changed.

        Rejected("template") lists the faults of the hall's own.
        """
        path = self.path(kind)
        changed = path.stat().st_mtime_ns
        known = self._read.get(kind)
        if known is not None and known[:2] == (path, changed):
            return known[2]
        if path.parent == SHIPPED:  # checked by the tests, not again at every start
            template = template_from(json.loads(path.read_text(encoding="utf-8")))
        else:
            checked, found = check_file(path, kind)
            if checked is None:
                problems = [
                    Problem(fault.path, fault.code, {**fault.facts, "file": str(path)}) for fault in found
                ]
                raise Rejected(problems, code="template")
            template = checked
        self._read[kind] = (path, changed, template)
        return template
