"""Corrections: made, kept, placed, spread, accepted, refused."""
