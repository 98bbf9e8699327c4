"""One module per subject, one function or method per user verb. No Qt, no SQL."""
