"""A review as an HTML page."""
