"""What was done to a branch, as rows."""
