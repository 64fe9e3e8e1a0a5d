"""The reports of the commands that make and move branches."""
