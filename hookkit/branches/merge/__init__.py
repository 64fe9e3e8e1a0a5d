"""Merge a branch into its target: ``hookkit merge``."""
