"""A random walk over all commands: what a person had before a step is there after it."""
