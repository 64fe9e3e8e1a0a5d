"""The refs of branches, local and of remotes, with their commits."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import bare_name, is_protected
from hookkit.named_tuple import NamedTuple


class BranchRef(NamedTuple):
    """A branch, local or of a remote.

    ``ref`` is its full name, ``short_name`` its shortest unambiguous name (``heads/main`` if there
    is also a tag ``main``), ``id`` the id of its commit. ``configured_upstream`` is the full name
    of the branch that it follows by git's configuration, "" if there is none. ``worktree`` is the
    path of the worktree in which it is checked out, "" if there is none.
    """

    ref: str
    short_name: str
    id: str
    configured_upstream: str
    worktree: str

    @property
    def name(self) -> str:
        """The shown name: without refs/heads/, or without refs/remotes/."""
        return self.ref.removeprefix(HEADS).removeprefix(REMOTES)

    @property
    def bare_name(self) -> str:
        """The name without refs/heads/, or without refs/remotes/ and the remote."""
        return bare_name(self.ref)

    @property
    def is_local(self) -> bool:
        """Whether it is a local branch."""
        return self.ref.startswith(HEADS)


_FIELD_FORMAT = "%00".join(
    ("%(refname)", "%(refname:short)", "%(objectname)", "%(upstream)", "%(worktreepath)")
)


def _branches(git: Git, *arguments: str) -> list[BranchRef]:
    out = os.fsdecode(git.run_cached("for-each-ref", f"--format={_FIELD_FORMAT}%00", *arguments))
    rows = [line.lstrip("\n").split("\0") for line in out.split("\0\n") if line]
    return [BranchRef(*row) for row in rows]


def branches_at(git: Git, commit: str) -> list[BranchRef]:
    """Give the branches that are at ``commit``, local ones first.

    The HEAD of a remote does not count: it is a symbolic ref.
    """
    branches = _branches(git, f"--points-at={commit}", HEADS, REMOTES)
    return [each for each in branches if each.is_local or not each.ref.endswith("/HEAD")]


def protected_branches(
    git: Git, protected: Sequence[str], excluded_branch: str, *options: str
) -> list[BranchRef]:
    """Give the protected branches, local and of remotes, without the local ``excluded_branch``.

    ``options`` are options of ``git for-each-ref`` that select some of them.
    """
    branches = _branches(git, *options, HEADS, REMOTES)
    other_branches = (each for each in branches if each.ref != HEADS + excluded_branch)
    return [each for each in other_branches if is_protected(each.bare_name, protected)]


def branches_by_ref(git: Git, refs: Sequence[str]) -> dict[str, BranchRef]:
    """Give the branches ``refs`` (full names) that exist, by full name."""
    # A pattern also finds refs below the name, as if it were a folder.
    branches = _branches(git, *refs) if refs else []
    return {each.ref: each for each in branches if each.ref in refs}


def remote_branch_options(remote: str | None, excluded_branch: str | None = None) -> list[str]:
    """Give the arguments of ``git rev-list`` for every branch of ``remote``.

    ``remote`` is a name; None or a URL means all remotes, because a URL has no remote-tracking
    branches. ``excluded_branch`` is a branch that is left out, together with the HEAD of the
    remote.
    """
    name = None if remote is None or is_url(remote) else remote
    exclude_options = (
        [f"--exclude={name or '*'}/{each}" for each in (excluded_branch, "HEAD")]
        if excluded_branch
        else []
    )
    return [*exclude_options, f"--remotes={name}" if name else "--remotes"]


def is_url(remote: str) -> bool:
    """Whether the argument of a push is a URL or a path, not the name of a remote."""
    return ":" in remote or remote.startswith(("/", "."))


class LocalBranches(NamedTuple):
    """The local branches.

    ``ids`` are their commit ids by full name, ``symbolic_ref_targets`` the full names that symbolic
    refs among them point to.
    """

    ids: Mapping[str, str]
    symbolic_ref_targets: Mapping[str, str]

    def protected_ids(self, patterns: Sequence[str]) -> list[str]:
        """Give the ids of the branches that match one of the globs ``patterns``, each once."""
        names = (ref for ref in self.ids if is_protected(ref.removeprefix(HEADS), patterns))
        return list(dict.fromkeys(self.ids[ref] for ref in names))


def read_local_branches(git: Git) -> LocalBranches:
    """Read the branches of the repository in one process."""
    format_option = "--format=%(objectname) %(refname) %(symref)"
    rows = [line.split(" ") for line in git.lines("for-each-ref", format_option, HEADS)]
    return LocalBranches(
        {ref: commit for commit, ref, _ in rows},
        {ref: branch_ref for _, ref, branch_ref in rows if branch_ref},
    )
