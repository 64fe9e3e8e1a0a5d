"""What was done last, taken back."""
