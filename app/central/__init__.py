"""The central server of the halls: applies commands once, tells every window what became of them."""
