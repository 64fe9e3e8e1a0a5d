"""What a picture of the history is made of: the refs and the commits, each read in one process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.log_fields import log_rows
from hookkit.git.runner import Git
from hookkit.history.merged_by import DetailedCommit
from hookkit.history.refs.branch import HEADS
from hookkit.history.refs.targets import REMOTES

TAGS = "refs/tags/"

Kind = Literal["HEAD", "branch", "remote", "tag"]
"""What a name is: of the branch that HEAD is on, or HEAD itself; of another ref."""


class Named(NamedTuple):
    """A ref that is at a commit: its full name, the commit, and the ref that it follows or "".

    HEAD follows the branch that it is on.
    """

    ref: str
    commit: str
    upstream: str

    @property
    def name(self) -> str:
        """The name as people say it."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES).removeprefix(TAGS)

    @property
    def kind(self) -> Kind:
        """What the ref is."""
        if self.ref == "HEAD":
            return "HEAD"
        if self.ref.startswith(HEADS):
            return "branch"
        return "tag" if self.ref.startswith(TAGS) else "remote"


_REF = "%00".join(
    ("%(objecttype)", "%(*objecttype)", "%(objectname)", "%(*objectname)", "%(symref)")
    + ("%(upstream)", "%(refname)")
)


def read_refs(git: Git) -> list[Named]:
    """Give the branches, those of remotes too, and the tags that are at a commit."""
    out = os.fsdecode(git.run("for-each-ref", f"--format={_REF}", HEADS, REMOTES, TAGS))
    found = []
    for line in out.split("\n")[:-1]:
        kind, peeled_kind, name, peeled, symbolic, upstream, ref = line.split("\0")
        if not symbolic and "commit" in (kind, peeled_kind):
            found.append(Named(ref, name if kind == "commit" else peeled, upstream))
    return found


_FIELDS = ("%H", "%P", "%aN", "%at", "%ct", "%B")


def read_graph(git: Git, tips: Sequence[str], but: Sequence[str] = ()) -> list[DetailedCommit]:
    """Give the commits that ``tips`` have and ``but`` have not (ids), children before parents.

    Their dates are in seconds alone. Raises GitFailed where one of them is not here.
    """
    named = "".join(f"{each}\n" for each in (*tips, *(f"^{each}" for each in but)))
    rows = log_rows(git, _FIELDS, "--topo-order", "--stdin", data=named.encode())
    return [
        DetailedCommit(
            name, tuple(above.split()), author, "", "", "", int(at or 0), int(put or 0), text
        )
        for name, above, author, at, put, text in rows
    ]


def line_below(git: Git, tip: str, most: int, but: Sequence[str] = ()) -> list[str]:
    """Give the first ``most`` commits of the line of first parents from ``tip`` (0: all)."""
    limit = [f"--max-count={most}"] if most else []
    out = git.line("rev-list", "--first-parent", *limit, tip, *(f"^{each}" for each in but), "--")
    return out.split()


def not_on_remotes(git: Git, tips: Sequence[str]) -> frozenset[str]:
    """Give the commits of ``tips`` (ids) that no remote-tracking branch has."""
    return frozenset(git.line("rev-list", *tips, "--not", "--remotes", "--").split())
