"""Results of inspections as rows for a person."""
