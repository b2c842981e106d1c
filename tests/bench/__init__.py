"""The bench: every budget of the program, each figure taken beside a yardstick in the same run."""
