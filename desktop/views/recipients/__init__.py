"""Manage Recipients: which open accounts a message goes to."""
