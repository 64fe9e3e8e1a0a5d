"""What several commands share: options, opening the repository, choosing hunks and corrections."""
