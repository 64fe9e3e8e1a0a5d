"""A merge request checked as a whole, from the variables of a CI server to the reports."""
