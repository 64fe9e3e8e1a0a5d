"""Debt of a history, over time: ``hookkit debt log``."""
