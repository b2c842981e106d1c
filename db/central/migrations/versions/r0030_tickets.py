"""Tickets as they are called, whom they belong to, and what was answered.

Revision ID: tickets
Revises: seats
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "tickets"
down_revision = "seats"
branch_labels = None
depends_on = None

STATES = "'waiting', 'called', 'serving', 'held', 'missed', 'done', 'void'"


def _text(name: str, *, default: str | None = None, null: bool = False) -> sa.Column[str]:
    kept = None if default is None else sa.text(f"('{default}')")
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default=kept, nullable=null)


def upgrade() -> None:
    op.create_table(
        "ticket",
        *(_text(name) for name in ("scope", "id", "day", "number", "business", "kind", "state")),
        *(_text(name, default="") for name in ("owner", "wanted", "counter")),
        sa.Column("transferred", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _text("due_from", null=True),
        _text("place_at"),
        _text("taken_at"),
        _text("last_call_at", null=True),
        sa.CheckConstraint(f"state IN ({STATES})", name="ck_ticket_state"),
        sa.PrimaryKeyConstraint("scope", "id"),
        sa.UniqueConstraint("scope", "day", "number", name="uq_ticket_number"),
    )
    op.create_index("ix_ticket_next", "ticket", ["scope", "day", "state", "business"])
    op.create_index("ix_ticket_owner", "ticket", ["scope", "owner", "state"])
    op.create_table(
        "ticket_person",
        *(_text(name) for name in ("scope", "ticket_id", "day", "person_key", "person")),
        sa.PrimaryKeyConstraint("scope", "ticket_id"),
    )
    op.create_index("ix_ticket_person_key", "ticket_person", ["scope", "day", "person_key"])
    op.create_table(
        "queue_answer",
        *(_text(name) for name in ("scope", "cmd_id", "device_id", "kind", "reply", "at")),
        sa.PrimaryKeyConstraint("scope", "cmd_id"),
    )


def downgrade() -> None:
    for table in ("queue_answer", "ticket_person", "ticket"):
        op.drop_table(table)
