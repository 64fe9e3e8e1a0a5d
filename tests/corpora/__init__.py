"""Real code of many years: the libraries of every Python that is there, and old source archives."""
