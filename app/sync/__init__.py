"""The window's side of the wire: outbox up, feed down, scans beside them; plain Python."""
