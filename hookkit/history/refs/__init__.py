"""Branches, their targets, what remotes have, and what a push would change."""
