"""Running the checks of a branch, a range, a message or a push, in their order."""
