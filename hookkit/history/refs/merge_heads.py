"""The heads of a merge under way: the commits that are being merged, and how to name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.history.refs.branch_refs import BranchRef
from hookkit.phrases import short_id

_GITHEAD = re.compile(r"GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})")


class MergeHead(NamedTuple):
    """One commit that is merged: its id, and the name that git was given, None if it has none."""

    id: str
    name: str | None = None


def merge_heads(git: Git, environment: Mapping[str, str]) -> tuple[MergeHead, ...]:
    """Give the commits that the merge under way in this worktree brings in.

    They are in the file MERGE_HEAD. git runs the hook pre-merge-commit before it writes that file;
    then it names the commits in ``environment`` (``GITHEAD_<id>=<name>``). Without a merge, the
    result is empty.
    """
    names = {
        found[1]: None if value == found[1] else value
        for key, value in environment.items()
        if (found := _GITHEAD.fullmatch(key))
    }
    file = git.git_dir / "MERGE_HEAD"
    commits = file.read_text().split() if file.exists() else list(names)
    return tuple(MergeHead(commit, names.get(commit)) for commit in commits)


def name_of_head(head: MergeHead, branches: Sequence[BranchRef]) -> str:
    """Name a head: by the name it was given with, by the first of ``branches``, or by its id."""
    return head.name or next((each.name for each in branches), short_id(head.id))
