"""The policy file that the hook of a repository names, for commands that run outside a push."""

from __future__ import annotations

from hookkit.git.runner import Git
from hookkit.settings.events import SERVER_EVENTS
from hookkit.shims.hooks_folder import find_shim, place_in_force


def named_policy(git: Git) -> str | None:
    """Give the file that the installed shim names, "" for the default, None without a shim."""
    folder = place_in_force(git)
    found = filter(None, (find_shim(folder, event) for event in SERVER_EVENTS))
    return next((shim.policy for _, shim in found), None)
