"""What a command changed, taken back and done again."""
