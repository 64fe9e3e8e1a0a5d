"""The main job: from a commit, a range or files to a correction that is put somewhere."""
