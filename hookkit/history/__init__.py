"""Judgements on the history: checks, tickets, why a commit is there, statistics."""
