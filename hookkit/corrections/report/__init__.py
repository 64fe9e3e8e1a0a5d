"""Reports on corrections as rows: placements, withheld fixes, next commands."""
