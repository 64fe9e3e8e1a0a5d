"""The patch of a correction, as ``git apply`` takes it."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.corrections.fixed_file import FixedFile
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import write_blob, write_tree

_PLAIN_OPTIONS = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--full-index")
_PREFIX_OPTIONS = ("--src-prefix=a/", "--dst-prefix=b/")


def patch_between(git: Git, old: str, new: str) -> bytes:
    """Give the patch from one tree or commit to another, whatever the diff settings are."""
    return git.run("diff-tree", "-r", "-p", "--binary", *_PLAIN_OPTIONS, *_PREFIX_OPTIONS, old, new)


def patch_of(git: Git, files: Sequence[FixedFile]) -> bytes:
    """Give the patch of fixed files; the objects for it are written to a scratch folder."""
    if not files:
        return b""
    with scratch_folder(git.git_dir) as folder:
        # A separate Git: its list of written objects is discarded together with the folder.
        scratch = git.with_variables({"GIT_OBJECT_DIRECTORY": str(folder)})
        base = [
            TreeEntry(each.path, each.mode, write_blob(scratch, each.original)) for each in files
        ]
        fixed = [TreeEntry(each.path, each.mode, write_blob(scratch, each.fixed)) for each in files]
        trees = (write_tree(scratch, None, base), write_tree(scratch, None, fixed))
        return patch_between(scratch, *trees)
