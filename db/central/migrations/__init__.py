"""Changes of the centre's schema, one script per revision."""
