"""What git's attributes (gitattributes(5)) say of files that are to be corrected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from hookkit.git.config import config_values
from hookkit.git.runner import Git

_USUAL_GIT = ("/usr/lib/git-core", "/usr/libexec/git-core")
"""Where the programs of a git are whose own attributes are in /etc."""


def attributes(git: Git, paths: Sequence[bytes]) -> dict[bytes, str]:
    """Give, for each path that its attributes put out of reach, the reason.

    git is asked where attributes may be written anywhere.
    """
    if not paths or not _may_have_any(git, paths):
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


def _may_have_any(git: Git, paths: Sequence[bytes]) -> bool:
    """Whether anything may give attributes to some files of the worktree.

    False only where each place in which git looks (attr.c, bootstrap_attr_stack) is known and is
    empty. A file of attributes that is in the index alone, neither committed nor there, is none.
    """
    if git.places.top is None or "GIT_ATTR_SOURCE" in git.env:
        return True
    folders = {path[:at] for path in paths for at, sign in enumerate(path) if sign == ord("/")}
    own = [os.fsdecode(each) + "/.gitattributes" for each in folders] + [".gitattributes"]
    places = [*(os.path.join(git.places.top, each) for each in own), *_beside_the_worktree(git)]
    if any(map(os.path.lexists, places)):
        return True
    if config_values(git, "core.attributesfile") or config_values(git, "attr.tree"):
        return True
    return bool(git.read_objects(f"HEAD:{name}" for name in own))


def _beside_the_worktree(git: Git) -> Iterator[str]:
    """Give the files of attributes outside of the worktree; what is there always if unknown."""
    yield os.path.join(git.places.common_dir, "info", "attributes")
    home = git.env.get("HOME")
    config = git.env.get("XDG_CONFIG_HOME") or (home and os.path.join(home, ".config"))
    yield os.path.join(config, "git", "attributes") if config else os.sep
    # git puts its own programs in front of PATH for a hook.
    is_usual = git.env.get("PATH", "").partition(os.pathsep)[0] in _USUAL_GIT
    yield "/etc/gitattributes" if is_usual else os.sep
