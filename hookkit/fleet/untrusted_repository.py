"""An untrusted repository, opened so that git runs no program that the repository configures.

git itself refuses a repository of another user (``safe.directory``). ``open_untrusted_repository``
is for reading objects, refs and configuration, which starts no hook, filter or driver; for more
than reading, use ``without_hooks``.
"""

from __future__ import annotations

import os

from hookkit.git.hook_disabling_settings import HOOK_DISABLING_SETTINGS
from hookkit.git.process import environment_without_hook_variables
from hookkit.git.runner import Git

NO_NETWORK = {"GIT_ALLOW_PROTOCOL": "none"}
"""A partial clone fetches missing objects with a command that its configuration may name; this
variable prevents it also in git versions without GIT_NO_LAZY_FETCH."""

_DISABLING_SETTINGS = (
    *HOOK_DISABLING_SETTINGS.items(),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)


def open_untrusted_repository(path: str) -> Git:
    """Open the repository at a path itself, never a repository in a parent folder.

    Raises EnvironmentFailed, with git's reason, if git does not work in a repository there.
    """
    # Without it git would search the parent folders (git(1), GIT_CEILING_DIRECTORIES).
    ceiling = {"GIT_CEILING_DIRECTORIES": os.path.dirname(os.path.realpath(path))}
    environ = {**environment_without_hook_variables(), **NO_NETWORK, **ceiling}
    return Git.discover(path, environ).with_variables(NO_NETWORK)


def without_hooks(git: Git) -> Git:
    """Give the same repository with all hooks disabled, also ``reference-transaction``."""
    count = int(git.env.get("GIT_CONFIG_COUNT") or 0)
    variables = {"GIT_CONFIG_COUNT": str(count + len(_DISABLING_SETTINGS))}
    for index, (key, value) in enumerate(_DISABLING_SETTINGS, count):
        variables |= {f"GIT_CONFIG_KEY_{index}": key, f"GIT_CONFIG_VALUE_{index}": value}
    return git.with_variables(variables)
