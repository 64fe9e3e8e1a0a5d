"""A correction: kept, put somewhere, taken, spread, refused."""
