"""A correction: kept, put somewhere, taken, taken back."""
