"""Which paths pathspecs match, whether or not the files exist."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.git.runner import Git


def paths_matching(git: Git, paths: Sequence[bytes], specs: Sequence[str]) -> set[bytes]:
    """Give the ``paths`` (relative to the top level) that ``specs`` match, as if the files existed.

    Only git can match a pathspec, and it matches only files that exist: so empty files with these
    paths are created in a temporary folder.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="hookkit-") as folder:
        for path in paths:
            file = Path(folder, os.fsdecode(path))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        # An index file that does not exist is an empty index.
        index_file = os.path.join(folder, ".git-index")
        scratch = git.with_variables({"GIT_WORK_TREE": folder, "GIT_INDEX_FILE": index_file})
        scratch.paths = scratch.paths._replace(top=folder)
        return set(scratch.fields("ls-files", "-z", "--others", *specs))
