"""Branches squashed, rebased, merged, moved with the worktree, and pushed."""
