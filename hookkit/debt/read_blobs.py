"""Contents of a commit or of the index, read without fetching from a remote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.index import read_index
from hookkit.git.runner import Git
from hookkit.git.tree_entries import REGULAR_MODES, tree_entries
from hookkit.phrases import path_text


def blob_ids(git: Git, commit: str, names: Sequence[str]) -> dict[bytes, str]:
    """Give the blob ids of files at the top level of a commit ("" for the index), by path."""
    paths = [each.encode() for each in names]
    if commit:
        entries = tree_entries(git, commit, paths)
    else:
        entries = {path: each.entry for path, each in read_index(git, paths).items()}
    return {path: each.blob for path, each in entries.items() if each.mode in REGULAR_MODES}


def read_blobs(git: Git, blobs: Mapping[bytes, str]) -> dict[bytes, bytes]:
    """Read the contents of blobs. Raises EnvironmentFailed if a partial clone lacks one."""
    contents = git.object_contents(blobs.values())
    for path, blob in blobs.items():
        if blob not in contents:
            sentence = f"the content of {path_text(path)} is not in this partial clone"
            raise EnvironmentFailed(sentence, "git fetch --refetch --no-filter")
    return {path: contents[blob] for path, blob in blobs.items()}
