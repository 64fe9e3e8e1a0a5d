"""The page of a company: a table of its repositories, each with its history and its debt."""
