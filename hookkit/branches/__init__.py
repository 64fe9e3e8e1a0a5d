"""The life of a branch: start, sync, tidy, merge, push."""
