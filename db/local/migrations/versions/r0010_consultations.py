"""Lawyers, their mornings, bookings and the waiting list.

Revision ID: consultations
Revises: third
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "consultations"
down_revision = "third"
branch_labels = None
depends_on = None

OURS = "kind >= 'consultation.' AND kind < 'consultation/'"
TABLES = ("consult_wait", "consult_booking", "consult_day", "consult_lawyer")


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    kept = None if default is None else sa.text(f"('{default}')")
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default=kept, nullable=False)


def _count(name: str, default: int) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text(str(default)), nullable=False)


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(
        name,
        *columns,
        _text("body"),
        _count("version", 1),
        _text("sync_state", "local"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    _table("consult_lawyer", _text("id"), _text("name"), _count("active", 1))
    _table("consult_day", _text("id"), _count("published", 0))
    _table(
        "consult_booking",
        *(_text(name) for name in ("id", "day", "seat", "lawyer", "status", "name_key")),
        *(_text(name, "") for name in ("phone", "id_number", "case_id", "slip_no")),
    )
    _table(
        "consult_wait",
        *(_text(name) for name in ("id", "day", "state", "registered_at")),
        _text("case_id", ""),
    )
    booking, wait = "consult_booking", "consult_wait"
    op.create_index("ix_consult_booking_seat", booking, ["seat"])
    op.create_index("ix_consult_booking_day", booking, ["day"])
    op.create_index("ix_consult_booking_lawyer", booking, ["lawyer", "day"])
    for index, column in (
        ("phone", "phone"),
        ("document", "id_number"),
        ("case", "case_id"),
        ("slip", "slip_no"),
    ):
        op.create_index(
            f"ix_consult_booking_{index}", booking, [column], sqlite_where=sa.text(f"{column} <> ''")
        )
    op.create_index("ix_outbox_consultation", "outbox", ["entity_id"], sqlite_where=sa.text(OURS))
    op.create_index("ix_consult_wait_day", wait, ["day", "registered_at"])


def downgrade() -> None:
    op.drop_index("ix_outbox_consultation", table_name="outbox")
    for table in TABLES:
        op.drop_table(table)
