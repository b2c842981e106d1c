"""A hall in one process: real windows, the real engine and the real centre, under one seed (sync.md 4)."""
