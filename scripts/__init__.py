"""Scripts run by hand, most of which regenerate parts of the documentation."""
