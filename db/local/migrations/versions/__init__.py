"""One file per revision, in the order of `db.local.schema.REVISIONS`."""
