"""The ways out of the process: git, settings and environment, the log, files."""
