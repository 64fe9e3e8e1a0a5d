"""Read the refs and the commits of a picture, each with one git process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.log import LOG_FIELDS, DetailedCommit, LogCommit, log_rows, make_log_commit
from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.git.runner import Git

RefKind = Literal["HEAD", "branch", "remote", "tag"]
"""The kinds of refs; ``HEAD`` also represents the branch that HEAD is on."""


class NamedRef(NamedTuple):
    """A ref: its full name, the id of its commit, and the full name of its upstream or "".

    The upstream of HEAD is the branch that HEAD is on.
    """

    ref: str
    commit: str
    upstream: str

    @property
    def name(self) -> str:
        """The name without ``refs/heads/`` and the like."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES).removeprefix(TAGS)

    @property
    def kind(self) -> RefKind:
        """The kind of the ref."""
        if self.ref == "HEAD":
            return "HEAD"
        if self.ref.startswith(HEADS):
            return "branch"
        return "tag" if self.ref.startswith(TAGS) else "remote"


_REF_FORMAT = "%00".join(
    ("%(objecttype)", "%(*objecttype)", "%(objectname)", "%(*objectname)", "%(symref)")
    + ("%(upstream)", "%(refname)")
)


def read_refs(git: Git) -> list[NamedRef]:
    """Give the local and remote-tracking branches and the tags that point at a commit."""
    out = os.fsdecode(git.run("for-each-ref", f"--format={_REF_FORMAT}", HEADS, REMOTES, TAGS))
    refs = []
    for line in out.split("\n")[:-1]:
        kind, peeled_kind, object_id, peeled_id, symbolic, upstream, ref = line.split("\0")
        if not symbolic and "commit" in (kind, peeled_kind):
            refs.append(NamedRef(ref, object_id if kind == "commit" else peeled_id, upstream))
    return refs


class DetailedAndLogCommit(NamedTuple):
    """A commit in two forms: ``detailed_commit`` for the picture, ``log_commit`` for the checks."""

    detailed_commit: DetailedCommit
    log_commit: LogCommit


def read_reachable_commits(
    git: Git, tips: Sequence[str], excluded: Sequence[str]
) -> list[DetailedAndLogCommit]:
    """Give the commits reachable from ``tips`` but not from ``excluded``, children first.

    Both are ids. A ``detailed_commit`` has its dates in seconds only. Raises GitFailed if a commit
    does not exist in this clone.
    """
    revisions = "".join(f"{each}\n" for each in (*tips, *(f"^{each}" for each in excluded)))
    rows = log_rows(git, (*LOG_FIELDS, "%B"), "--topo-order", "--stdin", data=revisions.encode())
    return [_read_commit(row) for row in rows]


def _read_commit(row: Sequence[str]) -> DetailedAndLogCommit:
    log_record = make_log_commit(*row[:-1])
    # The author's date as it is shown, even if it is later than the committer's.
    author_date, _, committer_date = row[-3].partition(" ")
    detailed_commit = DetailedCommit(
        *(log_record.id, log_record.parents, log_record.author, "", "", ""),
        *(int(author_date or 0), int(committer_date or 0), row[-1]),
    )
    return DetailedAndLogCommit(detailed_commit, log_record)


def first_parent_line(git: Git, tip: str, limit: int, excluded: Sequence[str] = ()) -> list[str]:
    """Give the first ``limit`` commits (0: all) from ``tip`` along the first parents."""
    limit_option = [f"--max-count={limit}"] if limit else []
    exclusions = [f"^{each}" for each in excluded]
    return git.line("rev-list", "--first-parent", *limit_option, tip, *exclusions, "--").split()


def commits_not_on_remotes(git: Git, tips: Sequence[str]) -> frozenset[str]:
    """Give the commits of ``tips`` (ids) that no remote-tracking branch contains."""
    return frozenset(git.line("rev-list", *tips, "--not", "--remotes", "--").split())
