"""Sent By IB: the list, the reading pane, and a message opened."""
