"""The fixing of a text: faults, fixes, the proof that the program stays the same. No git."""
