"""The window speaks with the centre: its records as pulled, its conflict inbox, scans on their way.

Revision ID: third
Revises: second
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "third"
down_revision = "second"
branch_labels = None
depends_on = None


def _text(name: str, *, default: str | None = None, null: bool = False) -> sa.Column[str]:
    text = None if default is None else sa.text(f"('{default}')")
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default=text, nullable=null)


def _count(name: str, *, default: int | None = None, null: bool = False) -> sa.Column[int]:
    literal = None if default is None else sa.text(str(default))
    return sa.Column(name, sa.Integer(), server_default=literal, nullable=null)


def upgrade() -> None:
    # None of these had a row: no program before this one spoke with a centre.
    for table in ("base_case", "inbox", "blob_upload"):
        op.drop_table(table)
    op.create_table(
        "base",
        _text("entity"),
        _text("id"),
        _count("version"),
        _text("body"),
        _count("deleted", default=0),
        _text("waits_for", null=True),
        sa.PrimaryKeyConstraint("entity", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_base_waits_for", "base", ["waits_for"], sqlite_where=sa.text("waits_for IS NOT NULL"))
    op.create_table(
        "base_next",
        _text("entity"),
        _text("id"),
        _count("version"),
        _text("body"),
        sa.PrimaryKeyConstraint("entity", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox",
        _text("id"),
        _text("kind"),
        _text("cmd_id", null=True),
        _text("command_kind", default=""),
        _text("entity", null=True),
        _text("entity_id", null=True),
        _text("case_no", null=True),
        _text("mine", default="{}"),
        _text("theirs", default="{}"),
        _text("theirs_by", default="{}"),
        _text("base", default="{}"),
        _text("code", null=True),
        _text("facts", default="{}"),
        _text("state"),
        _text("at"),
        _text("device_code", default=""),
        _text("counter_no", default=""),
        _text("clerk", default=""),
        _text("decided_by", null=True),
        _text("decided_at", null=True),
        _text("choices", default="{}"),
        _text("note", default=""),
        _count("version", default=0),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_open", "inbox", ["entity_id"], sqlite_where=sa.text("state = 'open'"))
    op.create_table(
        "blob_upload",
        _text("sha256"),
        _count("size"),
        _text("media_type"),
        _text("state"),
        _count("sent", default=0),
        _text("queued_at"),
        _text("last_error", null=True),
        sa.CheckConstraint("state IN ('pending', 'sending', 'done')", name="ck_blob_upload_state"),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_blob_upload_waiting", "blob_upload", ["queued_at"], sqlite_where=sa.text("state <> 'done'")
    )
    op.add_column("outbox", _text("status", null=True))
    op.add_column("outbox", _count("entity_version", null=True))
    op.add_column("outbox", _text("code", null=True))
    op.add_column("outbox", _count("ahead", default=0))
    op.create_index("ix_outbox_ahead", "outbox", ["entity_id"], sqlite_where=sa.text("ahead = 1"))
    op.add_column("clerk", _text("verified_until", null=True))
    op.add_column("event", _text("cmd_id", null=True))
    _name_the_commands_of_events()


def _name_the_commands_of_events() -> None:
    """An event comes back from the centre under its command's id: the ones of before are told apart too."""
    op.execute("CREATE INDEX by_moment ON outbox (entity_id, at_wall)")
    op.execute(
        "UPDATE event SET cmd_id = (SELECT outbox.cmd_id FROM outbox"
        " WHERE outbox.entity_id = event.case_id AND outbox.at_wall = event.at"
        " AND outbox.kind = 'case.' || event.kind)"
    )
    op.execute("DROP INDEX by_moment")


def downgrade() -> None:
    op.drop_column("event", "cmd_id")
    op.drop_column("clerk", "verified_until")
    op.drop_index("ix_outbox_ahead", "outbox")
    for name in ("ahead", "code", "entity_version", "status"):
        op.drop_column("outbox", name)
    for table in ("blob_upload", "inbox", "base_next", "base"):
        op.drop_table(table)
    op.create_table(
        "blob_upload",
        _text("sha256"),
        _count("size", null=True),
        _text("path", null=True),
        sa.Column("sent_chunks", sa.LargeBinary(), nullable=True),
        _text("state", null=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "inbox",
        _text("id"),
        *(_text(name, null=True) for name in ("kind", "cmd_id", "entity_id", "mine", "theirs", "base")),
        _text("state", null=True),
        _text("decided_by", null=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "base_case",
        _text("id"),
        _count("version"),
        _text("body"),
        _text("field_v"),
        _count("deleted", default=0),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
