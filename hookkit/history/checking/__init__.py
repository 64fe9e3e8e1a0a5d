"""Which checks are made of a branch, a range, a message or a push, and in which order."""
