"""What git is in the middle of, what changed, what a commit and the index hold."""
