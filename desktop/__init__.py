"""The Message Center: a master account's desk for messages to and about its clients."""

__version__ = "0.1.0"
