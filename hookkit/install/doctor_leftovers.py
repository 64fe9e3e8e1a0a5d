"""Diagnose the leftover files of killed processes: hookkit's own, and the locks of git."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import git_dirs_of_worktrees
from hookkit.install.diagnosis import Diagnosis
from hookkit.install.find_leftovers import Leftover, find_leftovers
from hookkit.install.remove_leftovers import find_removable
from hookkit.phrases import names_phrase, plural

LOCK_MAX_AGE = 5 * 60.0
"""Age in seconds up to which git is assumed to need a lock."""

PS_TIMEOUT = 10
"""Seconds to wait for the output of ps."""

CLEAN_COMMAND = "hookkit doctor --clean"
_MAX_NAMES = 5


def diagnose_leftovers(git: Git) -> Iterator[Diagnosis]:
    """Report leftovers, with the command that removes them if no content is lost."""
    found = find_leftovers(git)
    locks = [each for each in found if each.kind == "lock"]
    if locks:
        is_running = _is_git_running(_possible_folders(git))
        yield from (_diagnose_lock(each, is_running) for each in locks)
    others = [each for each in found if each.kind != "lock" and each.is_ours]
    removable = find_removable(git, others)
    if removable:
        names = names_phrase([str(each.path) for each in removable], _MAX_NAMES)
        noun = "file or folder" if len(removable) == 1 else "files or folders"
        sentence = f"{len(removable)} temporary {noun} left by a hookkit that has ended: {names}"
        yield Diagnosis("leftovers", "warn", sentence, CLEAN_COMMAND)
    yield from (_diagnose_other_leftover(each) for each in others if each not in removable)


def _diagnose_lock(lock: Leftover, is_running: bool) -> Diagnosis:
    name = "index" if lock.path.name == "index.lock" else "lock"
    sentence = f"{lock.path} is {_duration_text(lock.age)} old"
    if lock.is_ours:
        return Diagnosis(
            name, "bad", f"{sentence}, left by a hookkit that has ended", CLEAN_COMMAND
        )
    # Unknown counts as running: a lock that is in use must not be removed.
    if lock.age < LOCK_MAX_AGE or is_running:
        return Diagnosis(name, "warn", f"{sentence}: git seems to be at work", "git status")
    sentence += (
        ", and no git is running here: it was left over and stops what it locks; look first that"
        " no editor or other program is using git here"
    )
    return Diagnosis(name, "bad", sentence, f"rm -- {shlex.quote(str(lock.path))}")


def _diagnose_other_leftover(leftover: Leftover) -> Diagnosis:
    path = shlex.quote(str(leftover.path))
    if not leftover.has_maker_ended:
        age_text = _duration_text(leftover.age)
        sentence = f"{leftover.path} is {age_text} old: hookkit seems to be at work"
        return Diagnosis("leftovers", "warn", sentence, "git status")
    sentence = (
        f"{leftover.path} holds what is nowhere else: a file as it was when hookkit was killed;"
        " look whether you need it before you remove it"
    )
    return Diagnosis("leftovers", "warn", sentence, f"less -- {path}")


def _possible_folders(git: Git) -> list[Path]:
    """Give the folders in which a git process with a lock of this repository may run."""
    tops = [] if git.top is None else [git.top]
    for each in git_dirs_of_worktrees(git):
        with suppress(OSError):  # gitrepository-layout(5): worktrees/<id>/gitdir
            tops.append(Path((each / "gitdir").read_text().strip()).parent)
    if git.common_dir.name == ".git":
        tops.append(git.common_dir.parent)
    return [*tops, git.common_dir]


def _is_git_running(folders: Sequence[Path]) -> bool:
    """Whether git runs in one of ``folders``; True also if that is unknown."""
    command = ["ps", "-A", "-o", "pid=,comm="]
    try:
        result = subprocess.run(command, capture_output=True, timeout=PS_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return True
    lines = (line.split(None, 1) for line in os.fsdecode(result.stdout).splitlines())
    pids = [words[0] for words in lines if len(words) == 2 and _is_git(words[1])]
    return result.returncode != 0 or any(_may_run_in(pid, folders) for pid in pids)


def _is_git(program: str) -> bool:
    name = os.path.basename(program.strip())
    return name == "git" or name.startswith("git-")


def _may_run_in(pid: str, folders: Sequence[Path]) -> bool:
    """Whether the current folder of a process is in ``folders``; True also if that is unknown."""
    if not os.path.isdir("/proc/self"):
        return True
    try:
        current = os.path.realpath(os.readlink(f"/proc/{pid}/cwd"))
    except FileNotFoundError:
        return False  # the process has ended
    except OSError:
        return True
    return any(Path(current).is_relative_to(os.path.realpath(each)) for each in folders)


def _duration_text(seconds: float) -> str:
    """Give a duration in words."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    return plural(minutes, "minute") if minutes < 120 else f"{minutes // 60} hours"
