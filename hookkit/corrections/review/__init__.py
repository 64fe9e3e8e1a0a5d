"""Review a correction hunk by hunk, and place the chosen hunks where a person wants them."""
