"""Which paths pathspecs match, whether or not the files exist."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.git.runner import Git


def matching_if_there(git: Git, names: Sequence[bytes], specs: Sequence[str]) -> set[bytes]:
    """Give those of ``names`` (from the top level) that ``specs`` match.

    Only git knows what a pathspec matches, and it looks only at files that exist: empty files with
    these names are made in a scratch folder.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="hookkit-") as folder:
        for name in names:
            file = Path(folder, os.fsdecode(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        # An index file that does not exist is an empty index.
        index_file = os.path.join(folder, ".git-index")
        scratch = git.with_variables({"GIT_WORK_TREE": folder, "GIT_INDEX_FILE": index_file})
        scratch.paths = scratch.paths._replace(top=folder)
        return set(scratch.fields("ls-files", "-z", "--others", *specs))
