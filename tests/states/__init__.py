"""States of a repository before and after a command, as tables."""
