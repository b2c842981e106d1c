"""The words of a decision wait for a pause before they go into the search indexes.

Revision ID: fresh
Revises: consultations
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from db.local.packing import unpacked

revision = "fresh"
down_revision = "consultations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fresh",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rid", sa.Integer(), nullable=False),
        sa.Column("t", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )


def downgrade() -> None:
    # The programs of before know neither waiting words nor packed texts.
    bind = op.get_bind()
    for table, key, column in (("notice", "id", "content"), ("outbox", "dev_seq", "payload")):
        for row_key, text in bind.exec_driver_sql(f"SELECT {key}, {column} FROM {table}").all():
            plain = unpacked(text)
            bind.exec_driver_sql(
                f"UPDATE {table} SET {column} = ? WHERE {key} = ?",
                (plain.decode() if column == "content" else plain, row_key),
            )
    for kind, verb in (("case", "INSERT"), ("party", "INSERT OR REPLACE")):
        op.execute(f"{verb} INTO {kind}_fts(rowid, t) SELECT rid, trim(t) FROM fresh WHERE kind = '{kind}'")
    op.drop_table("fresh")
