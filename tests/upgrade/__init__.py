"""hookkit is upgraded while servers receive pushes and clones have a worker."""
