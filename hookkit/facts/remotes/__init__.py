"""Other repositories: what they have, and what a push to them or from them would do."""
