"""A branch to check: its newest commit, its target, and the settings."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.errors import EnvironmentFailed
from hookkit.git.operation_in_progress import is_rebase_or_am, operation_in_progress
from hookkit.git.refs import resolve_commit
from hookkit.git.runner import Git
from hookkit.history.finding import Finding
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.ci_variables import ci_target, revision_to_check
from hookkit.history.refs.current_branch import CurrentBranch, find_current_branch
from hookkit.history.refs.explain_missing_target import (
    missing_target_phrase,
    target_tracking_fetch_command,
)
from hookkit.history.refs.naming_patterns import NamingPatterns, naming_patterns_of
from hookkit.history.refs.target_branch import Target, find_target, target_of
from hookkit.named_tuple import NamedTuple
from hookkit.settings.definitions import Settings


class BranchContext(NamedTuple):
    """A branch to check.

    ``variables`` are the environment variables. ``checked_branch`` is the branch that is checked,
    which HEAD need not be on. ``tip`` is the id of the newest commit, None if this clone does not
    have it. ``target`` is None if it is unknown. ``named_branch`` is the branch as repairs name it,
    "" if that is the current branch, which they need not name.
    """

    git: Git
    settings: Settings
    variables: Mapping[str, str]
    checked_branch: CurrentBranch
    tip: str | None
    target: Target | None
    named_branch: str = ""

    @property
    def name(self) -> str:
        """The name of the branch in reports, HEAD if there is no branch."""
        return self.checked_branch.name or "HEAD"

    @property
    def naming_patterns(self) -> NamingPatterns:
        """The patterns of the names of branches and tickets."""
        return naming_patterns_of(self.settings)

    @property
    def is_protected(self) -> bool:
        """Whether the branch is protected or the target: other branches are merged into it."""
        name = self.checked_branch.name
        is_target = self.target is not None and name == self.target.name
        return name is not None and (is_target or is_protected(name, self.settings.protected))

    @property
    def problem(self) -> Finding | None:
        """Why the commits of the branch cannot be checked, None if they can."""
        operation = operation_in_progress(self.git)
        if operation is not None and is_rebase_or_am(operation) and not self.named_branch:
            from hookkit.operation_log.require_git_operation_finished import finish_command

            sentence = f"{operation} is under way: its result is unknown"
            repair = finish_command(self.git, operation)
        elif self.tip is None:
            sentence = "what the merge that GitHub made merges is unknown: this clone lacks it"
            repair = "git fetch --unshallow"
        elif self.target is None and not self.is_protected:
            configured = _configured_target(self.settings, self.variables)
            sentence = "the branch that it will be merged into is unknown"
            repair = "git config hookkit.target BRANCH"
            if configured:
                sentence = f"{sentence}: {missing_target_phrase(self.git, configured)}"
                repair = target_tracking_fetch_command(self.git, configured)
        else:
            return None
        return Finding("HK301", "unknown", "warn", self.name, sentence, repair)


def _configured_target(settings: Settings, variables: Mapping[str, str]) -> str | None:
    return settings.target or ci_target(variables)


def read_branch_context(
    git: Git, settings: Settings, variables: Mapping[str, str], branch: str | None = None
) -> BranchContext:
    """Read the context of ``branch``, or of the current branch.

    Raises EnvironmentFailed if ``branch`` does not exist.
    """
    default_target = find_target(git, _configured_target(settings, variables))
    if branch is None:
        current = find_current_branch(git, variables)
        revision = revision_to_check(git, variables)
        target = target_of(git, current.name, settings.protected, default_target)
        return BranchContext(git, settings, variables, current, git.resolve(revision), target)
    commit = resolve_commit(git, branch)
    if commit is None:
        raise EnvironmentFailed(f"there is no branch {branch!r} here", "git branch --all")
    target = target_of(git, branch, settings.protected, default_target)
    return BranchContext(
        git, settings, variables, CurrentBranch(branch, "HEAD"), commit, target, branch
    )
