"""What the page of open entries says: who wrote what where, what a choice will do, what was refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.records import dataclass
from app.services.views import Author, CaseView, ConflictLine, ConflictView
from ui import messages
from ui.field_words import field_name, said, same_words
from ui.models.clashes import MINE, THEIRS, ClashRow

MOST_NAMED: Final = 3
_BEFORE_ASCII: Final = re.compile(r"([\u4e00-\u9fff])([0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """An open entry with the case it is about; without the case only its number is known."""

    line: ConflictLine
    case: CaseView | None = None


def window_name(by: Author | ConflictLine, own_code: str) -> str:
    """本窗口, 5 号窗口, or the code of a machine whose window is not known."""
    if by.device_code and by.device_code == own_code:
        return QCoreApplication.translate("Conflicts", "this window")
    if by.counter_no:
        return QCoreApplication.translate("Conflicts", "window {number}").format(number=by.counter_no)
    if by.device_code:
        return QCoreApplication.translate("Conflicts", "machine {code}").format(code=by.device_code)
    return QCoreApplication.translate("Conflicts", "the centre")


def parted(text: str) -> str:
    """用 5 号窗口的: a digit or Latin letter is parted from the character before it."""
    return " ".join(_BEFORE_ASCII.sub(r"\1 \2", text).split())


def column_head(by: Author, own_code: str) -> str:
    """本窗口（10:33 周示例）."""
    parts = [messages.moment_of(by.at)] if by.at is not None else []
    parts += [by.clerk_name] if by.clerk_name else []
    name = window_name(by, own_code)
    if not parts:
        return name
    text = QCoreApplication.translate("Conflicts", "{window} ({details})")
    return text.format(window=name, details=" ".join(parts))


def chip_of(line: ConflictLine) -> tuple[str, str]:
    """Chip state and word of an entry in the list."""
    if line.kind == "refused":
        return "bad", QCoreApplication.translate("Conflicts", "sent back")
    if line.kind == "deleted":
        return "bad", QCoreApplication.translate("Conflicts", "deleted there")
    return "warn", QCoreApplication.translate("Conflicts", "conflict")


def what(entry: Entry) -> str:
    """手机、场所平面布局图 — or what was sent back."""
    line = entry.line
    item = entry.case.item if entry.case is not None else None
    if not line.fields:
        return messages.decision(line.command_kind)
    names = [field_name(field, item) for field in line.fields]
    if len(names) <= MOST_NAMED:
        return "、".join(names)
    text = QCoreApplication.translate("Conflicts", "{names} and others, {count} in all")
    return text.format(names="、".join(names[:MOST_NAMED]), count=len(names))


def headline(view: ConflictView, own_code: str) -> str:
    """5 号窗口 10:35 也改了这件 · 中心没有收下：受理."""
    line = view.line
    if line.kind == "refused":
        text = QCoreApplication.translate("Conflicts", "The centre did not take: {act}")
        return text.format(act=messages.decision(line.command_kind))
    if line.kind == "deleted":
        return QCoreApplication.translate(
            "Conflicts", "This was deleted at the centre while it was changed here"
        )
    by = view.theirs_by
    time = messages.clock_time(by.at) if by.at is not None else ""
    text = QCoreApplication.translate("Conflicts", "{window} {time} changed this too")
    return " ".join(text.format(window=window_name(by, own_code), time=time).split())


def rows(view: ConflictView, case: CaseView | None, *, masked: bool = True) -> list[ClashRow]:
    """The clashing fields in words; two numbers that look alike while masked are shown whole."""
    item = case.item if case is not None else None
    made = []
    for clash in view.clashes:
        whole = not masked or same_words(clash.name, clash.mine, clash.theirs, item)
        made.append(
            ClashRow(
                clash.name,
                field_name(clash.name, item),
                said(clash.name, clash.mine, item, masked=not whole),
                said(clash.name, clash.theirs, item, masked=not whole),
            )
        )
    return made


def asked_rows(view: ConflictView, case: CaseView | None, *, masked: bool = True) -> list[ClashRow]:
    """What a refused command would have set, without what only programs read."""
    item = case.item if case is not None else None
    return [
        ClashRow(name, field_name(name, item), said(name, value, item, masked=masked), said(name, None, item))
        for name, value in view.payload.items()
        if value not in (None, "", [], {}) and name not in _UNSAID
    ]


_UNSAID: Final = frozenset(
    {
        "id",
        "item_version",
        "id_kind",
        "applicant_name",
        "clerk",
        "ticket",
        "decided_at",
        "before_accept",
        "event",
    }
    | {"notices", "implementation_code", "act", "version", "extra/accepted_at", "extra/before_accept"}
)


def effect(
    table: list[ClashRow] | tuple[ClashRow, ...], choices: Mapping[str, str], mine: str, theirs: str
) -> str:
    """What Enter will do: 手机 用本窗口的 138****0000；布局图 用 5 号窗口的 缺."""
    text = QCoreApplication.translate("Conflicts", "{field}: {window}'s {value}")
    return "；".join(
        parted(
            text.format(
                field=row.name,
                window=mine if choices.get(row.field) == MINE else theirs,
                value=(row.mine if choices.get(row.field) == MINE else row.theirs).text,
            )
        )
        for row in table
    )


def choice_words(mine: str, theirs: str) -> dict[str, str]:
    """The fourth column's words."""
    return {
        MINE: mine,
        THEIRS: theirs,
        "": QCoreApplication.translate("Conflicts", "to choose"),
    }
