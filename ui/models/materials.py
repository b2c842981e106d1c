"""The material list of a visit as a table: group rows, marks, one line of why for every state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from app.records import dataclass
from app.rules.catalogue import Material
from app.rules.checklist import UNMARKED, Mark, MaterialState
from app.rules.identity import IdKind, kinds_matching, mask_id
from ui import figures, messages
from ui.models.difference import splice

_ModelIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()
_LIKE_AN_ID: Final = re.compile(r"\d{15}|\d{17}[\dXx]")  # also with a wrong check digit

RowRole: Final = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    NUMBER = 0
    NAME = 1
    SOURCE = 2
    COPIES = 3
    STATE = 4
    REMARK = 5


class Group(StrEnum):
    """Why the rows below stand together: known here as a certificate, or to be handed in."""

    SHARED = "shared"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A heading over the materials of one group."""

    group: Group
    count: int


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One material with its mark, numbered as the clerk says it aloud."""

    number: int
    material: Material
    mark: Mark


Row = GroupRow | MaterialRow


def in_table_order(materials: Sequence[Material], marks: Mapping[str, Mark]) -> tuple[Material, ...]:
    """Materials a certificate stands in for first, then the rest.

    A row keeps its place when it is marked again: the group asks for the certificate, not for the state.
    """
    shared = tuple(m for m in materials if marks.get(m.code, UNMARKED).certificate is not None)
    known = {material.code for material in shared}
    return shared + tuple(material for material in materials if material.code not in known)


def table_rows(materials: Sequence[Material], marks: Mapping[str, Mark]) -> tuple[Row, ...]:
    """The rows to show, a heading over each group that has any."""
    rows: list[Row] = []
    group: Group | None = None
    counts = {Group.SHARED: 0, Group.APPLICANT: 0}
    ordered = in_table_order(materials, marks)
    groups = [
        Group.SHARED if marks.get(m.code, UNMARKED).certificate is not None else Group.APPLICANT
        for m in ordered
    ]
    for each in groups:
        counts[each] += 1
    for number, (material, belongs) in enumerate(zip(ordered, groups, strict=True), start=1):
        if belongs is not group:
            group = belongs
            rows.append(GroupRow(group, counts[group]))
        rows.append(MaterialRow(number, material, marks.get(material.code, UNMARKED)))
    return tuple(rows)


def _key(row: Row) -> str:
    return f"group:{row.group}" if isinstance(row, GroupRow) else row.material.code


def group_title(row: GroupRow) -> str:
    if row.group is Group.SHARED:
        text = QCoreApplication.translate("Materials", "Not required (certificates known here) · {count}")
    else:
        text = QCoreApplication.translate("Materials", "To be handed in by the applicant · {count}")
    return text.format(count=row.count)


def second_line(row: MaterialRow) -> str:
    """What to know about the material itself, in one line under its name."""
    material = row.material
    if material.condition_text:
        return material.condition_text
    if material.note:
        return material.note
    return messages.label(material.form) if material.form is not None else ""


def copies_text(row: MaterialRow) -> str:
    if row.mark.state is MaterialState.EXEMPT:
        return "—"
    return figures.unpublished() if row.material.copies is None else str(row.material.copies)


def source_text(row: MaterialRow) -> str:
    if row.mark.certificate is not None:
        return QCoreApplication.translate("Materials", "Certificate here")
    return figures.unpublished() if row.material.source is None else messages.label(row.material.source)


def remark_text(row: MaterialRow) -> str:
    """Why the row is in its state, or where to look next."""
    mark, material = row.mark, row.material
    match mark.state:
        case MaterialState.UNCHECKED:
            if material.review_points:
                return QCoreApplication.translate("Materials", "See the review points below")
            return ""
        case MaterialState.MISSING:
            reason = messages.label(mark.reason) if mark.reason is not None else ""
            if mark.note:
                reason = mark.note
            if not material.must_have:
                return reason
            if not material.deferrable:
                return QCoreApplication.translate("Materials", "{reason}, cannot follow later").format(
                    reason=reason
                )
            return reason
        case MaterialState.DEFERRED:
            if mark.due is None:
                return QCoreApplication.translate("Materials", "No hand-in day yet: Enter")
            return QCoreApplication.translate("Materials", "To follow by {day}").format(
                day=messages.day(mark.due)
            )
        case MaterialState.EXEMPT:
            if mark.certificate is not None:
                number = _shown_number(mark.certificate)
                return QCoreApplication.translate("Materials", "No. {number}").format(number=number)
            return QCoreApplication.translate("Materials", "Exempted by the clerk")
        case MaterialState.COMPLETE:
            if mark.scans:
                return QCoreApplication.translate("Materials", "{count} scanned").format(
                    count=len(mark.scans)
                )
            return ""


class MaterialTableModel(QAbstractTableModel):
    """Rows of the checklist; `show` replaces what differs and leaves the rest alone."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show(self, materials: Sequence[Material], marks: Mapping[str, Mark]) -> None:
        rows = table_rows(materials, marks)
        change = splice([_key(row) for row in self._rows], [_key(row) for row in rows])
        if change.removed:
            self.beginRemoveRows(_NO_INDEX, change.start, change.start + change.removed - 1)
            self._rows = self._rows[: change.start] + self._rows[change.start + change.removed :]
            self.endRemoveRows()
        if change.inserted:
            self.beginInsertRows(_NO_INDEX, change.start, change.start + change.inserted - 1)
            added = rows[change.start : change.start + change.inserted]
            self._rows = self._rows[: change.start] + added + self._rows[change.start :]
            self.endInsertRows()
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def row(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def material_row(self, number: int) -> MaterialRow | None:
        row = self.row(number)
        return row if isinstance(row, MaterialRow) else None

    def row_of(self, code: str) -> int | None:
        """The table row of a material; None when it is not in the list."""
        for number, row in enumerate(self._rows):
            if isinstance(row, MaterialRow) and row.material.code == code:
                return number
        return None

    def material_numbers(self) -> tuple[int, ...]:
        """The table rows that hold materials, in order."""
        return tuple(number for number, row in enumerate(self._rows) if isinstance(row, MaterialRow))

    def rowCount(self, parent: _ModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _ModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: _ModelIndex) -> Qt.ItemFlag:
        if isinstance(self.row(index.row()), MaterialRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if isinstance(row, GroupRow):
            return group_title(row) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (Column.NAME, Column.REMARK):
            return "\n".join(filter(None, (row.material.name, second_line(row), remark_text(row))))
        return None

    def _text(self, row: Row, column: int) -> str | None:
        if isinstance(row, GroupRow):
            return group_title(row) if column == 0 else None
        match Column(column):
            case Column.NUMBER:
                return str(row.number)
            case Column.NAME:
                return row.material.name
            case Column.SOURCE:
                return source_text(row)
            case Column.COPIES:
                return copies_text(row)
            case Column.STATE:
                return messages.label(row.mark.state)
            case Column.REMARK:
                return remark_text(row)

    @staticmethod
    def spoken(row: MaterialRow) -> str:
        """What a screen reader says of a row: 第 7 项 经营场所平面布局图 待核."""
        return QCoreApplication.translate("Materials", "Item {number}, {name}, {state}").format(
            number=row.number, name=row.material.name, state=messages.label(row.mark.state)
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.COPIES:
            return Qt.AlignmentFlag.AlignCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        match Column(section):
            case Column.NUMBER:
                return ""
            case Column.NAME:
                return QCoreApplication.translate("Materials", "Material")
            case Column.SOURCE:
                return QCoreApplication.translate("Materials", "Source")
            case Column.COPIES:
                return QCoreApplication.translate("Materials", "Copies")
            case Column.STATE:
                return QCoreApplication.translate("Materials", "State")
            case Column.REMARK:
                return QCoreApplication.translate("Materials", "Finding")


def _shown_number(certificate: str) -> str:
    """A certificate's number fit for the screen: an identity card's is the person's ID number, so masked."""
    personal = [kind for kind in kinds_matching(certificate) if kind is not IdKind.CREDIT_CODE]
    if personal or _LIKE_AN_ID.fullmatch(certificate):
        return mask_id(certificate, personal[0] if personal else IdKind.RESIDENT_ID)
    return certificate
