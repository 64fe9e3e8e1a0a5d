"""Whether the name of a branch is as the team agreed (HK101)."""

from __future__ import annotations

import shlex

from hookkit.git.operation_in_progress import operation_in_progress
from hookkit.git.remotes import is_on_remote
from hookkit.git.runner import Git
from hookkit.history.checks.repair_commands import join_commands
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.history.refs.well_known_branch_names import owner_of_name
from hookkit.history.suggest_branch_name import example_name, suggest_name


def check_branch_name(
    git: Git, name: str, naming_patterns: NamingPatterns, level: Level, include_pushed: bool = False
) -> list[Finding]:
    """Check the name of a branch, given without ``refs/heads/``.

    There is no finding without a ``branch_pattern``, for protected branches, and for names of bots,
    GUIs and queues; and, unless ``include_pushed``, for a branch that a remote has already, because
    others use that name. Raises WrongUsage for a pattern that cannot be used, and SlowPattern.
    """
    if level == "off" or not naming_patterns.branch_pattern or naming_patterns.is_exempt(name):
        return []
    if naming_patterns.compiled_pattern.fullmatch(name) or (
        not include_pushed and is_on_remote(git, name)
    ):
        return []
    new_name = suggest_name(name, naming_patterns)
    sentence = f"the name is not as agreed: {naming_patterns.branch_pattern}"
    if new_name is None:
        example = example_name(naming_patterns)
        sentence += f", such as {example}" if example else ""
    rename = shlex.join(["git", "branch", "-m", name, new_name or "NEW-NAME"])
    repair = join_commands(_command_before_rename(git), rename)
    return [Finding("HK101", "no", level, name, sentence, repair)]


def _command_before_rename(git: Git) -> str:
    """Give the command that must run before a rename, "" for none.

    git does not rename a branch that is being rebased, so the rebase is finished first.
    """
    operation = operation_in_progress(git)
    if operation != "a rebase":
        return ""
    from hookkit.operation_log.require_git_operation_finished import finish_command

    return finish_command(git, operation)


def why_not_checked(name: str, naming_patterns: NamingPatterns) -> str | None:
    """Say why a name that breaks the pattern gives no finding; None if the name matches."""
    if naming_patterns.compiled_pattern.fullmatch(name):
        return None
    if is_protected(name, naming_patterns.protected):
        return f"{name} is protected: its name is not checked"
    owner = owner_of_name(name)
    if owner is not None:
        return f"{name} is a name that {owner} has: it is not checked"
    return f"a remote has {name} already: its name is not checked"
