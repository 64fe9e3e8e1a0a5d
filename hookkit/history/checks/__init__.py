"""One check a file: facts in, findings out; nothing is printed."""
