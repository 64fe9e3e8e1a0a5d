"""Two versions of a text: their lines, the hunks between them, ranges of lines."""
