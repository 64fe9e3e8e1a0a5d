"""The reports of the commands on branches, as rows."""
