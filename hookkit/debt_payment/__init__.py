"""Debt paid back: corrections of old code, as commits of a size that people can review."""
