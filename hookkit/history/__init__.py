"""The checks of a history, tickets, why a commit is there, statistics."""
