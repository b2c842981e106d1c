"""What the centre keeps for all halls."""
