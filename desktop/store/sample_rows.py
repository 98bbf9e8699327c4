"""Rows of a sample office, many at once and with times of their own."""

from __future__ import annotations

from desktop.store.rows import Rows


class SampleRows(Rows):
    """x"""
