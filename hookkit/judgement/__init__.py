"""What is done: corrections placed, branches moved and pushed; recorded, and taken back."""
