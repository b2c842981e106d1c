"""律师: the mornings of free advice, their grid of slots and lawyers, booking and the waiting list."""
