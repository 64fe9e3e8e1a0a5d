"""What is run by hand to write parts of the documentation anew."""
