"""The cache of the results of fixes, in a file of the git directory."""
