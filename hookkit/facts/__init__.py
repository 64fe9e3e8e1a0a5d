"""What is so: of commits, branches, remotes and files, and what git is in the middle of."""
