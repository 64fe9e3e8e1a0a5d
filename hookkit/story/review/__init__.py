"""A correction reviewed: taken apart, walked through hunk by hunk, put where a person says."""
