"""The messages that are being written: their list, and their place in the left column."""
