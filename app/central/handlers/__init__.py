"""What each kind of command does at the centre."""
