"""Push a branch with ``--force-with-lease``, and find out whether it succeeded."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.branches.push_destination import without_password
from hookkit.branches.read_remote_commit import read_remote_commit
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.refs import HEADS
from hookkit.git.run_over_network import Listener, run_over_network
from hookkit.git.runner import Git
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.operation_log.entry import RefChange


class PushResult(NamedTuple):
    """The result of ``git push --porcelain`` for one branch (git-push(1)).

    ``exit_status`` is the exit status. ``flag`` and ``summary`` are from the branch's line, "" if
    git printed none. ``messages`` are all other lines.
    """

    exit_status: int
    flag: str
    summary: str
    messages: str


def push_with_lease(
    git: Git,
    remote: str,
    change: RefChange,
    source: str,
    options: Sequence[str],
    listener: Listener,
) -> PushResult:
    """Push ``source`` ("" deletes) to a branch of ``remote``, with a lease on ``change.old``.

    Nothing is pushed if the remote branch is no longer at ``change.old``.
    """
    expected = "" if is_null_id(change.old) else change.old
    lease = (f"--force-with-lease={change.ref}:{expected}", "--force-if-includes", "--atomic")
    progress = ("--progress",) if listener.shows_progress else ()
    destination = ("--end-of-options", remote, f"{source}:{change.ref}")
    command = ("push", "--porcelain", *lease, *progress, *options, *destination)
    git_result = run_over_network(git, *command, listener=listener)
    flag, summary, others = "", "", []
    for line in os.fsdecode(git_result.out).split("\n")[:-1]:
        fields = line.split("\t")
        if len(fields) == 3 and fields[1].endswith(f":{change.ref}"):
            flag, summary = fields[0], fields[2]
        elif line != "Done" and not line.startswith("To "):
            others.append(line)
    # git's output contains the stdout of a pre-push hook.
    listener.receive("".join(f"{line}\n" for line in others).encode("utf-8", "surrogateescape"))
    return PushResult(
        git_result.code, flag, summary, "\n".join([*others, git_result.err.strip()]).strip()
    )


def require_push_succeeded(git: Git, result: PushResult, remote: str, change: RefChange) -> None:
    """Raise Refused if the branch was not pushed, EnvironmentFailed if that is unknown.

    ``change`` is the planned change of the branch at the remote.
    """
    if result.exit_status == 0:
        return
    if result.exit_status == 1 and not result.flag:
        raise Refused("a pre-push hook refuses it: nothing was pushed")
    branch, is_refused = _shown_branch(remote, change), result.flag == "!"
    last_message = result.messages.rpartition("\n")[2] or "no message"
    reason = (
        result.summary
        if is_refused
        else f"git push ended with {result.exit_status}: {last_message}"
    )
    try:
        remote_tip = read_remote_commit(git, remote, change.ref)
    except EnvironmentFailed as error:
        raise unknown_result_error(remote, change, reason) from error
    if remote_tip == change.new:  # the server moved the branch, then the connection broke
        return
    if not is_refused:
        raise unknown_result_error(remote, change, reason)
    # git checks the lease; if the branch moved after git had asked, the server refuses the push.
    if remote_tip != change.old:
        fetch = shlex.join(["git", "fetch", without_password(remote)])
        raise Refused(f"{branch} has moved meanwhile: nothing was pushed", fetch)
    raise Refused(f"{branch} was not pushed: {reason}")


def _shown_branch(remote: str, change: RefChange) -> str:
    return f"{without_password(remote)}/{change.ref.removeprefix(HEADS)}"


def unknown_result_error(remote: str, change: RefChange, reason: str) -> EnvironmentFailed:
    """Give the error that says that the result of a push is unknown, and how to ask for it."""
    sentence = f"whether {_shown_branch(remote, change)} was pushed is unknown: {reason}"
    return EnvironmentFailed(
        sentence, shlex.join(["git", "ls-remote", without_password(remote), change.ref])
    )
