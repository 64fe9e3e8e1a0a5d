"""Text in, text out: lines, hunks, and whether two texts are the same program."""
