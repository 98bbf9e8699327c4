"""The broker's feed: how its lines are read, checked and taken."""
