"""A merge request checked as a whole, from what a CI server says of it to its reports."""
