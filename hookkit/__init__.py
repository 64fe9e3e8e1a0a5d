"""hookkit: each commit gets its PEP 8 correction, to review, accept or throw away."""

__version__ = "0.1.0"
