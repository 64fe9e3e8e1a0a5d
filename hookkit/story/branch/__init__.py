"""The way of a branch: begun, kept up, squashed, merged, pushed."""
