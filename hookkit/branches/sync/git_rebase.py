"""The rebase of a sync that stops in a conflict: begun, continued and given up by git itself.

No hook runs, as in a sync without a conflict. Edits are never stashed, and no editor opens.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.blocked_signals import signals_blocked
from hookkit.git.commits import read_commit
from hookkit.git.process import WITH_FETCH, GitResult
from hookkit.git.runner import Git
from hookkit.git.without_hooks import WITHOUT_HOOKS
from hookkit.operation_log.stopped_sync import ABORT

_SETTINGS = (
    *(f"{name}={value}" for name, value in WITHOUT_HOOKS.items()),
    "rebase.abbreviateCommands=false",
    "rebase.autoStash=false",
    "rebase.missingCommitsCheck=ignore",
    "rebase.rebaseMerges=false",
    "rebase.updateRefs=false",
    "submodule.recurse=false",
)
_OPTIONS = ("--merge", "--no-autosquash", "--no-autostash", "--empty=drop")
_COMMIT = (
    *("commit", "--no-verify", "--allow-empty-message", "--cleanup=verbatim", "--quiet"),
    *("-C", "REBASE_HEAD"),
)
_QUIET = {**WITH_FETCH, "GIT_EDITOR": ":", "GIT_SEQUENCE_EDITOR": ":"}
_UNKNOWN_OPTION = 129
_NOTES = (
    *("MERGE_HEAD", "MERGE_MSG", "rebase-merge/amend", "rebase-merge/current-fixups"),
    "rebase-merge/stopped-sha",
)
"""By which git tells what it was doing when it stopped (sequencer.c)."""


def begin_rebase(
    git: Git, onto: str, since: str, stack: Collection[str], others: Sequence[str]
) -> GitResult:
    """Rebase what the branch has above ``since`` on ``onto``, and give how git ended.

    The branches of ``stack`` (full names) move along, those of ``others``, which lie on the same
    commits, do not. A git that cannot move them (before 2.38) moves the branch alone.
    """
    command, env = ["rebase", *_OPTIONS], dict(_QUIET)
    where = ("--onto", onto, since)
    if not stack:
        return _run(git, *command, *where, env=env)
    command.append("--update-refs")
    if others:
        command.append("--interactive")
        env["GIT_SEQUENCE_EDITOR"] = _leave_out(others)
    answer = _run(git, *command, *where, env=env)
    if answer.code == _UNKNOWN_OPTION:
        return _run(git, "rebase", *_OPTIONS, *where, env=_QUIET)
    return answer


def _leave_out(refs: Sequence[str]) -> str:
    """Give an editor that takes the moves of some branches out of git's list of steps."""
    lines = " ".join(f"-e {shlex.quote(f'update-ref {ref}')}" for ref in refs)
    return f'f() {{ grep -vxF {lines} "$1" >"$1.kept"; mv "$1.kept" "$1"; }}; f'


def continue_rebase(git: Git) -> GitResult:
    """Commit what was resolved, with its message to the byte, and go on.

    git would take the lines that begin with ``#`` out of the message. Raises EnvironmentFailed
    where git cannot write the message.
    """
    is_staged = git.ask("diff", "--cached", "--quiet", "--no-ext-diff").code == 1
    if is_staged and _is_pick(git):
        answer = _run(git, *_COMMIT, env=_QUIET)
        if answer.code != 0:
            return answer
        if _has_lost_message(git):
            _run(git, *_COMMIT, "--amend", env=_QUIET)
        if _has_lost_message(git):
            raise EnvironmentFailed("git could not write the message of the commit", ABORT)
    return _run(git, "rebase", "--continue", env=_QUIET)


def _has_lost_message(git: Git) -> bool:
    """Whether the new commit has not the message of the old one: git goes on with what it could
    write of it."""
    old, new = (read_commit(git, name) for name in ("REBASE_HEAD", "HEAD"))
    return old.shown_message != new.shown_message


def _is_pick(git: Git) -> bool:
    """Whether git stopped in a conflict of one commit, which nobody has committed meanwhile."""
    folder = git.paths.git_dir
    here = [name for name in _NOTES if os.path.exists(os.path.join(folder, name))]
    return here == ["MERGE_MSG", "rebase-merge/stopped-sha"]


def abort_rebase(git: Git) -> GitResult:
    """Bring branch, index and files back to where the rebase began."""
    return _run(git, "rebase", "--abort", env=_QUIET)


def _run(git: Git, *args: str, env: dict[str, str]) -> GitResult:
    settings = (word for each in _SETTINGS for word in ("-c", each))
    with signals_blocked():
        return git.ask(*settings, *args, env=env)
