"""Paths of git's configuration files: facts of a repository are old once one of them changes."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.git.config import read_config
from hookkit.git.runner import Git

_PERSONAL_FILES = ("~/.gitconfig", "~/.config/git/config")


def git_config_file_paths(git: Git, scope: Sequence[str] = ()) -> list[str]:
    """Give the files that git reads, the files they include, and paths where it would read files.

    ``scope`` are options of ``git config`` such as ``--local``, none for all scopes. One git
    process is started for each scope, and its answer is cached.
    """
    files = [] if scope else [os.path.expanduser(each) for each in _PERSONAL_FILES]
    for entry in read_config(git, scope):
        if entry.origin.startswith("file:"):
            files.append(entry.origin.removeprefix("file:"))
            if entry.value and _is_include(entry.key):  # also if the included file has no entry yet
                folder = os.path.dirname(files[-1])
                files.append(os.path.join(folder, os.path.expanduser(entry.value)))
    return [os.path.join(git.paths.folder, each) for each in dict.fromkeys(files)]


def _is_include(key: str) -> bool:
    return key == "include.path" or (key.startswith("includeif.") and key.endswith(".path"))
