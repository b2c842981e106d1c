"""The search indexes are merged in the pauses of the clerk, not inside an acceptance.

Revision ID: second
Revises: first
"""

from __future__ import annotations

from alembic import op

revision = "second"
down_revision = "first"
branch_labels = None
depends_on = None

INDEXES = ("case_fts", "party_fts")
# FTS5 merges by itself every 64 written pages, which made every 64th acceptance wait 40 ms; and whenever a
# level has `crisismerge` segments. The first is left to db/local/checkpointing.py, the second to emergencies.
NEVER = 0
EMERGENCY = 1000


def upgrade() -> None:
    _set(NEVER, EMERGENCY)


def downgrade() -> None:
    _set(4, 16)


def _set(automerge: int, crisismerge: int) -> None:
    for index in INDEXES:
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', {automerge})")
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('crisismerge', {crisismerge})")
