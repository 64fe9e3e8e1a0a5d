"""A push of many refs: which updates are fast-forwards, and what its deletions lose.

This takes few git processes for all refs together.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping

from hookkit.git.log import LOG_COMMAND, LogCommit, log_format, parse_log
from hookkit.git.refs import REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.pushed_refs import PushedRef


def existing_commits(git: Git, names: Iterable[str]) -> frozenset[str]:
    """Give the commit ids that exist in this clone, without a fetch in a partial clone."""
    data = _as_lines(dict.fromkeys(names))
    # git leaves out missing commits, with exit status 0, only if all names are ids.
    command = ("rev-list", "--no-walk=unsorted", "--ignore-missing", "--missing=allow-any")
    answer = git.try_run(*command, "--stdin", data=data) if data else None
    return frozenset(os.fsdecode(answer.out).split()) if answer else frozenset()


def find_fast_forwards(git: Git, pairs: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Give the pairs of ids, (old, new), that are certainly fast-forwards.

    All ids must exist in this clone. Only the new commits are read. So a pair may be left out,
    although it is a fast-forward, if its old commit is below the old commit of another pair.
    """
    data = _as_lines([*(new for _, new in pairs), *(f"^{old}" for old, _ in pairs)])
    if not pairs:
        return frozenset()
    out = os.fsdecode(git.run("rev-list", "--parents", "--topo-order", "--stdin", data=data))
    lines = (line.split() for line in out.splitlines())
    parents = {commit: parent_ids for commit, *parent_ids in lines}
    return frozenset(pair for pair in pairs if _is_reachable(parents, *pair))


def _is_reachable(parents: Mapping[str, list[str]], old: str, new: str) -> bool:
    seen, pending = {new}, [new]
    while pending:
        commit = pending.pop()
        if commit == old:
            return True
        unseen = [each for each in parents.get(commit, ()) if each not in seen]
        seen.update(unseen)
        pending += unseen
    return False


def find_lost_commits(
    git: Git, remote: str, deleted: Collection[PushedRef]
) -> dict[str, list[LogCommit]]:
    """Give, for each branch that a push deletes, the commits that no other remote branch has.

    The keys are the full names on the remote; merges are left out. The commits of ``deleted`` must
    exist in this clone. Only commits that no remaining branch has are read.
    """
    deleted_branches = {each.remote_ref.removeprefix("refs/heads/") for each in deleted}
    rows = git.lines("for-each-ref", "--format=%(objectname) %(refname)", f"{REMOTES}{remote}/")
    pairs = (row.split(" ", 1) for row in rows)
    prefix = f"{REMOTES}{remote}/"
    excluded_names = {*deleted_branches, "HEAD"}
    remaining_tips = [
        commit for commit, ref in pairs if ref.removeprefix(prefix) not in excluded_names
    ]
    data = _as_lines(
        [*(each.remote_id for each in deleted), *(f"^{commit}" for commit in remaining_tips)]
    )
    log = parse_log(git.run(*LOG_COMMAND, "--topo-order", log_format(), "--stdin", data=data))
    branches_by_commit: dict[str, str | None] = {}
    for each in deleted:
        _note_branch(branches_by_commit, each.remote_id, each.remote_ref)
    lost_commits: dict[str, list[LogCommit]] = {each.remote_ref: [] for each in deleted}
    for commit in log:  # children before their parents
        branch = branches_by_commit.get(commit.id)
        for parent in commit.parents:
            _note_branch(branches_by_commit, parent, branch)
        if branch is not None and not commit.is_merge:
            lost_commits[branch].append(commit)
    return lost_commits


def _note_branch(branches_by_commit: dict[str, str | None], commit: str, ref: str | None) -> None:
    """Note that ``ref`` has a commit; None stands for several refs."""
    branches_by_commit[commit] = ref if branches_by_commit.get(commit, ref) == ref else None


def _as_lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()
