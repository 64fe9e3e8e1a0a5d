"""The resident worker: a Python that has imported everything, and forks for each request."""
