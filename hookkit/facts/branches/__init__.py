"""The branches of a repository: where they are, what they are for, who is on them."""
