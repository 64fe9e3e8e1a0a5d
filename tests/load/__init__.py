"""Loads: many files in a commit, many branches, many commits in a row."""
