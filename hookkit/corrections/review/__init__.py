"""A correction reviewed hunk by hunk, and what was chosen put where a person says."""
