"""How a history came to be, in figures: ``hookkit history-report``."""
