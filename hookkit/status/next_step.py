"""The command that comes next, by where the work stands."""

from __future__ import annotations

from hookkit.git.in_progress import ways_out
from hookkit.phrases import short
from hookkit.status.places import STOPPED_SYNC
from hookkit.status.status import Status
from hookkit.terminal.next_commands import Next


def next_step(status: Status) -> Next:
    """Give the one command that a person would give next."""
    places = status.places
    if places.operation == STOPPED_SYNC:
        return Next("next", "hookkit sync --continue", "once the conflict is resolved")
    if places.operation is not None:
        finish, abort = ways_out(places.operation)
        instead = f", or {abort}" if abort else ""
        return Next("next", finish, f"{places.operation} is under way{instead}")
    if status.hooks.state == "broken":
        return Next("next", "hookkit doctor", status.hooks.reason)
    if places.commit is None:
        return Next("next", "git commit")
    return _of_branch(status) or _of_hooks(status) or Next("next", "hookkit graph")


def _of_branch(status: Status) -> Next | None:
    """Give the step for the branch: corrections, squash, ticket, rebase, push, merge."""
    open_ = [each for each in status.waiting if each.fits in ("whole", "partly")]
    if open_:
        return Next("next", f"hookkit review {short(open_[0].commit)}")
    if any(each.fits == "in the files" for each in status.waiting):
        return Next("next", "git diff", "the correction lies in the files")
    if not status.places.branch:
        return Next("next", "git switch -c topic", "HEAD is on no branch")
    if status.is_protected:
        return _of_protected(status)
    if status.lost_target:
        return Next("next", "hookkit config target")
    facts, apart = status.facts, status.apart
    if facts.fixups > facts.orphans:
        return Next("next", "hookkit tidy")
    if facts.without_ticket and facts.ticket:
        return Next("next", f"hookkit ticket {facts.ticket}")
    if apart.behind:
        return Next("next", "hookkit sync")
    is_pushed = status.pushed and not (status.unpushed.ahead or status.unpushed.behind)
    if apart.ahead and status.places.has_remote and not is_pushed:
        return Next("next", "hookkit push")
    return Next("next", "hookkit merge") if apart.ahead else None


def _of_protected(status: Status) -> Next | None:
    if status.unpushed.behind:
        return Next("next", "hookkit sync")
    return Next("next", "hookkit push") if status.unpushed.ahead else None


def _of_hooks(status: Status) -> Next | None:
    if status.hooks.state in ("none", "in part"):
        return Next("next", "hookkit install")
    return None
