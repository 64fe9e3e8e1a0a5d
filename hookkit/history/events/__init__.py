"""What is judged at each event of git."""
