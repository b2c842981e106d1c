"""Item models of the hall's lists: immutable views shown by difference."""
