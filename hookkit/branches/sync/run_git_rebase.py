"""Run the ``git rebase`` of a sync that stops in a conflict: begin, continue and abort it.

As in a sync without a conflict, no hook runs. Edits are never stashed, and no editor opens.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.commits import read_commit
from hookkit.git.hook_disabling_settings import HOOK_DISABLING_SETTINGS
from hookkit.git.process import LAZY_FETCH_ENVIRONMENT, GitResult
from hookkit.git.runner import Git
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC

_SETTINGS = (
    *(f"{name}={value}" for name, value in HOOK_DISABLING_SETTINGS.items()),
    "rebase.abbreviateCommands=false",
    "rebase.autoStash=false",
    "rebase.missingCommitsCheck=ignore",
    "rebase.rebaseMerges=false",
    "rebase.updateRefs=false",
    "submodule.recurse=false",
)
_OPTIONS = ("--merge", "--no-autosquash", "--no-autostash", "--empty=drop")
_COMMIT_COMMAND = (
    *("commit", "--no-verify", "--allow-empty-message", "--cleanup=verbatim", "--quiet"),
    *("-C", "REBASE_HEAD"),
)
_ENVIRONMENT = {**LAZY_FETCH_ENVIRONMENT, "GIT_EDITOR": ":", "GIT_SEQUENCE_EDITOR": ":"}
_UNKNOWN_OPTION_STATUS = 129
_STATE_FILES = (
    *("MERGE_HEAD", "MERGE_MSG", "rebase-merge/amend", "rebase-merge/current-fixups"),
    "rebase-merge/stopped-sha",
)
"""The state files that tell git at which step it stopped (sequencer.c)."""


def begin_rebase(
    git: Git, onto: str, old_base: str, stacked_refs: Collection[str], unmoved_refs: Sequence[str]
) -> GitResult:
    """Rebase the commits of the branch above ``old_base`` on ``onto``, and give the result of git.

    The branches ``stacked_refs`` (full names) move along; the branches ``unmoved_refs``, which are
    at rebased commits too, do not. git before 2.38 has no ``--update-refs``: it moves the branch
    alone.
    """
    command, env = ["rebase", *_OPTIONS], dict(_ENVIRONMENT)
    arguments = ("--onto", onto, old_base)
    if not stacked_refs:
        return _run(git, *command, *arguments, env=env)
    command.append("--update-refs")
    if unmoved_refs:
        command.append("--interactive")
        env["GIT_SEQUENCE_EDITOR"] = _sequence_editor_without(unmoved_refs)
    git_result = _run(git, *command, *arguments, env=env)
    if git_result.code == _UNKNOWN_OPTION_STATUS:
        return _run(git, "rebase", *_OPTIONS, *arguments, env=_ENVIRONMENT)
    return git_result


def _sequence_editor_without(refs: Sequence[str]) -> str:
    """Give a sequence editor that removes the moves of ``refs`` from the todo list."""
    lines = " ".join(f"-e {shlex.quote(f'update-ref {ref}')}" for ref in refs)
    return f'f() {{ grep -vxF {lines} "$1" >"$1.kept"; mv "$1.kept" "$1"; }}; f'


def continue_rebase(git: Git) -> GitResult:
    """Commit the resolved files with the unchanged message, and continue the rebase.

    ``git rebase --continue`` would remove lines that begin with ``#`` from the message. Raises
    EnvironmentFailed if git cannot write the message.
    """
    is_staged = git.try_run("diff", "--cached", "--quiet", "--no-ext-diff").code == 1
    if is_staged and _is_pick(git):
        git_result = _run(git, *_COMMIT_COMMAND, env=_ENVIRONMENT)
        if git_result.code != 0:
            return git_result
        if _has_lost_message(git):
            _run(git, *_COMMIT_COMMAND, "--amend", env=_ENVIRONMENT)
        if _has_lost_message(git):
            raise EnvironmentFailed("git could not write the message of the commit", ABORT_SYNC)
    return _run(git, "rebase", "--continue", env=_ENVIRONMENT)


def _has_lost_message(git: Git) -> bool:
    """Whether the new commit lacks the message of the old one.

    git does not stop if it cannot write the message.
    """
    old, new = (read_commit(git, name) for name in ("REBASE_HEAD", "HEAD"))
    return old.decoded_message != new.decoded_message


def _is_pick(git: Git) -> bool:
    """Whether git stopped in the conflict of a picked commit that is not committed yet."""
    folder = git.paths.git_dir
    present = [name for name in _STATE_FILES if os.path.exists(os.path.join(folder, name))]
    return present == ["MERGE_MSG", "rebase-merge/stopped-sha"]


def abort_rebase(git: Git) -> GitResult:
    """Restore branch, index and files as they were before the rebase; edits are lost."""
    return _run(git, "rebase", "--abort", env=_ENVIRONMENT)


def _run(git: Git, *args: str, env: dict[str, str]) -> GitResult:
    settings = (word for each in _SETTINGS for word in ("-c", each))
    with signals_blocked():
        return git.try_run(*settings, *args, env=env)
