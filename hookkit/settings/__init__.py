"""hookkit's settings: their types and defaults, where they are read from, what is allowed."""
