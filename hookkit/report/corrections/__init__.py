"""The reports on a correction: what was done, what to look at, what was taken."""
