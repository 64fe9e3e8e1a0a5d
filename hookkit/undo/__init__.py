"""Take operations back, and redo them."""
