"""My Message Center."""
