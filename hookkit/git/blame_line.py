"""The commit that touched a line of a file last, as ``git blame`` tells it."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from hookkit.errors import EnvironmentFailed, GitFailed, HookkitError, WrongUsage
from hookkit.git.runner import Git

_UNREADABLE = re.compile(r"could not open object name list: (.*)")


def last_touched(git: Git, name: str, line: int) -> str:
    """Give the id of the commit that touched a line (1 is the first) of the file ``name`` last.

    ``name`` is relative to the current folder. The commits of ``blame.ignoreRevsFile`` are passed
    over. Raises WrongUsage where there is no such line or no commit has it, EnvironmentFailed
    where that list is not here.
    """
    command = ("blame", "--porcelain", "-L", f"{line},{line}", "--", _inside(git, name))
    answer = git.ask(*command)
    if answer.code != 0:
        raise _wrong(git, name, line, GitFailed(command, answer.code, answer.err))
    commit = os.fsdecode(answer.out.split(b" ", 1)[0])
    if commit == git.null:
        repair = shlex.join(["git", "diff", "HEAD", "--", name])
        raise WrongUsage(f"line {line} of {name} is not committed yet", repair)
    return commit


def _inside(git: Git, name: str) -> str:
    """Give the path of a file as seen from the top of the worktree."""
    place = Path(name)
    if git.top is not None:
        # The file itself may be a symbolic link that leads elsewhere.
        inside = Path(os.path.realpath(place.parent)) / place.name
        top = Path(os.path.realpath(git.top))
        if inside.is_relative_to(top):
            return str(inside.relative_to(top))
    raise WrongUsage(f"{name} is not in the worktree {git.top or ''}".rstrip(), "git status")


def _wrong(git: Git, name: str, line: int, failed: GitFailed) -> HookkitError:
    """Give the error for people, where what git says is one of theirs."""
    count = re.search(r"has only (\d+) lines?", failed.stderr)
    if count:
        last = int(count[1])
        lines = "is empty" if last == 0 else f"has {last} line{'' if last == 1 else 's'}"
        again = shlex.join(["hookkit", "why", f"{name}:{last}" if last else "--help"])
        return WrongUsage(f"{name} {lines}: there is no line {line}", again)
    if "no such path" in failed.stderr or "no such ref" in failed.stderr:
        return WrongUsage(f"no commit has {name} yet", shlex.join(["git", "status", "--", name]))
    missing = _UNREADABLE.search(failed.stderr)
    if missing is None:
        return failed
    # git has no way to pass over the setting for one command: its lists only ever grow.
    is_ours = git.ask("config", "--local", "--get-all", "blame.ignoreRevsFile").code == 0
    place = [] if is_ours else ["--global"]
    repair = shlex.join(["git", "config", *place, "--unset-all", "blame.ignoreRevsFile"])
    return EnvironmentFailed(f"blame.ignoreRevsFile is {missing[1]}, which is not here", repair)
