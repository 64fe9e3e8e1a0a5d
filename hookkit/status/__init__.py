"""The state of branch, corrections and hooks, read in three git processes: ``hookkit status``."""
