"""Many repositories: each looked at by itself, with the results in one SQLite file."""
