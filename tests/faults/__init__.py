"""Fault injection: a tracer makes one system call of a command or its children fail."""
