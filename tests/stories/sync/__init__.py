"""Windows and centres as processes of their own, killed and cut off: what was printed is never lost."""
