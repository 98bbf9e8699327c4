"""Settings and import."""
