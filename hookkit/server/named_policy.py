"""The policy that the hook of a repository names, for who looks at it beside a push."""

from __future__ import annotations

from hookkit.git.runner import Git
from hookkit.settings.events import SERVER_EVENTS
from hookkit.shims.hooks_folder import find_shim, place_in_force


def named_policy(git: Git) -> str | None:
    """Give the file that the shim in force names, "" for the usual one, None without a shim."""
    folder = place_in_force(git)
    found = filter(None, (find_shim(folder, event) for event in SERVER_EVENTS))
    return next((shim.policy for _, shim in found), None)
