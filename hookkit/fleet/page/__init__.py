"""The page of a fleet: a table of its repositories, each with its history and its debt."""
