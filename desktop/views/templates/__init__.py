"""Manage Templates."""
