"""Checks of a history, tickets, the reason for a commit, and statistics."""
