"""One branch pushed with a lease on what was seen there, and what would take that back."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from hookkit.branches.backup import forget_backup, keep_backup
from hookkit.branches.push_destination import remote_commit, without_password
from hookkit.errors import EnvironmentFailed, HookkitError, Refused
from hookkit.git.network import Listener, run_over_network
from hookkit.git.refs import HEADS
from hookkit.git.runner import Git
from hookkit.history.refs.ref_update import is_null
from hookkit.operation_log.entry import Entry, RefMove
from hookkit.operation_log.stored_entries import delete_entry, finish_entry, write_entry
from hookkit.phrases import short

PUSH = "push"
"""What the operation log calls it."""


class PushResult(NamedTuple):
    """How git ended the push of a branch (git-push(1), ``--porcelain``).

    ``sign`` is git's character for what became of it, "" where git did not come to that, and
    ``summary`` what else it says. ``messages`` are all other lines.
    """

    code: int
    sign: str
    summary: str
    messages: str


def send(
    git: Git, remote: str, move: RefMove, source: str, options: Sequence[str], listener: Listener
) -> PushResult:
    """Push ``source`` ("" deletes) to a branch of ``remote``, with a lease on ``move.old``.

    If the branch is elsewhere by then, nothing is pushed.
    """
    expected = "" if is_null(move.old) else move.old
    lease = (f"--force-with-lease={move.ref}:{expected}", "--force-if-includes", "--atomic")
    bar = ("--progress",) if listener.shows_progress else ()
    where = ("--end-of-options", remote, f"{source}:{move.ref}")
    command = ("push", "--porcelain", *lease, *bar, *options, *where)
    answer = run_over_network(git, *command, listener=listener)
    sign, summary, others = "", "", []
    for line in os.fsdecode(answer.out).split("\n")[:-1]:
        fields = line.split("\t")
        if len(fields) == 3 and fields[1].endswith(f":{move.ref}"):
            sign, summary = fields[0], fields[2]
        elif line != "Done" and not line.startswith("To "):
            others.append(line)
    # What a pre-push hook writes to its stdout is among git's lines for us.
    listener.receive("".join(f"{line}\n" for line in others).encode("utf-8", "surrogateescape"))
    return PushResult(answer.code, sign, summary, "\n".join([*others, answer.err.strip()]).strip())


def check_result(git: Git, sent: PushResult, remote: str, move: RefMove) -> None:
    """Raise Refused if the branch was not pushed, EnvironmentFailed where git did not get so far.

    ``move`` is what was to happen to it there.
    """
    if sent.code == 0:
        return
    if sent.code == 1 and not sent.sign:
        raise Refused("a pre-push hook refuses it: nothing was pushed")
    place, is_refused = _place(remote, move), sent.sign == "!"
    last = sent.messages.rpartition("\n")[2] or "no message"
    why = sent.summary if is_refused else f"git push ended with {sent.code}: {last}"
    try:
        now = remote_commit(git, remote, move.ref)
    except EnvironmentFailed as error:
        raise _unknown(remote, move, why) from error
    if now == move.new:  # the server has done it, and the line went dead
        return
    if not is_refused:
        raise _unknown(remote, move, why)
    # A lease is judged by git, or by the server where it moved after git had asked.
    if now != move.old:
        fetch = shlex.join(["git", "fetch", without_password(remote)])
        raise Refused(f"{place} has moved meanwhile: nothing was pushed", fetch)
    raise Refused(f"{place} was not pushed: {why}")


def _place(remote: str, move: RefMove) -> str:
    return f"{without_password(remote)}/{move.ref.removeprefix(HEADS)}"


def _unknown(remote: str, move: RefMove, why: str) -> EnvironmentFailed:
    sentence = f"whether {_place(remote, move)} was pushed is unknown: {why}"
    return EnvironmentFailed(
        sentence, shlex.join(["git", "ls-remote", without_password(remote), move.ref])
    )


@contextmanager
def logged_push(git: Git, remote: str, move: RefMove, overwrites: bool) -> Iterator[str | None]:
    """Enter a push into the log, and forget it if the push is known to have failed.

    Gives the ref of the backup that is kept of what is overwritten.
    """
    name = move.ref.removeprefix(HEADS)
    backup = keep_backup(git, name, move.old) if overwrites else None
    stored = write_entry(git, Entry(PUSH, move.new, (), refs=(move,), remote=remote))
    try:
        yield backup
        finish_entry(git, stored)
    except Refused:
        delete_entry(git, stored)
        if backup is not None:
            forget_backup(git, backup, move.old)
        raise


def push_back_command(remote: str, move: RefMove) -> str:
    """Give the command by which a person has the remote's branch as it was before a push.

    The lease is on what was pushed: the command does nothing where somebody has pushed since.
    """
    name = move.ref.removeprefix(HEADS)
    source = f":{name}" if is_null(move.old) else f"{short(move.old)}:{move.ref}"
    lease = f"--force-with-lease={name}:{short(move.new)}"
    return shlex.join(["git", "push", lease, without_password(remote), source])


def refuse_push_back(remote: str, move: RefMove, is_known: bool) -> HookkitError:
    """Say that a push is not taken back by hookkit, and what the remote keeps.

    ``is_known`` tells that the push came to its end.
    """
    if not is_known:
        return _unknown(remote, move, "it was interrupted")
    sentence = (
        f"{without_password(remote)} keeps {move.ref.removeprefix(HEADS)} at {short(move.new)}"
    )
    reason = "as it was pushed; hookkit takes nothing back there (hookkit undo --list has the rest)"
    message = f"{sentence}, {reason}"
    return Refused(message, push_back_command(remote, move))
