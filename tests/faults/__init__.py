"""Faults from outside: a tracer that spoils one system call of a command or of its children."""
