"""Tracked files in the worktree, the index or a commit: the Python ones, and some at the top."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from hookkit.errors import EnvironmentFailed
from hookkit.git.index import read_index
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, tree_entries
from hookkit.phrases import path_text

PathFilter = Callable[[bytes], bool]
"""Whether the file with this path is wanted."""


def tracked_contents(git: Git) -> dict[bytes, bytes]:
    """Read the tracked Python files and flake8's configuration files in the worktree, by path."""
    assert git.top is not None
    contents: dict[bytes, bytes] = {}
    tracked = git.fields("ls-files", "-z", "--", "*.py")
    for path in (*filter(is_utf8_path, tracked), *map(str.encode, CONFIGURATION_NAMES)):
        with suppress(FileUnavailable):  # gone, or a link
            contents[path] = read_file(git.top, path).data
    return contents


def is_utf8_path(path: bytes) -> bool:
    """Whether a path is UTF-8: flake8 crashes if it has to print another path."""
    return path.decode("utf-8", "ignore").encode() == path


def python_paths(git: Git, commit: str) -> frozenset[str]:
    """Give the paths of the Python files of a commit, "" for the index, as text."""
    command = ("ls-tree", "-r", "--name-only", commit) if commit else ("ls-files",)
    return frozenset(path_text(each) for each in git.fields(*command, "-z") if _is_python(each))


def _is_python(path: bytes) -> bool:
    return path.endswith(b".py")


def python_file_reader(
    git: Git, commit: str | None
) -> Callable[[PathFilter], Mapping[bytes, bytes]]:
    """Give a function that reads the wanted Python files.

    They are read from ``commit``: "" for the index, None for the worktree. The function raises
    EnvironmentFailed if a partial clone lacks one of them.
    """
    if commit is None:
        contents = tracked_contents(git)
        return lambda wanted: {
            path: data for path, data in contents.items() if _is_python(path) and wanted(path)
        }
    blobs = _python_blobs(git, commit)
    return lambda wanted: read_blobs(git, {path: b for path, b in blobs.items() if wanted(path)})


def _python_blobs(git: Git, commit: str) -> dict[bytes, str]:
    """Give the blob ids of regular Python files of a commit ("" for the index), by path."""
    command = ("ls-tree", "-r", "-z", commit) if commit else ("ls-files", "-s", "-z")
    blobs = {}
    for line in git.fields(*command):
        info, _, path = line.partition(b"\t")
        fields = info.decode().split(" ")
        if _is_python(path) and fields[0] in REGULAR_MODES:
            blobs[path] = fields[2] if commit else fields[1]
    return blobs


def blob_ids(git: Git, commit: str, names: Sequence[str]) -> dict[bytes, str]:
    """Give the blob ids of files at the top level of a commit ("" for the index), by path."""
    paths = [each.encode() for each in names]
    if commit:
        entries = tree_entries(git, commit, paths)
    else:
        entries = {path: each.entry for path, each in read_index(git, paths).items()}
    return {path: each.blob for path, each in entries.items() if each.mode in REGULAR_MODES}


def read_blobs(git: Git, blobs: Mapping[bytes, str]) -> dict[bytes, bytes]:
    """Read the contents of blobs, without fetching from a remote.

    Raises EnvironmentFailed if a partial clone lacks one.
    """
    contents = git.object_contents(blobs.values())
    for path, blob in blobs.items():
        if blob not in contents:
            sentence = f"the content of {path_text(path)} is not in this partial clone"
            raise EnvironmentFailed(sentence, "git fetch --refetch --no-filter")
    return {path: contents[blob] for path, blob in blobs.items()}
