"""The error for a folder in which git finds no repository that it can use, from git's message."""

from __future__ import annotations

import os
import re
import shlex

from hookkit.errors import EnvironmentFailed


def unusable_repository_error(start: str, message: str) -> EnvironmentFailed:
    """Give the error for the folder ``start``, in which git failed with ``message``."""
    missing = re.search(r"not a git repository: '?(.+?)'?$", message)
    if missing is not None:  # by GIT_DIR, or by the file .git of a worktree
        repair = "unset GIT_DIR" if "GIT_DIR" in os.environ else "git worktree repair"
        sentence = f"{missing[1]} is not a git repository, and {start} needs it"
        return EnvironmentFailed(sentence, repair)
    if "not a git repository" in message:
        sentence = f"{start} is not in a git repository: cd into a clone, or begin one here"
        return EnvironmentFailed(sentence, "git init")
    bad_line = re.search(r"bad config line (\d+) in file (.+)", message)
    if bad_line is not None:
        file = _absolute_path(start, bad_line[2])
        sentence = f"git cannot read its configuration: {file}, line {bad_line[1]}"
        return EnvironmentFailed(sentence, f"${{EDITOR:-vi}} +{bad_line[1]} {shlex.quote(file)}")
    # git 2.35.2 says "unsafe repository".
    unsafe = re.search(r"(?:dubious ownership in|unsafe) repository (?:at )?\(?'(.+)'", message)
    if unsafe is not None:
        folder = unsafe[1]
        sentence = f"the repository {folder} belongs to somebody else, and git does not trust it"
        repair = shlex.join(["git", "config", "--global", "--add", "safe.directory", folder])
        return EnvironmentFailed(sentence, repair)
    return EnvironmentFailed(f"git cannot use the repository of {start}: {message}", "git status")


def _absolute_path(start: str, name: str) -> str:
    """Give the path of a file that git names relative to the top of the worktree of ``start``."""
    folder = os.path.abspath(start)
    while not os.path.exists(os.path.join(folder, name)):
        folder, child = os.path.dirname(folder), folder
        if folder == child:
            return name
    return os.path.normpath(os.path.join(folder, name))
