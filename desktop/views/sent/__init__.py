"""What the office has sent: the list, one message with each of its deliveries, and what a client finds."""
