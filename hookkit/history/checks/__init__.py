"""The checks, one in each file: they take facts, return findings and print nothing."""
