"""Why a commit is there: its merges, its branch, its ticket."""
