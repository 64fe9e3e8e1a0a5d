"""A branch brought up to its target: ``hookkit sync``."""
