"""The context of the checks at an event of git."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.runner import Git
from hookkit.history.finding import Level
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.settings.definitions import BASELINE_FILE, Settings

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

    def debt_level(self) -> Level:
        """Give the level of the check for new debt, "off" if the check is not asked for.

        flake8 takes longer than all other checks of a commit. Without a setting, it runs only if
        the hook ``hookkit-debt`` is listed, or if pre-commit runs all checks in a repository with a
        baseline.
        """
        if not self.is_requested("debt"):
            return "off"
        configured = self.settings.checks.get("debt")
        if configured is not None:
            return configured
        if self.requested_check == "debt":
            return "refuse"
        if self.variables.get("PRE_COMMIT") != "1":
            return "off"
        from hookkit.git.index import read_index

        return "refuse" if read_index(self.git, [BASELINE_FILE.encode()]) else "off"

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

    def head_branch(self) -> str | None:
        """Give the branch that HEAD is on, without refs/heads/; None on a detached HEAD."""
        ref = head_ref(self.git)
        return ref.removeprefix(HEADS) if ref is not None and ref.startswith(HEADS) else None

    def is_protected(self, name: str) -> bool:
        """Whether a branch is protected by the settings."""
        return is_protected(name, self.settings.protected)
