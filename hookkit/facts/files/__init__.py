"""The files of commits, of the index and of the worktree."""
