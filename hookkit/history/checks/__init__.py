"""The checks, one a file: they take facts and give findings, and print nothing."""
