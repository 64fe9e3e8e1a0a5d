"""A server of many repositories: their policy in one file, and the journal of their pushes."""
