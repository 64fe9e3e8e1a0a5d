"""The refs of branches, local and of remotes, with their commits and their upstreams."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names import (
    DEFAULT_REMOTES,
    bare_name,
    is_protected,
    name_after_first_slash,
)
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


def branch_and_upstream(git: Git, name: str) -> tuple[BranchRef | None, BranchRef | None]:
    """Give the local branch ``name`` and the remote-tracking branch that it must not fall behind.

    The latter is the configured upstream if that has the same name, else the branch with the same
    name on a remote, "origin" preferred to "upstream". In a fork whose origin is a copy of
    "upstream", it is the branch of "upstream". If no remote has a branch with the same name, it is
    the configured upstream. Each is None if it does not exist.
    """
    usual_refs = [f"{REMOTES}{remote}/{name}" for remote in DEFAULT_REMOTES]
    branches = branches_by_ref(git, [HEADS + name, *usual_refs])
    local_branch = branches.get(HEADS + name)
    upstream_ref = local_branch.configured_upstream if local_branch is not None else ""
    if upstream_ref.startswith(REMOTES) and upstream_ref not in branches:
        branches |= branches_by_ref(
            git, [upstream_ref, HEADS + name_after_first_slash(upstream_ref)]
        )
    counterpart = _find_counterpart(branches, name, upstream_ref, usual_refs[::-1])
    source_branch = branches.get(usual_refs[0])
    if counterpart is None or source_branch is None or counterpart.id == source_branch.id:
        return local_branch, counterpart
    is_copy = git.is_ancestor(counterpart.id, source_branch.id)
    return local_branch, source_branch if is_copy else counterpart


def _find_counterpart(
    branches: Mapping[str, BranchRef], name: str, upstream_ref: str, usual_refs: Sequence[str]
) -> BranchRef | None:
    followed = name_after_first_slash(upstream_ref)
    refs = [upstream_ref, *usual_refs] if followed == name else [*usual_refs]
    if HEADS + followed not in branches:
        # If main exists locally too, a release that follows origin/main was only created from it.
        refs.append(upstream_ref)
    return next((branches[ref] for ref in refs if ref in branches and ref != HEADS + name), None)


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


def push_sources(git: Git, remote: str, name: str) -> list[str]:
    """Give the full names of the local branches that are pushed to the branch ``name``."""
    remote_ref = f"{REMOTES}{remote}/{name}"
    lines = git.lines("for-each-ref", "--format=%(refname) %(push)", HEADS)
    pairs = (line.split(" ", 1) for line in lines)
    return [ref for ref, push in pairs if push == remote_ref]
