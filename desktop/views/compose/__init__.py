"""Where a message is written: the editor page and its steps."""
