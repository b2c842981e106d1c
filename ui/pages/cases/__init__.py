"""办件: every case of this window, found as one types, with its clocks, notices and record."""
