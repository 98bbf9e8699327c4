"""Screens. One package per screen, each with its item models beside it."""
