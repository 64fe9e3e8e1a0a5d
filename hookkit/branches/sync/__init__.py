"""Rebase or fast-forward a branch to its target: ``hookkit sync``."""
