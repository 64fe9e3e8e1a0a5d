"""What is run by hand to regenerate parts of the documentation."""
