"""Where a message is looked at before it is sent."""
