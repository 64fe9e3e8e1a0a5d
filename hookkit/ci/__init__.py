"""Check a merge request as a whole, from the variables of a CI server to the reports."""
