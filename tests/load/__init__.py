"""Much of everything: files in a commit, branches, commits in a row."""
