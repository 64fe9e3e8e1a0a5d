"""Branches, their targets, the commits that remotes have, and the refs that a push would change."""
