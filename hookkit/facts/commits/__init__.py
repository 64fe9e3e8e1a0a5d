"""The commits of a repository: what they are, what they change, who else has them."""
