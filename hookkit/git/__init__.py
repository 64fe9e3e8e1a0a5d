"""git run as a process: objects, commits, refs, index, worktree, operations in progress."""
