"""The names of branches: without their remote, and whether they are names of protected branches."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.git.refs import HEADS, REMOTES

# "upstream" comes first because in a fork its branches are the ones that count.
DEFAULT_REMOTES = ("upstream", "origin")

_GLOB_CHARACTERS = frozenset("*?[")


def is_protected(name: str, patterns: Sequence[str]) -> bool:
    """Whether a branch is protected: its name without refs/heads/ matches one of ``patterns``."""
    return matches_glob(name, patterns)


def matches_glob(name: str, patterns: Sequence[str]) -> bool:
    """Whether a name matches one of ``patterns``, globs in which ``*`` also matches ``/``."""
    if name in patterns:
        return True
    from fnmatch import fnmatchcase

    globs = (each for each in patterns if not _GLOB_CHARACTERS.isdisjoint(each))
    return any(fnmatchcase(name, each) for each in globs)


def bare_name(ref: str) -> str:
    """Give the name of a branch without refs/heads/ or refs/remotes/REMOTE/, "" for other refs."""
    return ref.removeprefix(HEADS) if ref.startswith(HEADS) else name_after_first_slash(ref)


def name_after_first_slash(ref: str) -> str:
    """Give a remote-tracking branch's name after its first slash, "" for any other ref."""
    return ref.removeprefix(REMOTES).partition("/")[2] if ref.startswith(REMOTES) else ""


def name_without_known_remote(ref: str, remotes: Sequence[str]) -> str:
    """Give the name of a remote-tracking branch on its remote, one of ``remotes``.

    ``ref`` is its full name. The name of a remote may contain a slash, and so may the name of a
    branch. Without one of ``remotes`` it is what follows the first slash.
    """
    name = ref.removeprefix(REMOTES)
    remote = remote_in_name(ref, remotes)
    return name.removeprefix(f"{remote}/") if remote else name.partition("/")[2]


def remote_in_name(name: str, remotes: Sequence[str]) -> str | None:
    """Give the remote that a name such as ``origin/main`` begins with, None if there is none.

    ``name`` may be a full name (refs/remotes/origin/main). ``remotes`` are the names of the
    remotes; the longest match wins.
    """
    short = name.removeprefix(REMOTES)
    return max((each for each in remotes if short.startswith(f"{each}/")), key=len, default=None)


def without_remote(name: str, remotes: Sequence[str] = DEFAULT_REMOTES) -> str:
    """Give the name of a branch without refs/heads/, refs/remotes/ and one of ``remotes``."""
    name = name.removeprefix(HEADS).removeprefix(REMOTES)
    first_component, _, other_components = name.partition("/")
    return other_components if other_components and first_component in remotes else name
