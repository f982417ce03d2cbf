"""Deeds on the registers: each a verb with who and when, one transaction, one audit entry."""
