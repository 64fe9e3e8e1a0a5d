"""Fix real code: the standard libraries of all installed Pythons, and old source archives."""
