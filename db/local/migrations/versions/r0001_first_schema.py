"""The window's first schema: sync.md 2.2 from the first day, and the search indexes.

Revision ID: first
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("clerk", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "subject", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "base_case",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("field_v", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("deleted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blob_upload",
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sent_chunks", sa.LargeBinary(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "case",
        sa.Column("rid", sa.Integer(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("case_no", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("item_code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("item_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("item_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("party_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("applicant_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "phone", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("applicant", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("agent", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("answers", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("marks", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "remark", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("ticket", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "counter_no", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("clerk", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("received_on", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("notify_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("supplement_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("accepted_on", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("promised_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("legal_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("deferred_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("paused_since", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("pause_until", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("pause_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("paused_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deemed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unpublished_year", sa.Integer(), nullable=True),
        sa.Column("take_back_until", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ground", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("central_no", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "extra", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "sync_state",
            sqlmodel.sql.sqltypes.AutoString(),
            server_default=sa.text("'local'"),
            nullable=False,
        ),
        sa.Column("tok_v", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("tok_check", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("rid"),
        sa.UniqueConstraint("case_no"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_deferred_by",
            ["deferred_by"],
            unique=False,
            sqlite_where=sa.text("deferred_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_case_notify_by", ["notify_by"], unique=False, sqlite_where=sa.text("status = 'received'")
        )
        batch_op.create_index("ix_case_party", ["party_id", "rid"], unique=False)
        batch_op.create_index(
            "ix_case_pause_until", ["pause_until"], unique=False, sqlite_where=sa.text("status = 'suspended'")
        )
        batch_op.create_index(
            "ix_case_running",
            ["promised_by", "legal_by"],
            unique=False,
            sqlite_where=sa.text("status IN ('accepted', 'under_review')"),
        )
        batch_op.create_index(
            "ix_case_supplement_by",
            ["supplement_by"],
            unique=False,
            sqlite_where=sa.text("status = 'correcting'"),
        )

    op.create_table(
        "catalogue_item",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("imported_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("current", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("code", "version"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("holder_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "holder_name", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("issued_on", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("expires_on", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("type", "number", name="uq_certificate_number"),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "clerk",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("active", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("failed_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("last_sign_in_at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "cursor",
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("feed_epoch", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "device_state",
        sa.Column("k", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("v", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("k"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("item_code", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("item_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("case_no", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("record", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        sa.Column("case_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("clerk", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grant_",
        sa.Column("grant_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("got_at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("state IN ('held', 'used', 'released', 'lost')", name="ck_grant_state"),
        sa.PrimaryKeyConstraint("grant_id"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("cmd_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("entity_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("mine", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("theirs", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("base", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "outbox",
        sa.Column("dev_seq", sa.Integer(), nullable=False),
        sa.Column("cmd_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cmd_version", sa.Integer(), nullable=False),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("entity_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("payload_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_wall", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("boot_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at_mono_ms", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.Column("acked_at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'acked', 'refused')", name="ck_outbox_state"),
        sa.PrimaryKeyConstraint("dev_seq"),
        sa.UniqueConstraint("cmd_id"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_pending", ["dev_seq"], unique=False, sqlite_where=sa.text("state = 'pending'")
        )

    op.create_table(
        "party",
        sa.Column("rid", sa.Integer(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "phone", sqlmodel.sql.sqltypes.AutoString(), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("record", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("first_seen_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("last_seen_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("last_item_code", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("last_item_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("visits", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tok_check", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("rid"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("id_kind", "id_number", name="uq_party_document"),
    )
    op.create_table(
        "scan",
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("added_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("added_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting",
        sa.Column("k", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("v", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("k"),
    )
    op.create_table(
        "unfinished",
        sa.Column("cmd_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("dev_seq", sa.Integer(), nullable=False),
        sa.Column("found_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cmd_id"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("case_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("printed_at", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("printed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reprints", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)

    op.create_table(
        "reprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("clerk", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("reprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reprint_notice_id"), ["notice_id"], unique=False)

    op.execute(
        "CREATE VIRTUAL TABLE case_fts USING fts5(t, content='', tokenize='ascii', detail=none, columnsize=0)"
    )
    op.execute(
        "CREATE VIRTUAL TABLE party_fts"
        " USING fts5(t, content='', contentless_delete=1, tokenize='ascii', detail=none)"
    )


def downgrade() -> None:
    op.execute("DROP TABLE party_fts")
    op.execute("DROP TABLE case_fts")
    with op.batch_alter_table("reprint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reprint_notice_id"))

    op.drop_table("reprint")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))

    op.drop_table("notice")
    op.drop_table("unfinished")
    op.drop_table("setting")
    op.drop_table("scan")
    op.drop_table("party")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_pending", sqlite_where=sa.text("state = 'pending'"))

    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("grant_")
    op.drop_table("event")
    op.drop_table("draft")
    op.drop_table("device_state")
    op.drop_table("cursor")
    op.drop_table("clerk")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_holder_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_expires_on"))

    op.drop_table("certificate")
    op.drop_table("catalogue_item")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("ix_case_supplement_by", sqlite_where=sa.text("status = 'correcting'"))
        batch_op.drop_index("ix_case_running", sqlite_where=sa.text("status IN ('accepted', 'under_review')"))
        batch_op.drop_index("ix_case_pause_until", sqlite_where=sa.text("status = 'suspended'"))
        batch_op.drop_index("ix_case_party")
        batch_op.drop_index("ix_case_notify_by", sqlite_where=sa.text("status = 'received'"))
        batch_op.drop_index("ix_case_deferred_by", sqlite_where=sa.text("deferred_by IS NOT NULL"))

    op.drop_table("case")
    op.drop_table("blob_upload")
    op.drop_table("base_case")
    op.drop_table("audit")
