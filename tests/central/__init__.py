"""The central server and its database."""
