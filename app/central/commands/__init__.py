"""`window-central <command>`."""
