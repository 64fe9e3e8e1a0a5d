"""hookkit is upgraded while it is in use: servers that are pushed to, clones with a worker."""
