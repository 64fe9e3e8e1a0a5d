"""The command that undoes a push at the remote, and the refusal of hookkit to run it."""

from __future__ import annotations

import shlex

from hookkit.branches.push_destination import without_password
from hookkit.branches.push_with_lease import unknown_result_error
from hookkit.errors import HookkitError, Refused
from hookkit.git.refs import HEADS
from hookkit.history.refs.pushed_refs import is_null_id
from hookkit.operation_log.entry import RefMove
from hookkit.phrases import short_id


def undo_push_command(remote: str, move: RefMove) -> str:
    """Give the command that resets the remote's branch to its commit before a push.

    Its lease is on the pushed commit: it changes nothing if somebody has pushed since.
    """
    name = move.ref.removeprefix(HEADS)
    source = f":{name}" if is_null_id(move.old) else f"{short_id(move.old)}:{move.ref}"
    lease = f"--force-with-lease={name}:{short_id(move.new)}"
    return shlex.join(["git", "push", lease, without_password(remote), source])


def undo_push_refusal(remote: str, move: RefMove, is_finished: bool) -> HookkitError:
    """Give the refusal to take a push back, with the state of the remote.

    ``is_finished`` is False if the push was interrupted: its result is unknown then.
    """
    if not is_finished:
        return unknown_result_error(remote, move, "it was interrupted")
    sentence = (
        f"{without_password(remote)} keeps {move.ref.removeprefix(HEADS)} at {short_id(move.new)}"
    )
    reason = "as it was pushed; hookkit takes nothing back there (hookkit undo --list has the rest)"
    message = f"{sentence}, {reason}"
    return Refused(message, undo_push_command(remote, move))
