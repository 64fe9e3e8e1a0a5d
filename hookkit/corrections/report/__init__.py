"""Corrections as rows: what was done, what was withheld, what to do next."""
