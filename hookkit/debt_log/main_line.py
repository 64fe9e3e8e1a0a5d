"""The main line of a branch (its first parents), with the commits that each merge brought in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.commits import shallow_boundary
from hookkit.git.log import (
    LOG_FIELDS,
    LogCommit,
    commit_time,
    log_rows,
    make_log_commit,
    read_history,
)
from hookkit.git.refs import HEADS, REMOTES, resolve_commit
from hookkit.git.runner import Git
from hookkit.history.checks.commit_verdicts import main_line_verdicts
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.target_branch import find_target
from hookkit.settings.definitions import Settings


class MainLine(NamedTuple):
    """The main line of a branch: its first parents, the oldest commit first.

    ``branch`` is its name. The first commit is the root commit, the last commit before the
    requested time, or the oldest commit that a shallow clone has; ``is_shallow`` says that it is
    the latter.
    """

    branch: str
    commits: Sequence[LogCommit]
    is_shallow: bool


class MainLineCommit(NamedTuple):
    """A commit of the main line, the tree of its first parent, and the commits that it brought in.

    ``parent_tree`` is the id of that tree, "" for the root commit.
    """

    parent_tree: str
    commit: LogCommit
    merged_commits: tuple[LogCommit, ...]


def read_main_line(
    git: Git, settings: Settings, variables: Mapping[str, str], branch: str | None, since: str
) -> MainLine:
    """Read the main line of a branch or a commit; if ``branch`` is None, of the target.

    ``since`` is a tag or a date as git reads it, "" for the whole history. Raises EnvironmentFailed
    if ``branch`` is no commit or there is none yet, WrongUsage if there is no commit since then.
    """
    name, tip = _find_tip(git, settings, variables, branch)
    rows = log_rows(git, LOG_FIELDS, "--first-parent", tip, "--")
    commits = [make_log_commit(*row) for row in rows][::-1]
    start_time = _resolve_time(git, since) if since else 0
    first_index = next(
        (index for index, each in enumerate(commits) if each.commit_time >= start_time), None
    )
    if first_index is None:
        raise WrongUsage(f"{name} has no commit since {since}", "hookkit debt log")
    main_line = commits[max(first_index - 1, 0) :]
    return MainLine(name, main_line, main_line[0].id in shallow_boundary(git))


def _find_tip(
    git: Git, settings: Settings, variables: Mapping[str, str], branch: str | None
) -> tuple[str, str]:
    if branch is not None:
        commit_id = resolve_commit(git, branch)
        if commit_id is None:
            repair = "git fetch --unshallow" if git.is_shallow else "git log --oneline --all"
            raise EnvironmentFailed(f"there is no commit {branch!r} here", repair)
        return branch, commit_id
    target = find_target(git, settings.target or None)
    if target is None:
        name, tip = find_current_branch(git, variables).name or "HEAD", git.resolve("HEAD")
    else:
        name = target.ref.removeprefix(HEADS).removeprefix(REMOTES)
        tip = git.resolve(target.ref)
    if tip is None:
        raise EnvironmentFailed("there is no commit here yet", "git commit")
    return name, tip


def _resolve_time(git: Git, since: str) -> int:
    """Give the time of a tag's commit, or of a date as git parses it, in seconds since 1970."""
    tag = git.resolve(f"refs/tags/{since}")
    if tag is not None:
        return commit_time(git, tag)
    _, _, seconds = git.line("rev-parse", f"--since={since}").partition("=")
    return int(seconds)


def read_main_line_commits(
    git: Git, main_line: MainLine, with_messages: bool
) -> list[MainLineCommit]:
    """Give the commits of a main line, with the commits that each merge brought in.

    The first commit of the main line is given only if it is the root commit. If ``with_messages``,
    the commits contain their whole messages.
    """
    first_commit, *later_commits = main_line.commits
    is_root = not first_commit.parents and not main_line.is_shallow
    tip = main_line.commits[-1].id
    history = read_history(git, None if is_root else first_commit.id, tip, with_messages)
    commits_with_verdict = main_line_verdicts(
        history, None if is_root else first_commit.id, shallow_boundary(git), ""
    )
    trees = [each.tree for each in main_line.commits]
    parent_trees = dict(zip((each.id for each in later_commits), trees[:-1], strict=True))
    commits = [
        MainLineCommit(parent_trees[each.commit.id], each.commit, each.merged_commits)
        for each in commits_with_verdict
        if each.commit.id in parent_trees
    ]
    roots = (each for each in history if is_root and each.id == first_commit.id)
    return [*(MainLineCommit("", each, ()) for each in roots), *commits]
