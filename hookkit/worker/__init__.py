"""The resident worker: a Python process that has imported everything and forks for each request."""
