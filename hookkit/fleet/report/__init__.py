"""What was found in repositories as rows for a person."""
