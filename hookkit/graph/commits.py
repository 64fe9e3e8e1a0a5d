"""The refs and the commits of a picture, each read in one git process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.log import FIELDS, LogCommit, log_commit, log_rows
from hookkit.git.merged_by import DetailedCommit
from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.git.runner import Git

RefKind = Literal["HEAD", "branch", "remote", "tag"]
"""The kinds of refs; HEAD stands for its branch as well."""


class NamedRef(NamedTuple):
    """A ref: its full name, its commit, and its upstream or "".

    The upstream of HEAD is the branch that it is on.
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


_REF = "%00".join(
    ("%(objecttype)", "%(*objecttype)", "%(objectname)", "%(*objectname)", "%(symref)")
    + ("%(upstream)", "%(refname)")
)


def read_refs(git: Git) -> list[NamedRef]:
    """Give the branches, those of remotes too, and the tags that are at a commit."""
    out = os.fsdecode(git.run("for-each-ref", f"--format={_REF}", HEADS, REMOTES, TAGS))
    found = []
    for line in out.split("\n")[:-1]:
        kind, peeled_kind, name, peeled, symbolic, upstream, ref = line.split("\0")
        if not symbolic and "commit" in (kind, peeled_kind):
            found.append(NamedRef(ref, name if kind == "commit" else peeled, upstream))
    return found


class ReadCommit(NamedTuple):
    """A commit as it is shown, and as it is checked."""

    shown: DetailedCommit
    checked: LogCommit


def read_graph(git: Git, tips: Sequence[str], excluded: Sequence[str] = ()) -> list[ReadCommit]:
    """Give the commits of ``tips`` that ``excluded`` do not have (ids), children before parents.

    The dates that are shown are in seconds alone. Raises GitFailed where a commit is not here.
    """
    named = "".join(f"{each}\n" for each in (*tips, *(f"^{each}" for each in excluded)))
    rows = log_rows(git, (*FIELDS, "%B"), "--topo-order", "--stdin", data=named.encode())
    return [_read_commit(row) for row in rows]


def _read_commit(row: Sequence[str]) -> ReadCommit:
    checked = log_commit(*row[:-1])
    # The date that the author's clock had, whatever the committer's had.
    written, _, committed = row[-3].partition(" ")
    shown = DetailedCommit(
        *(checked.id, checked.parents, checked.author, "", "", ""),
        *(int(written or 0), int(committed or 0), row[-1]),
    )
    return ReadCommit(shown, checked)


def first_parent_line(git: Git, tip: str, limit: int, excluded: Sequence[str] = ()) -> list[str]:
    """Give the first ``limit`` commits (0: all) from ``tip`` along the first parents."""
    most = [f"--max-count={limit}"] if limit else []
    without = [f"^{each}" for each in excluded]
    return git.line("rev-list", "--first-parent", *most, tip, *without, "--").split()


def not_on_remotes(git: Git, tips: Sequence[str]) -> frozenset[str]:
    """Give the commits of ``tips`` (ids) that no remote-tracking branch has."""
    return frozenset(git.line("rev-list", *tips, "--not", "--remotes", "--").split())
