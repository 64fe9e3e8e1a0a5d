"""A branch merged into its target: ``hookkit merge``."""
