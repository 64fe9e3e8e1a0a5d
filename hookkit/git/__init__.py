"""Git run as a process, and what it knows: objects, commits, index, worktree files, operations."""
