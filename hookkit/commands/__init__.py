"""One file a command: its arguments and its handler, which gives the exit status."""
