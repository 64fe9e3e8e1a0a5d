"""Reviews, runs, checks and statistics for other programs: JSON, SARIF, JUnit, GitHub."""
