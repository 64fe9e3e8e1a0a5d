"""The context of the checks at an event of git."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.runner import Git
from hookkit.history.finding import Level
from hookkit.history.refs.branch_names import is_protected
from hookkit.settings.definitions import Settings

_REPLAY_OPERATIONS = ("a rebase", "git am", "a cherry-pick", "a revert", "a cherry-pick or revert")


class EventContext(NamedTuple):
    """An event in a repository.

    ``variables`` are the environment variables, ``hook_arguments`` the arguments of the hook,
    ``hook_input`` its input. ``requested_check`` is the name of the one check that is asked for,
    None for all checks.
    """

    git: Git
    settings: Settings
    variables: Mapping[str, str]
    hook_arguments: Sequence[str] = ()
    hook_input: str = ""
    requested_check: str | None = None

    def is_requested(self, check: str) -> bool:
        """Whether a check is asked for."""
        return self.requested_check in (None, check)

    def warning_level(self, check: str) -> Level:
        """Give the level of a check that cannot refuse: ``off`` or ``warn``."""
        return "off" if self.settings.level(check, "warn") == "off" else "warn"

    def hook_argument(self, index: int) -> str:
        """Give an argument of the hook, counted from 0. Raises WrongUsage if it is missing."""
        if index >= len(self.hook_arguments):
            raise WrongUsage(
                f"git gives this hook {index + 1} arguments, not {len(self.hook_arguments)}"
            )
        return self.hook_arguments[index]

    def is_replaying_commits(self) -> bool:
        """Whether git recreates commits, as in a rebase or a cherry-pick."""
        return operation_in_progress(self.git) in _REPLAY_OPERATIONS

    def current_branch(self) -> str | None:
        """Give the current branch, without refs/heads/; None on a detached HEAD."""
        ref = head_ref(self.git)
        return ref.removeprefix(HEADS) if ref is not None and ref.startswith(HEADS) else None

    def is_protected(self, name: str) -> bool:
        """Whether a branch is protected by the settings."""
        return is_protected(name, self.settings.protected)
