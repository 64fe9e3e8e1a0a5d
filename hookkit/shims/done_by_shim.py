"""Whether a shim does the work of an event, so that it is not done twice."""

from __future__ import annotations

import os

from hookkit.git.runner import Git
from hookkit.shims.hooks_folder import HookFiles, folder_in_force


def is_done_by_shim(git: Git, event: str, is_called_by_git: bool) -> bool:
    """Whether a shim has done the work of ``event`` or is going to.

    A shim runs the hook that was there before it, and says so: what that one starts comes first.
    pre-commit and prek run a shim that they found before their own hooks. ``is_called_by_git`` says
    that git had them run: by hand no shim runs.
    """
    chain = os.environ.get("HOOKKIT_CHAIN", "")
    if not chain and not is_called_by_git:
        return False
    files = HookFiles(event, folder_in_force(git))
    if chain and os.path.realpath(chain) == os.path.realpath(files.hook):
        return True
    return is_called_by_git and files.shim is not None
