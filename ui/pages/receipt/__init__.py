"""What lies on the desk after a decision: the notices, looked at and printed."""
