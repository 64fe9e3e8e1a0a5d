"""Dry runs: git rebases and squashes in a throw-away repository before anything is changed."""
