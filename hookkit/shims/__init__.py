"""The hook files: the shims of ``hooks/``, where git looks for them, and whose they are."""
