"""Meetings of a partnership: their agenda, and what came of it."""
