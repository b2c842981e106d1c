"""The revisions of the centre's schema."""
