"""The hook files: the shims from ``hooks/``, the folders that git reads, and the file owners."""
