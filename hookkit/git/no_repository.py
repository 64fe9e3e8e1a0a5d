"""The reason why git does not work in a folder, found in its English message."""

from __future__ import annotations

import os
import re
import shlex

from hookkit.errors import EnvironmentFailed


def no_repository(start: str, message: str) -> EnvironmentFailed:
    """Give the error for the folder ``start``, in which git failed with ``message``."""
    named = re.search(r"not a git repository: '?(.+?)'?$", message)
    if named is not None:  # by GIT_DIR, or by the file .git of a worktree
        repair = "unset GIT_DIR" if "GIT_DIR" in os.environ else "git worktree repair"
        sentence = f"{named[1]} is not a git repository, and {start} needs it"
        return EnvironmentFailed(sentence, repair)
    if "not a git repository" in message:
        sentence = f"{start} is not in a git repository: cd into a clone, or begin one here"
        return EnvironmentFailed(sentence, "git init")
    wrong = re.search(r"bad config line (\d+) in file (.+)", message)
    if wrong is not None:
        file = _absolute_path(start, wrong[2])
        sentence = f"git cannot read its configuration: {file}, line {wrong[1]}"
        return EnvironmentFailed(sentence, f"${{EDITOR:-vi}} +{wrong[1]} {shlex.quote(file)}")
    # git 2.35.2 says "unsafe repository".
    owned = re.search(r"(?:dubious ownership in|unsafe) repository (?:at )?\(?'(.+)'", message)
    if owned is not None:
        folder = owned[1]
        sentence = f"the repository {folder} belongs to somebody else, and git does not trust it"
        repair = shlex.join(["git", "config", "--global", "--add", "safe.directory", folder])
        return EnvironmentFailed(sentence, repair)
    return EnvironmentFailed(f"git cannot use the repository of {start}: {message}", "git status")


def _absolute_path(start: str, name: str) -> str:
    """Give the path of a file that git names relative to the top of the worktree of ``start``."""
    folder = os.path.abspath(start)
    while not os.path.exists(os.path.join(folder, name)):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return name
    return os.path.normpath(os.path.join(folder, name))
