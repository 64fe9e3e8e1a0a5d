"""The files that git's attributes exclude from correction (gitattributes(5))."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from hookkit.git.config import config_values
from hookkit.git.runner import Git

_SYSTEM_EXEC_PATHS = ("/usr/lib/git-core", "/usr/libexec/git-core")
"""The exec paths of a git whose system-wide attributes are in /etc."""


def exclusion_reasons(git: Git, paths: Sequence[bytes]) -> dict[bytes, str]:
    """Give the reason for each path that must not be corrected because of its attributes.

    git is started only if a file of attributes may exist.
    """
    if not paths or not _may_have_attributes(git, paths):
        return {}
    names = ("binary", "filter", "working-tree-encoding", "linguist-generated")
    listing = b"".join(path + b"\0" for path in paths)
    fields = git.fields("check-attr", "--stdin", "-z", *names, data=listing)
    reasons: dict[bytes, str] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        if value not in (b"unspecified", b"unset", b"false"):
            reasons.setdefault(path, _reason(name.decode(), os.fsdecode(value)))
    return reasons


def _reason(attribute: str, value: str) -> str:
    if attribute == "binary":
        return "is binary (.gitattributes)"
    if attribute == "linguist-generated":
        return "is generated (.gitattributes)"
    return f"goes through {attribute}={value} (.gitattributes)"


def _may_have_attributes(git: Git, paths: Sequence[bytes]) -> bool:
    """Whether some files of the worktree may have attributes.

    False only if each file that git reads (attr.c, bootstrap_attr_stack) is known to be missing. A
    file of attributes that is only in the index, neither committed nor in the worktree, does not
    count.
    """
    if git.paths.top is None or "GIT_ATTR_SOURCE" in git.env:
        return True
    folders = {path[:end] for path in paths for end, byte in enumerate(path) if byte == ord("/")}
    names = [os.fsdecode(each) + "/.gitattributes" for each in folders] + [".gitattributes"]
    files = [
        *(os.path.join(git.paths.top, name) for name in names),
        *_attribute_files_outside_worktree(git),
    ]
    if any(map(os.path.lexists, files)):
        return True
    if config_values(git, "core.attributesfile") or config_values(git, "attr.tree"):
        return True
    return bool(git.read_objects(f"HEAD:{name}" for name in names))


def _attribute_files_outside_worktree(git: Git) -> Iterator[str]:
    """Give the attribute files outside of the worktree; for an unknown one "/", which exists."""
    yield os.path.join(git.paths.common_dir, "info", "attributes")
    home = git.env.get("HOME")
    config = git.env.get("XDG_CONFIG_HOME") or (home and os.path.join(home, ".config"))
    yield os.path.join(config, "git", "attributes") if config else os.sep
    # git puts its exec path in front of PATH for a hook.
    is_system_git = git.env.get("PATH", "").partition(os.pathsep)[0] in _SYSTEM_EXEC_PATHS
    yield "/etc/gitattributes" if is_system_git else os.sep
