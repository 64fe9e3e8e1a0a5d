"""Hooks installed, examined and taken away."""
