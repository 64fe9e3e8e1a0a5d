"""Why git does not work in a folder, by what it said in English."""

from __future__ import annotations

import re
import shlex

from hookkit.errors import EnvironmentFailed


def no_repository(start: str, said: str) -> EnvironmentFailed:
    """Give the error for a folder where git ended with the message ``said``."""
    if "not a git repository" in said:
        return EnvironmentFailed(f"{start} is not in a git repository: {said}", "git init")
    # "unsafe repository" is what git 2.35.2 says.
    owned = re.search(r"(?:dubious ownership in|unsafe) repository (?:at )?\(?'(.+)'", said)
    if owned is not None:
        place = owned[1]
        sentence = f"the repository {place} belongs to somebody else, and git does not trust it"
        repair = shlex.join(["git", "config", "--global", "--add", "safe.directory", place])
        return EnvironmentFailed(sentence, repair)
    return EnvironmentFailed(f"git cannot use the repository of {start}: {said}", "git status")
