"""What fixing a file has given before, remembered in the git directory."""
