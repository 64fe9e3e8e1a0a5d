"""Plain typed values; they import nothing of ours but each other."""
