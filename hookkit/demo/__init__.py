"""The main job shown once in a scratch repository."""
