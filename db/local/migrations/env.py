"""Runs migrations of the window's database on the connection that `db.local.schema` hands over."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
target = context.config.attributes.get("target_metadata")
context.configure(
    connection=connection,
    target_metadata=target,
    render_as_batch=True,
    # The unit of work is the caller's: one BEGIN IMMEDIATE around all of it.
    transactional_ddl=False,
    include_name=lambda name, type_, _parents: type_ != "table" or "_fts" not in str(name),
)
context.run_migrations()
