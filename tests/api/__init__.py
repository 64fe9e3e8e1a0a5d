"""The library, as programs of others use it."""
