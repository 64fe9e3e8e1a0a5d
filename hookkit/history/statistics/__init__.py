"""A history in figures: ``hookkit history-report``."""
