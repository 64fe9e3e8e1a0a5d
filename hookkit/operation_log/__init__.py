"""The operation log: the changes of each command, with the old and new values."""
