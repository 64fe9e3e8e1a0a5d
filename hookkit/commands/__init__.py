"""One file for each command: its arguments, and its handler, which gives the exit status."""
