"""Colours, sizes and type of the interface, read from ``resources/themes``."""
