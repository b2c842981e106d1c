"""The centre over HTTP, one module per part of the wire."""
