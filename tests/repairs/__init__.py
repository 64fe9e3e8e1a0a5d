"""Every repair that is printed: a registry of where one is made, and what is played of it."""
