"""The checks at each event of git."""
