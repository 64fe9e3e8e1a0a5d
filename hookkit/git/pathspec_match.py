"""Which paths pathspecs match, of files that need not be there."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hookkit.git.runner import Git


def matching_if_there(git: Git, names: Sequence[bytes], specs: Sequence[str]) -> set[bytes]:
    """Give those of ``names`` (from the top level) that ``specs`` match.

    What a pathspec means git alone knows, and it looks only at files: it is shown empty ones of
    these names in a scratch folder.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="hookkit-") as folder:
        for name in names:
            place = Path(folder, os.fsdecode(name))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        # An index file that is not there is an empty index.
        there = {"GIT_WORK_TREE": folder, "GIT_INDEX_FILE": os.path.join(folder, ".git-index")}
        elsewhere = git.with_variables(there)
        elsewhere.places = elsewhere.places._replace(top=folder)
        return set(elsewhere.fields("ls-files", "-z", "--others", *specs))
