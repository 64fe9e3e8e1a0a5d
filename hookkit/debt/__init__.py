"""Debt: flake8's findings against a baseline that can only shrink."""
