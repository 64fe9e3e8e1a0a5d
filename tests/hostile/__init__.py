"""Repositories that want to do harm: what is in them runs nothing, and stops nothing."""
