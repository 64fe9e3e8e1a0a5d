"""Many repositories: each is inspected separately, with the results in one SQLite file."""
