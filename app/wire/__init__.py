"""Messages between a window and the centre: versioned, validated, without behaviour (sync.md 2)."""
