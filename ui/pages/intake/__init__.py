"""The intake desk: from the person at the window to the decision."""
