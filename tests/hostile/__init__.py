"""Hostile repositories: nothing in them is run, and nothing in them stops hookkit."""
