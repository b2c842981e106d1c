"""Runs migrations of the centre's database on the connection that `db.central.schema` hands over."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("target_metadata"),
    render_as_batch=True,
    # The transaction is the caller's, around all revisions.
    transactional_ddl=False,
)
context.run_migrations()
