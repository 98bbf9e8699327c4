"""Inquiries to the broker: their list, one with its thread, and the form that submits one."""
