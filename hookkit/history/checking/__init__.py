"""The checks of a branch, a range, a message or a push, and their order."""
