"""Tickets of the queue, and what the hall's windows are doing.

Revision ID: queue
Revises: fresh
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "queue"
down_revision = "fresh"
branch_labels = None
depends_on = None


def _text(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[str]:
    kept = None if default is None else sa.text(f"('{default}')")
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default=kept, nullable=null)


def _count(name: str, default: int) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text(str(default)), nullable=False)


def upgrade() -> None:
    op.create_table(
        "ticket",
        *(_text(name) for name in ("id", "day", "number", "state")),
        _text("counter", ""),
        _text("body"),
        _text("person", null=True),
        _count("version", 1),
        _count("centre_version", 0),
        _text("sync_state", "local"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_number", "ticket", ["day", "number"])
    op.create_table(
        "queue_counter",
        _text("no"),
        _text("body"),
        _count("version", 1),
        _text("sync_state", "local"),
        sa.PrimaryKeyConstraint("no"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("queue_counter")
    op.drop_table("ticket")
