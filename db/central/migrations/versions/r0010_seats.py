"""The lawyers' seats, and which bookings and waiting people a morning has.

Revision ID: seats
Revises: first
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "seats"
down_revision = "first"
branch_labels = None
depends_on = None


def _text(name: str, *, default: str | None = None, null: bool = False) -> sa.Column[str]:
    kept = None if default is None else sa.text(f"('{default}')")
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default=kept, nullable=null)


def upgrade() -> None:
    op.create_table(
        "slot_seat",
        _text("scope"),
        _text("seat"),
        _text("day"),
        _text("state"),
        _text("holder", null=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _text("booking_id", null=True),
        sa.CheckConstraint("state IN ('free', 'held', 'booked', 'gone')", name="ck_slot_seat_state"),
        sa.CheckConstraint("(state = 'booked') = (booking_id IS NOT NULL)", name="ck_slot_seat_booked"),
        sa.CheckConstraint("(state = 'held') = (holder IS NOT NULL)", name="ck_slot_seat_held"),
        sa.PrimaryKeyConstraint("scope", "seat"),
        sa.UniqueConstraint("scope", "booking_id", name="uq_slot_seat_booking"),
    )
    op.create_index("ix_slot_seat_day", "slot_seat", ["scope", "day"])
    op.create_table(
        "consult_index",
        *(_text(name) for name in ("scope", "entity", "id", "day", "state")),
        _text("person", default=""),
        _text("registered_at", default=""),
        sa.PrimaryKeyConstraint("scope", "entity", "id"),
    )
    op.create_index("ix_consult_index_day", "consult_index", ["scope", "day", "entity", "state"])


def downgrade() -> None:
    op.drop_index("ix_consult_index_day", table_name="consult_index")
    op.drop_table("consult_index")
    op.drop_index("ix_slot_seat_day", table_name="slot_seat")
    op.drop_table("slot_seat")
