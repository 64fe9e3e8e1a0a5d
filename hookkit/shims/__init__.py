"""The hook files: the shims, the folders in which git looks for hooks, and hooks of other tools."""
