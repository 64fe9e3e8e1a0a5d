"""A random walk over all commands: after each step nothing of the user's work is lost."""
