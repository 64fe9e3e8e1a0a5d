"""The operation log: what each command changed, from what and to what."""
