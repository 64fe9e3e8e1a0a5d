"""Who touched a line of a file last, and when, by ``git blame``."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, GitFailed, HookkitError, WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_top
from hookkit.phrases import escape_unprintable, shell_word

_COMMIT_LINE = re.compile(rb"^([0-9a-f]{40,64}) \d+ \d+(?: \d+)?$", re.M)
_UNREADABLE_IGNORE_REVS = re.compile(r"could not open object name list: (.*)")


def blamed_commit(git: Git, name: str, line: int) -> str:
    """Give the id of the commit that touched a line (1 is the first) of the file ``name`` last.

    ``name`` is relative to the current folder. The commits of ``blame.ignoreRevsFile`` are skipped.
    Raises WrongUsage if the line does not exist or is not committed, EnvironmentFailed if the file
    of ``blame.ignoreRevsFile`` is missing.
    """
    command = ("blame", "--porcelain", "-L", f"{line},{line}", "--", _path_in_worktree(git, name))
    result = git.try_run(*command)
    if result.code != 0:
        raise _explain_failure(git, name, line, GitFailed(command, result.code, result.err))
    commit = os.fsdecode(result.out.split(b" ", 1)[0])
    if commit == git.null_id:
        repair = f"git diff HEAD -- {shell_word(name)}"
        raise WrongUsage(f"line {line} of {escape_unprintable(name)} is not committed yet", repair)
    return commit


def _path_in_worktree(git: Git, name: str) -> str:
    """Give the path of a file relative to the top of the worktree."""
    path = None if git.top is None else path_from_top(git.top, name)
    if path is None:
        sentence = f"{escape_unprintable(name)} is not in the worktree {git.top or ''}"
        raise WrongUsage(sentence.rstrip(), "git status")
    return str(path)


def _explain_failure(git: Git, name: str, line: int, failed: GitFailed) -> HookkitError:
    """Explain an error of git with a repair; return ``failed`` itself if its cause is unknown."""
    count = re.search(r"has only (\d+) lines?", failed.stderr)
    if count:
        last = int(count[1])
        lines = "is empty" if last == 0 else f"has {last} line{'' if last == 1 else 's'}"
        argument = shell_word(f"{name}:{last}") if last else "--help"
        sentence = f"{escape_unprintable(name)} {lines}: there is no line {line}"
        return WrongUsage(sentence, f"hookkit why {argument}")
    if "no such path" in failed.stderr or "no such ref" in failed.stderr:
        repair = f"git status -- {shell_word(name)}"
        return WrongUsage(f"no commit has {escape_unprintable(name)} yet", repair)
    missing = _UNREADABLE_IGNORE_REVS.search(failed.stderr)
    if missing is None:
        return failed
    # git cannot ignore the setting for one command: its lists only ever grow.
    is_local = git.try_run("config", "--local", "--get-all", "blame.ignoreRevsFile").code == 0
    scope = [] if is_local else ["--global"]
    repair = shlex.join(["git", "config", *scope, "--unset-all", "blame.ignoreRevsFile"])
    return EnvironmentFailed(f"blame.ignoreRevsFile is {missing[1]}, which is not here", repair)


def blamed_commits(git: Git, old_commit: str, new_commit: str, path: bytes) -> list[str]:
    r"""Give, for each line of a file in ``new_commit``, the id of the commit that touched it last.

    A line ends with ``\n``. A line that ``old_commit`` has too gets an id that is not in
    ``old_commit..new_commit``. ``git`` is a repository of ``dry_run.scratch_repository``, where
    no ``blame.ignoreRevsFile`` is in force.
    """
    command = (
        "blame",
        "--porcelain",
        "--no-textconv",
        new_commit,
        f"^{old_commit}",
        "--",
        os.fsdecode(path),
    )
    # git fails if the ignoreRevsFile of a person's configuration is missing.
    home = {"HOME": str(git.top), "XDG_CONFIG_HOME": str(git.top)}
    no_config = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    out = git.run(*command, env={**home, **no_config})
    return [match[1].decode() for match in _COMMIT_LINE.finditer(out)]


class BlamedLine(NamedTuple):
    """The commit that touched a line last: its id, the author's name and time (seconds UTC).

    ``is_boundary`` is True if the range, or the history, begins with this commit.
    """

    commit: str
    author: str
    author_time: int
    is_boundary: bool


def blame_lines(
    git: Git, path: str, lines: Iterable[int], revision_range: tuple[str, ...] = ()
) -> dict[int, BlamedLine]:
    """Give, by number, who touched some lines (1 is the first) of a file last.

    ``path`` is relative to the top level. ``revision_range`` is a revision or a range, empty for
    the worktree. A line that is not committed is left out; the result is empty if git fails.
    """
    ranges = [f"-L{line},{line}" for line in sorted(lines)]
    result = git.try_run("blame", "--line-porcelain", *ranges, *revision_range, "--", path)
    records = _split_records(result.out) if result.code == 0 else ()
    return {
        line: blamed for line, blamed in map(_parse_record, records) if blamed.commit != git.null_id
    }


def _split_records(out: bytes) -> Iterator[list[bytes]]:
    """Split the output of git into a record of headers for each line, without the line's text."""
    record: list[bytes] = []
    for line in out.split(b"\n"):
        if line.startswith(b"\t"):
            yield record
            record = []
        else:
            record.append(line)


def _parse_record(record: list[bytes]) -> tuple[int, BlamedLine]:
    commit, _, line = record[0].decode().split(" ")[:3]
    header = dict(each.partition(b" ")[::2] for each in record[1:])
    author = header.get(b"author", b"").decode("utf-8", "replace")
    when = int(header.get(b"author-time", b"0"))
    return int(line), BlamedLine(commit, author, when, b"boundary" in header)
