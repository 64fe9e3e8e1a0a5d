"""Tables of the states of a repository before and after a command."""
