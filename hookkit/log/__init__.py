"""The log of hookkit: writing it and reading it."""
