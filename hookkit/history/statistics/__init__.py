"""The statistics of a history: ``hookkit history-report``."""
